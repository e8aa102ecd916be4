import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Outputs besides the video", .timeLimit(.minutes(20))) struct ExtraOutputTests {
    private static let film = TestVideo.make(size: 60_000, seed: 6)
    private static let second = TestVideo.make(size: 50_000, seed: 7)
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 1, count: 900)
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 2, count: 900)
    private static let mp3: [UInt8] = Array("ID3".utf8) + [UInt8](repeating: 3, count: 900)

    private static let links = #"""
        {"id": "t1", "status": "done", "videos": ["https://cdn.example/1.mp4", "https://cdn.example/2.mp4"],
         "content": {"last_frame_url": "https://cdn.example/..%2F..%2Fetc%2Fpasswd.exe", "audioUrl": {"url": "https://cdn.example/a.wav"},
         "covers": [{"cover": "https://cdn.example/cover.html"}]}}
        """#

    private var dialect: OutputDialect {
        var dialect = OutputDialect()
        dialect.reader.keys.extraOutputs = [
            "last_frame_url": .lastFrame, "audio_url": .audio, "cover": .thumbnail, "sheet": .spritesheet,
        ]
        return dialect
    }

    private func bench(_ files: [String: [UInt8]]) throws -> OutputBench {
        try OutputBench(dialect) { request, _ in
            if request.method == .post { return .accepted }
            if request.url.origin.host == "api.example" { return .json(Self.links) }
            guard let file = files[request.url.path] else { return .status(404) }
            return FakeHost.serve(file, to: request, tag: "\"\(request.url.path)\"")
        }
    }

    private static let files: [String: [UInt8]] = [
        "/1.mp4": film, "/2.mp4": second, "/..%2F..%2Fetc%2Fpasswd.exe": png, "/a.wav": mp3, "/cover.html": jpeg,
    ]

    @Test("Each is stored beside the video, under a name that says which it is")
    func all() async throws {
        let bench = try bench(Self.files)
        let task = try await bench.submit()
        let stored = try await bench.client().resume(task.id, outputs: .all)
        let names = [
            "boat.2.mp4", "boat.audio.mp3", "boat.last-frame.png", "boat.mp4", "boat.thumbnail.jpg", "journal",
        ]
        #expect(try bench.names() == names)
        #expect(bench.bytes("boat.mp4") == Self.film)
        #expect(bench.bytes("boat.2.mp4") == Self.second)
        #expect(bench.bytes("boat.last-frame.png") == Self.png)
        #expect(stored.extras.map(\.kind) == [.video, .lastFrame, .audio, .thumbnail])
        #expect(try await bench.client().task(task.id)?.extras == stored.extras)
        #expect(try bench.names("journal/parts") == [])
        let keys = bench.host.requests.filter { $0.url.origin.host == "cdn.example" }
        #expect(keys.allSatisfy { $0.fields["Authorization"] == nil })
    }

    @Test("By default only the video is requested, and the others can be saved later")
    func later() async throws {
        let bench = try bench(Self.files)
        let task = try await bench.submit()
        try await bench.client().resume(task.id)
        #expect(try bench.names() == ["boat.mp4", "journal"])
        let count = bench.host.requests.count
        let stored = try await bench.client().save(task.id, outputs: .kinds([.lastFrame]))
        #expect(stored.extras.map(\.kind) == [.lastFrame])
        #expect(try bench.names() == ["boat.last-frame.png", "boat.mp4", "journal"])
        #expect(!bench.host.requests.dropFirst(count).contains { $0.url.path == "/1.mp4" })
        let second = bench.host.requests.count
        try await bench.client().resume(task.id, outputs: .kinds([.lastFrame]))
        #expect(!bench.host.requests.dropFirst(second).contains { $0.url.origin.host == "cdn.example" })
    }

    @Test("One that is missing, broken or not reported is a warning, and the video is stored")
    func warning() async throws {
        var files = Self.files
        files["/a.wav"] = nil
        files["/cover.html"] = [UInt8](repeating: 9, count: 500)
        files["/2.mp4"] = Array(Self.second.prefix(30_000))
        let bench = try bench(files)
        let task = try await bench.submit()
        let warnings = Mutex<[String]>([])
        let stored = try await bench.client().resume(task.id, outputs: .kinds(Set(VideoOutput.Kind.allCases))) {
            if case .warning(_, let text) = $0 { warnings.withLock { $0.append(text) } }
        }
        #expect(stored.state == .stored)
        #expect(try bench.names() == ["boat.last-frame.png", "boat.mp4", "journal"])
        let texts = warnings.withLock { $0 }
        for word in ["audio-1", "thumbnail-1", "video-2", "spritesheet"] {
            #expect(texts.contains { $0.contains(word) }, "\(word) in \(texts)")
        }
    }

    @Test("A file of another name's owner is replaced only if that is allowed")
    func existing() async throws {
        let bench = try bench(Self.files)
        let path = bench.folder.path + "/boat.last-frame.png"
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
        let task = try await bench.submit()
        let stored = try await bench.client().resume(task.id, outputs: .kinds([.lastFrame]))
        #expect(stored.state == .stored)
        #expect(bench.bytes("boat.last-frame.png") == [1, 2, 3])
        let again = try await bench.client().save(task.id, replacing: true, outputs: .kinds([.lastFrame]))
        #expect(bench.bytes("boat.last-frame.png") == Self.png)
        #expect(again.extras.count == 1)
    }

    @Test(
        "Names have no more dots than they need",
        arguments: [
            ("/a/boat.mp4", VideoOutput.Kind.lastFrame, 1, "/a/boat.last-frame"),
            ("/a/boat.mp4", .video, 3, "/a/boat.3"), ("/a/.mp4", .audio, 2, "/a/.mp4.audio.2"),
            ("/a.b/boat", .spritesheet, 1, "/a.b/boat.spritesheet"),
        ]
    )
    func name(_ video: String, _ kind: VideoOutput.Kind, _ number: Int, _ expected: String) throws {
        let output = VideoOutput(try #require(HTTPURL("https://cdn.example/x")), kind: kind)
        #expect(ExtraOutput(output: output, number: number).path(beside: video) == expected)
    }

    @Test("Nothing besides the video does not make a task finished")
    func noVideo() async throws {
        let reader = dialect.reader
        let response = HTTPResponse(
            status: 200,
            body: Array(#"{"id": "t1", "status": "done", "last_frame_url": "https://cdn.example/a.png"}"#.utf8)
        )
        let snapshot = try reader.status(response, of: RemoteTask(id: "t1"), at: try Endpoint("https://api.example"))
        #expect(snapshot.outputs == [])
        #expect(snapshot.isWithoutOutput)
    }
}
