import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("An HTTP error that a dialect declares ends the task", .timeLimit(.minutes(20)))
struct VerdictTests {
    private func dialect() -> RowDialect {
        var dialect = RowDialect(hasFiles: true)
        dialect.reader = ResponseReader(
            statuses: .relays,
            errors: .common.adding(["image_too_odd": ErrorTable.Row(.invalidRequest)]),
            rules: ResponseRules([.poll(400, is: .failed), .file(422, is: .failed)]),
            keys: ResponseKeys(resultURLs: ["response_url"])
        )
        return dialect
    }

    private func bench(poll: HTTPResponse, file: HTTPResponse = .json("{}")) throws -> RowBench {
        try RowBench(dialect()) { request in
            request.method == .post
                ? .json(#"{"id":"t1","status":"queued"}"#) : request.url.path.hasSuffix("/r") ? file : poll
        }
    }

    private static let done = HTTPResponse.json(
        #"{"id":"t1","status":"completed","response_url":"https://api.example.com/r"}"#
    )

    static let verdicts: [(body: String, code: VideoError.Code, provider: String?, words: String)] = [
        (
            #"{"detail":[{"loc":["body","prompt"],"msg":"flagged by a checker","type":"content_policy_violation"}]}"#,
            .contentRejected, "content_policy_violation", "prompt: flagged by a checker"
        ),
        (#"{"error":{"code":"image_too_odd","message":"Odd."}}"#, .invalidRequest, "image_too_odd", "Odd."),
        (#"{"error":{"code":"E17","message":"The worker broke."}}"#, .generationFailed, "E17", "The worker broke."),
    ]

    @Test("A declared status at a poll fails the task with the provider's reason and code", arguments: verdicts.indices)
    func poll(index: Int) async throws {
        let (body, code, provider, words) = Self.verdicts[index]
        let bench = try bench(poll: .json(400, body))
        let task = try await bench.submit()
        let error = await bench.failure { try await bench.client.resume(task.id) }
        let kept = try #require(try bench.task)
        #expect(kept.state == .failed && kept.failure?.code == code && kept.failure?.providerCode == provider)
        #expect(kept.failure?.message == words && error?.code == code && error?.purchase == .made)
        #expect(kept.isCharged)
    }

    @Test("So does a declared status at the request for the file, for resume and for save", arguments: verdicts.indices)
    func file(index: Int) async throws {
        let (body, code, provider, words) = Self.verdicts[index]
        for isSaved in [false, true] {
            let bench = try bench(poll: Self.done, file: .json(422, body, ["X-Request-ID": "r-1"]))
            let task = try await bench.submit()
            if isSaved { for try await _ in bench.client.updates(of: task.id) {} }
            let error = await bench.failure {
                try await isSaved ? bench.client.save(task.id) : bench.client.resume(task.id)
            }
            // Without a known code, the status says that the request was invalid.
            #expect(error?.code == (code == .generationFailed ? .invalidRequest : code))
            #expect(error?.providerCode == provider && error?.message == words)
            #expect(error?.purchase == .made && error?.taskID == "t1" && error?.localID == task.id)
            let kept = try #require(try bench.task)
            #expect(kept.state == .failed && kept.failure?.message == words && kept.failure?.requestID == "r-1")
            #expect(kept.isCharged && kept.submits == 1)
            #expect(try await bench.client.unfinished().isEmpty)
        }
    }

    @Test("A task that the file request ended ends again when it is resumed, and is never submitted again")
    func again() async throws {
        let bench = try bench(poll: Self.done, file: .json(422, Self.verdicts[2].body))
        let task = try await bench.submit()
        for _ in 0..<3 {
            let error = await bench.failure { try await bench.client.resume(task.id) }
            #expect(error?.code == .invalidRequest)
            #expect(try bench.task?.state == .failed)
        }
        #expect(bench.requests.filter { $0.method == .post }.count == 1)
    }

    @Test("A follower of many tasks hears of the failure")
    func follow() async throws {
        let bench = try bench(poll: .json(400, Self.verdicts[1].body))
        let task = try await bench.submit()
        let ends = Counter()
        try await bench.client.follow([task.id]) { _, change in
            if case .success(let task) = change, task.state.isFinal { ends.add(task.failure?.providerCode ?? "") }
        }
        #expect(ends.texts == ["image_too_odd"])
    }

    static let others: [HTTPResponse] = [
        .json(500, #"{"error":{"code":"E17","message":"busy"}}"#), .json(404, #"{"detail":"Not Found"}"#),
        .json(503, "{}"), .json(429, #"{"detail":"slow down"}"#), .json(422, "<html>proxy</html>"), .json(422, ""),
        .json(422, #"["a"]"#),
    ]

    @Test("A 5xx, a 404 or a page of a proxy at the file request ends nothing", arguments: others.indices)
    func undeclared(index: Int) async throws {
        let bench = try bench(poll: Self.done, file: Self.others[index])
        let task = try await bench.submit()
        let error = await bench.failure { try await bench.client.resume(task.id, wait: .atMost(.seconds(60))) }
        #expect(error != nil && error?.purchase == .made)
        #expect(try bench.task?.state == .succeeded)
        #expect(try await bench.client.unfinished().map(\.id) == [task.id])
    }

    @Test("Nor does it at a poll", arguments: [500, 404, 400])
    func undeclaredPoll(status: Int) async throws {
        let bench = try bench(poll: .json(status, status == 400 ? "<html>proxy</html>" : "{}"))
        let task = try await bench.submit()
        let error = await bench.failure { try await bench.client.resume(task.id, wait: .atMost(.seconds(60))) }
        #expect(error?.purchase == .made)
        #expect(try bench.task?.state == .queued)
    }
}
