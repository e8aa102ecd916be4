import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("An ID that is a path", .timeLimit(.minutes(20)))
struct PathIDTests {
    private static let id = "models/veo-3/operations/7:a b"
    private static let running = #"{"id":"\#(id)","status":"processing"}"#

    @Test("It survives the journal and is polled as it was sent, also after it was given to resolve")
    func kept() async throws {
        for isLost in [false, true] {
            let bench = try RowBench(RowDialect(hasPaths: true)) { request in
                if request.method == .post, isLost { throw HTTPTransportError(.connectionLost, .sent, "Lost.") }
                return .json(Self.running)
            }
            if isLost {
                let task = try await bench.lose()
                try await bench.client.resolve(task.id, as: .taken(Self.id))
            } else {
                try await bench.submit()
            }
            let task = try #require(try FileJournal(folder: bench.folder.path).tasks().first)
            #expect(task.remote?.id == Self.id && [.queued, .running].contains(task.state))
            _ = try await bench.provider.status(of: try #require(task.remote), in: bench.context)
            let url = "https://api.example.com/v1/videos/models/veo-3/operations/7:a%20b"
            #expect(bench.requests.last?.url.string == url)
        }
    }

    @Test(
        "An ID that leads out of its folder buys nothing twice: the task is kept and never polled elsewhere",
        arguments: ["../../admin", "a/%2e%2e/b", "a//b", "a?b=c", "a#b", "a\\\\b", "a%2Fb"]
    )
    func hostile(id: String) async throws {
        let bench = try RowBench(RowDialect(hasPaths: true)) { _ in .json(#"{"id":"\#(id)","status":"queued"}"#) }
        let task = try await bench.submit()
        #expect(task.state == .queued && task.remote?.id == id.replacing("\\\\", with: "\\"))
        let count = bench.requests.count
        let error = await bench.failure { try await bench.client.resume(task.id, wait: .atMost(.seconds(30))) }
        #expect(error?.purchase == .made && bench.requests.count == count)
        #expect(try bench.task?.state == .queued)
    }
}
