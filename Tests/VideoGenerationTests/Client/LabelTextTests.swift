import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The text of a label, and the request that it stands for", .timeLimit(.minutes(20)))
struct LabelTextTests {
    private func submit(_ bench: RouteBench, _ request: VideoRequest, _ label: String = "scene")
        async throws(VideoError)
        -> VideoTask
    {
        try await bench.client.submit(request, using: "first", label: label)
    }

    @Test("Composed and decomposed letters are one label, and other letters are others")
    func normalization() async throws {
        let bench = try RouteBench(["first"])
        let task = try await submit(bench, RouteBench.request, "caf\u{E9}")
        #expect(try await submit(bench, RouteBench.request, "cafe\u{301}").id == task.id)
        #expect(try await bench.reopened().client.task(labeled: "cafe\u{301}")?.id == task.id)
        for other in ["cafe", "Caf\u{E9}", "caf\u{E9} ", "caf\u{E8}", "ｃａｆé"] {
            #expect(try await bench.client.task(labeled: other) == nil)
            #expect(try await submit(bench, RouteBench.request, other).id != task.id)
        }
    }

    @Test("A label has at most 200 bytes in its composed form")
    func length() async throws {
        let bench = try RouteBench(["first"])
        _ = try await submit(bench, RouteBench.request, String(repeating: "a", count: 200))
        _ = try await submit(bench, RouteBench.request, String(repeating: "e\u{301}", count: 100))
        for label in [String(repeating: "a", count: 201), String(repeating: "e\u{301}", count: 100) + "a"] {
            let failure = await bench.failure { try await submit(bench, RouteBench.request, label) }
            #expect(failure?.code == .invalidRequest && failure?.purchase == VideoError.Purchase.none)
            #expect((failure?.message.utf8.count ?? 0) < 300)
        }
        #expect(bench.billed.count == 2)
    }

    @Test(
        "An empty label and one with invisible characters are refused before anything is sent",
        arguments: ["", "a\nb", "a\u{0}b", "a\u{200B}b", "a\u{202E}b", "a\u{7F}", "\u{FEFF}a", "a\u{2028}b"]
    )
    func invisible(_ label: String) async throws {
        let bench = try RouteBench(["first"])
        let failure = await bench.failure { try await submit(bench, RouteBench.request, label) }
        #expect(failure?.code == .invalidRequest && failure?.purchase == VideoError.Purchase.none)
        let lookup = await bench.failure { try await bench.client.task(labeled: label) }
        #expect(lookup?.code == .invalidRequest)
        #expect(bench.asked.isEmpty)
        #expect(try bench.tasks.isEmpty)
    }

    @Test("A label is found in another process, and one that no task has is not")
    func lookup() async throws {
        let bench = try RouteBench(["first"])
        #expect(try await bench.client.task(labeled: "scene") == nil)
        let task = try await submit(bench, RouteBench.request)
        #expect(try await bench.client.task(labeled: "scene") == task)
        #expect(try await bench.reopened().client.task(labeled: "scene")?.id == task.id)
        #expect(try await bench.reopened().client.task(labeled: "scene ") == nil)
    }

    // MARK: - The request

    @Test("The bytes of a file count, not its path")
    func media() async throws {
        let bench = try RouteBench(["first"])
        let picture = [UInt8]([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + [UInt8](repeating: 7, count: 64)
        func file(_ name: String, _ bytes: [UInt8]) throws -> MediaInput {
            let path = "\(bench.folder.path)/\(name).png"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return .file(path)
        }
        var request = RouteBench.request
        request.firstFrame = try file("a", picture)
        let task = try await submit(bench, request)
        request.firstFrame = try file("b", picture)
        #expect(try await submit(bench, request).id == task.id)
        request.firstFrame = .data(Data(picture), .png)
        #expect(try await submit(bench, request).id == task.id)
        request.firstFrame = try file("a", picture + [1])
        let changed = await bench.failure { try await submit(bench, request) }
        #expect(changed?.code == .labelInUse)
        request.firstFrame = nil
        request.lastFrame = .data(Data(picture), .png)
        let moved = await bench.failure { try await submit(bench, request) }
        #expect(moved?.code == .labelInUse)
        #expect(bench.billed.count == 1)
    }

    @Test("The order of options does not count, and their values do")
    func options() async throws {
        let bench = try RouteBench(["first"])
        var request = RouteBench.request
        let names = (0..<20).map { "option-\($0)" }
        for name in names { request.options[name] = .string(name) }
        let task = try await submit(bench, request)
        request.options = [:]
        for name in names.reversed() { request.options[name] = .string(name) }
        #expect(try await submit(bench, request).id == task.id)
        request.options["option-3"] = .string("another")
        let failure = await bench.failure { try await submit(bench, request) }
        #expect(failure?.code == .labelInUse && bench.billed.count == 1)
    }

    @Test("A private prompt is a part of the request, although the journal does not have it")
    func privatePrompt() async throws {
        let bench = try RouteBench(["first"])
        let request = VideoRequest(prompt: "a secret boat", model: "film", isPrivate: true)
        let task = try await submit(bench, request)
        #expect(try await submit(bench.reopened(), request).id == task.id)
        let other = VideoRequest(prompt: "another secret boat", model: "film", isPrivate: true)
        let failure = await bench.failure { try await submit(bench.reopened(), other) }
        #expect(failure?.code == .labelInUse && bench.billed.count == 1)
        let folder = bench.folder.path + "/state"
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            let text = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
            #expect(!text.contains("secret"), "\(name)")
        }
    }

    @Test("The model, the length and each other field are parts of the request", arguments: 0..<5)
    func fields(_ field: Int) async throws {
        let bench = try RouteBench(["first"])
        _ = try await submit(bench, RouteBench.request)
        var other = RouteBench.request
        switch field {
        case 0: other.model = "another"
        case 1: other.resolution = "720p"
        case 2: other.aspectRatio = "16:9"
        case 3: other.seconds = 5
        default: other.size = VideoSize(width: 1280, height: 720)
        }
        let failure = await bench.failure { try await submit(bench, other) }
        #expect(failure?.code == .labelInUse && bench.billed.count == 1)
    }
}
