import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The ID of a response is never dropped", .timeLimit(.minutes(20)))
struct KeptIDTests {
    private static let entry = DialectEntry(dialect: "openai-videos")
    private static let accepts = HTTPResponse.json(200, #"{"id":"t-1","status":"queued"}"#)

    @Test("a disk that fails at any call after the response", arguments: [false, true])
    func failingDisk(isLasting: Bool) async throws {
        var step = 0
        while true {
            let disk = StepDisk(failing: step, isLasting: isLasting)
            let bench = try GateBench(Self.entry, disk: disk) { request in
                guard request.method == .post else { return GateBench.free(request) }
                disk.arm()
                return Self.accepts
            }
            let result = await bench.submit()
            disk.repair()
            guard disk.isHit else { break }
            #expect(bench.posts.count == 1)
            let kept = try #require(try bench.kept, "step \(step)")
            switch result {
            case .success(let task):
                #expect(task.remote?.id == "t-1" && kept.remote?.id == "t-1", "step \(step): \(kept.state)")
                #expect(kept.state == .queued, "step \(step)")
            case .failure(let error):
                #expect(error.purchase == .made && error.taskID == "t-1", "step \(step): \(error)")
                #expect(error.message.contains("t-1") && error.localID == kept.id, "step \(step): \(error)")
                // Never a state from which it would be sent again or called refused.
                #expect([.outcomeUnknown, .queued].contains(kept.state), "step \(step): \(kept.state)")
                #expect(kept.isCharged)
            }
            step += 1
        }
        #expect(step >= 3, "the disk was called after the response")
    }

    @Test("a journal file that is removed while the order is under way is written again")
    func removedFile() async throws {
        let folder = try TemporaryFolder()
        let warnings = Mutex<[String]>([])
        let bench = try GateBench(Self.entry, in: folder) { request in
            guard request.method == .post else { return GateBench.free(request) }
            let tasks = folder.path + "/state/tasks"
            let names = try FileManager.default.contentsOfDirectory(atPath: tasks)
            #expect(names.count == 1, "the task is in the journal before it is sent")
            for name in names { try FileManager.default.removeItem(atPath: "\(tasks)/\(name)") }
            return Self.accepts
        }
        let task = try await bench.client.submit(Self.entry.request("a boat"), using: "gate") { event in
            if case .warning(_, let text) = event { warnings.withLock { $0.append(text) } }
        }
        #expect(task.remote?.id == "t-1")
        let kept = try #require(try bench.kept)
        #expect(kept.id == task.id && kept.remote?.id == "t-1" && kept.state == .queued)
        #expect(warnings.withLock { $0.contains { $0.contains("t-1") } }, "the warning says the ID")
    }

    @Test("an unknown outcome is written again as well")
    func removedFileOfUnknown() async throws {
        let folder = try TemporaryFolder()
        let bench = try GateBench(Self.entry, in: folder) { request in
            guard request.method == .post else { return GateBench.free(request) }
            let tasks = folder.path + "/state/tasks"
            let names = try FileManager.default.contentsOfDirectory(atPath: tasks)
            #expect(names.count == 1, "the task is in the journal before it is sent")
            for name in names { try FileManager.default.removeItem(atPath: "\(tasks)/\(name)") }
            return .page(502, "502 Bad Gateway")
        }
        let error = await bench.submit().failure
        #expect(error?.purchase == .unknown)
        #expect(try bench.kept?.state == .outcomeUnknown)
    }

    @Test("a journal folder that is removed meanwhile: the error says the ID and that the video is bought")
    func removedFolder() async throws {
        let folder = try TemporaryFolder()
        let bench = try GateBench(Self.entry, in: folder) { request in
            guard request.method == .post else { return GateBench.free(request) }
            try FileManager.default.removeItem(atPath: folder.path + "/state/tasks")
            return Self.accepts
        }
        let error = try #require(await bench.submit().failure)
        #expect(error.purchase == .made && error.taskID == "t-1" && error.message.contains("t-1"))
    }

    @Test("an ID with control characters is kept as it is, and harmless in the message")
    func hostileID() async throws {
        let folder = try TemporaryFolder()
        let bench = try GateBench(Self.entry, in: folder) { request in
            guard request.method == .post else { return GateBench.free(request) }
            try FileManager.default.removeItem(atPath: folder.path + "/state/tasks")
            return .json(200, #"{"id":"t-1\u001b[31m\n\u202e","status":"queued"}"#)
        }
        let error = try #require(await bench.submit().failure)
        #expect(error.purchase == .made && error.taskID == "t-1\u{1b}[31m\n\u{202e}")
        #expect(error.message.contains("t-1"))
        #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }

    @Test("two finished videos without an ID are no twins")
    func withoutID() async throws {
        let warnings = Mutex<[String]>([])
        let bench = try GateBench(Self.entry) { request in
            guard request.method == .post else { return GateBench.free(request) }
            return .json(200, #"{"created":1,"data":[{"url":"https://cdn.example.com/\#(request.hashValue).mp4"}]}"#)
        }
        for prompt in ["one", "two"] {
            let task = try await bench.client.submit(Self.entry.request(prompt), using: "gate") { event in
                if case .warning(_, let text) = event { warnings.withLock { $0.append(text) } }
            }
            #expect(task.state == .succeeded && task.remote?.output != nil)
        }
        #expect(warnings.withLock { $0 }.isEmpty)
    }
}
