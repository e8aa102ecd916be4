import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// A response to a poll that does not end the task.
struct OddPoll: Sendable {
    let name: String
    let responses: @Sendable (PollFamily) -> [HTTPResponse]

    init(_ name: String, _ responses: @escaping @Sendable (PollFamily) -> [HTTPResponse]) {
        self.name = name
        self.responses = responses
    }

    static let all = pages + words + complaints

    private static let pages: [OddPoll] = [
        OddPoll("pages of a gateway") { _ in
            [.page(502, "502 Bad Gateway"), .page(504, "task failed"), .page(200, "Login")]
        },
        OddPoll("404 as a page") { _ in [.page(404, "404 Not Found")] },
        OddPoll("404 for the task") { _ in
            [.json(404, #"{"error":{"message":"task not found","code":"task_not_exist"}}"#)]
        },
        OddPoll("404 for the route") { _ in [.json(404, #"{"error":{"message":"Invalid URL (GET /v1/videos/x)"}}"#)] },
        OddPoll("410") { _ in [.json(410, #"{"error":{"message":"gone"}}"#), .json(410, "")] },
        OddPoll("400 for the task") { _ in
            [.json(400, #"{"code":"task_not_exist","message":"task_not_exist","data":null}"#)]
        },
        OddPoll("nothing at all") { _ in
            [.json(200, ""), .json(202, ""), .json(204, ""), .json(200, "{}"), .json(200, "[]")]
        },
        OddPoll("null and text") { _ in [.json(200, "null"), .json(200, "failed"), .json(200, "\"failed\"")] },
        OddPoll("a redirect to a login") { _ in [.json(302, "", ["Location": "/login"])] },
        OddPoll("a JSON that breaks off") { family in
            [
                .json(200, String(family.poll(family.failed).dropLast())),
                .json(500, String(family.poll(family.failed).dropLast())),
            ]
        },
    ]

    private static let words: [OddPoll] = [
        OddPoll("an unknown word") { [.json(200, $0.poll("dreaming")), .json(200, $0.poll("FAILED_OVER"))] },
        OddPoll("an empty word") { [.json(200, $0.poll(""))] },
        OddPoll("running under 500") { [.json(500, $0.poll($0.running))] },
        OddPoll("running with an error") { [.json(200, $0.poll($0.running, code: "500"))] },
        OddPoll("running with too many requests") { [.json(200, $0.poll($0.running, code: $0.throttled))] },
        OddPoll("another task failed") {
            [HTTPResponse](repeating: .json(200, $0.poll($0.failed, id: PollFamily.otherID)), count: 8)
        },
        OddPoll("another task failed under 500") { [.json(500, $0.poll($0.failed, id: PollFamily.otherID))] },
        OddPoll("another task is done") {
            [.json(200, $0.poll($0.succeeded, id: PollFamily.otherID, isDone: true).replacing("cdn", with: "other"))]
        },
        OddPoll("failed by too many requests, twice") {
            [HTTPResponse](repeating: .json(200, $0.poll($0.failed, code: $0.throttled)), count: 2)
                + [.json(200, $0.poll($0.running))]
        },
        OddPoll("failed by too many requests, with pauses in between") { family in
            let failed = HTTPResponse.json(200, family.poll(family.failed, code: family.throttled))
            let running = HTTPResponse.json(200, family.poll(family.running))
            return [failed, failed, running, failed, failed, running, failed, failed, running]
        },
        OddPoll("a word of another layer") { family in
            [.json(200, #"{"status":"success","data":\#(family.poll(family.running))}"#)]
        },
        OddPoll("an error around a running task") { family in
            [.json(200, #"{"status":"error","message":"m","data":\#(family.poll(family.running))}"#)]
        },
        OddPoll("a failure that names no task, twice") { family in
            let text = family.poll(family.failed, id: "")
            return [.json(200, text), .json(200, text), .json(200, family.poll(family.running))]
        },
    ]

    private static let complaints: [OddPoll] = [
        OddPoll("a JSend error under 500") { _ in
            [HTTPResponse](repeating: .json(500, #"{"status":"error","message":"upstream failed"}"#), count: 6)
        },
        OddPoll("a JSend failure under 503") { _ in [.json(503, #"{"status":"fail","data":{"title":"required"}}"#)] },
        OddPoll("an error object under 200") { _ in [.json(200, #"{"error":{"message":"internal","code":"internal"}}"#)]
        },
        OddPoll("a content policy without a word") { _ in
            [.json(400, #"{"error":{"message":"content policy violation","code":"content_filter"}}"#)]
        },
        OddPoll("a moderation under 200 without a word") { _ in
            [.json(200, #"{"error":{"message":"moderation_blocked","code":"moderation_blocked"}}"#)]
        },
        OddPoll("the words task expired") { _ in
            [.json(500, #"{"error":{"message":"task expired","code":"task_expired"}}"#)]
        },
        OddPoll("a key that is refused") { _ in
            [.json(401, #"{"error":{"message":"no key","code":"invalid_api_key"}}"#)]
        },
        OddPoll("no funds") { _ in [.json(402, #"{"error":{"message":"insufficient balance"}}"#)] },
        OddPoll("too many polls") { _ in [.json(429, #"{"error":{"message":"slow down"}}"#, ["Retry-After": "5"])] },
        OddPoll("the codes of a server in trouble") { _ in
            [1_000, 1_001, 1_013, 1_033, 1_002].map {
                .json(200, #"{"status":"","base_resp":{"status_code":\#($0),"status_msg":"m"}}"#)
            }
        },
    ]
}

@Suite("A task ends by a word about it, and by nothing else", .timeLimit(.minutes(20)))
struct PollOutcomeTests {
    @Test("an odd poll neither ends a task nor loses its video", arguments: PollFamily.all)
    func odd(_ family: PollFamily) async throws {
        for odd in OddPoll.all {
            let poll = try await PollBench(family, polls: odd.responses(family) + [family.done])
            let errors = try await poll.wait()
            let task = try poll.task
            #expect(task.state == .succeeded, "\(odd.name): \(task.state), \(errors.map(\.description))")
            #expect(task.remote?.id == PollFamily.id, "\(odd.name)")
            #expect(poll.isAtEnd, "\(odd.name): it was taken for the end")
            #expect(errors.allSatisfy { $0.purchase == .made && $0.taskID == PollFamily.id }, "\(odd.name): \(errors)")
            #expect(poll.bench.posts.count == 1, "\(odd.name)")
        }
    }

    @Test("done with an error object is done", arguments: PollFamily.all)
    func done(_ family: PollFamily) async throws {
        for code in ["500", family.throttled] {
            let text = family.poll(family.succeeded, code: code, isDone: true)
            let poll = try await PollBench(family, polls: [.json(200, text)])
            #expect(try await poll.wait().isEmpty)
            let task = try poll.task
            #expect(task.state == .succeeded && task.failure == nil)
        }
    }

    @Test("a failed job ends the task under any HTTP status", arguments: PollFamily.all)
    func failed(_ family: PollFamily) async throws {
        for status in [200, 400, 404, 409, 422, 500, 502, 503] {
            let poll = try await PollBench(family, polls: [.json(status, family.poll(family.failed, code: "500"))])
            #expect(try await poll.wait().isEmpty, "\(status)")
            let task = try poll.task
            #expect(task.state == .failed && task.failure?.code == .generationFailed, "\(status): \(task.state)")
            #expect(poll.bench.transport.requests.filter { $0.method == .get }.count == 2, "\(status): one poll")
        }
    }

    @Test(
        "a failure by too many requests is asked for again three times over 60 s, then believed",
        arguments: PollFamily.all
    )
    func throttled(_ family: PollFamily) async throws {
        let text = family.poll(family.failed, code: family.throttled)
        let poll = try await PollBench(family, polls: [.json(200, text)])
        let start = poll.bench.clock.uptime
        #expect(try await poll.wait().isEmpty)
        #expect(try poll.task.state == .failed)
        #expect(
            poll.bench.transport.requests.filter { $0.method == .get }.count >= 1 + 4,
            "the free read and four polls"
        )
        #expect(poll.bench.clock.uptime - start >= .seconds(60))
    }

    @Test("MiniMax's codes 1026 and 1027 are final", arguments: PollFamily.all.filter(\.entry.hasBaseResponse))
    func moderated(_ family: PollFamily) async throws {
        for code in [1_026, 1_027] {
            for member in ["", #""task_id":"\#(PollFamily.id)","status":"Fail","#] {
                let text = #"{\#(member)"base_resp":{"status_code":\#(code),"status_msg":"new_sensitive"}}"#
                let poll = try await PollBench(family, polls: [.json(200, text)])
                #expect(try await poll.wait().isEmpty, "\(code)")
                let task = try poll.task
                #expect(task.state == .failed && task.failure?.code == .contentRejected, "\(code)")
            }
        }
    }

    @Test("what failed or expired is asked about once more by resume, watch and download", arguments: PollFamily.all)
    func lateSuccess(_ family: PollFamily) async throws {
        let verbs: [@Sendable (VideoClient, VideoTask.ID, String) async throws -> Void] = [
            { _ = try await $0.resume($1, to: $2) }, { _ = try await $0.save($1, to: $2) },
            { client, id, _ in for try await _ in client.updates(of: id) {} },
        ]
        for verb in verbs {
            let poll = try await PollBench(family, polls: [.json(200, family.poll(family.failed, code: "500"))])
            _ = try await poll.wait()
            #expect(try poll.task.state == .failed)
            // Still failed: the task stays what it is.
            try? await verb(poll.bench.client, poll.id, poll.bench.folder.path + "/v.mp4")
            #expect(try poll.task.state == .failed)
            poll.answer(family.done)
            // The link leads nowhere here; that the task has succeeded is what counts.
            try? await verb(poll.bench.client, poll.id, poll.bench.folder.path + "/v.mp4")
            let state = try poll.task.state
            #expect(state == .succeeded)
            #expect(poll.bench.posts.count == 1)
        }
    }
}
