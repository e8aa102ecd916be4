import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("That a provider does not know a task is proven slowly, and ends nothing by itself", .timeLimit(.minutes(20)))
struct AbsenceTests {
    private static let refusal = HTTPResponse.json(400, #"{"task_id":"\#(PollFamily.id)","error":{"message":"busy"}}"#)
    private static let absent = HTTPResponse.json(
        404,
        #"{"error":{"message":"task not found","code":"task_not_exist"}}"#
    )

    @Test("a provisional ID that is not known for ten minutes leaves the outcome unknown", arguments: PollFamily.all)
    func provisional(_ family: PollFamily) async throws {
        let poll = try await PollBench(family, submit: Self.refusal, polls: [Self.absent])
        let start = poll.bench.clock.uptime
        let errors = try await poll.wait()
        #expect(errors.last?.code == .outcomeUnknown && errors.last?.purchase == .unknown, "\(errors)")
        #expect(errors.last?.taskID == PollFamily.id)
        #expect(poll.bench.clock.uptime - start >= .seconds(600))
        let kept = try #require(try poll.bench.kept)
        #expect(kept.state == .outcomeUnknown && kept.remote?.id == PollFamily.id && kept.isCharged)
        #expect(poll.bench.transport.requests.filter { $0.method == .get }.count >= 1 + 3)
    }

    @Test("a provisional ID that a poll confirms is a task like any other", arguments: PollFamily.all)
    func confirmed(_ family: PollFamily) async throws {
        let running = HTTPResponse.json(200, family.poll(family.running))
        let poll = try await PollBench(family, submit: Self.refusal, polls: [Self.absent, running, family.done])
        #expect(try await poll.wait().isEmpty)
        let known = try poll.task
        #expect(known.state == .succeeded && !known.isProvisional)
        // Once confirmed, a provider that forgets the task does not make the outcome unknown.
        let lost = try await PollBench(family, submit: Self.refusal, polls: [running, Self.absent])
        _ = try await lost.wait()
        let task = try lost.task
        #expect(task.state == .running && task.remote?.id == PollFamily.id, "\(task.state)")
    }

    @Test("the clock was at 1970 when the task was ordered", arguments: PollFamily.all)
    func wrongClock(_ family: PollFamily) async throws {
        let clock = ManualClock(startingAt: Date(timeIntervalSince1970: 100))
        let running = HTTPResponse.json(200, family.poll(family.running))
        let polls = [Self.absent, Self.absent, .json(410, "{}"), Self.absent, running, family.done]
        let poll = try await PollBench(family, clock: clock, polls: polls)
        clock.setWallClock(offset: 1_790_000_000)
        let errors = try await poll.wait()
        #expect(errors.allSatisfy { $0.purchase == .made })
        #expect(try poll.task.state == .succeeded)
    }

    @Test("one kind of doubt does not confirm another", arguments: PollFamily.all)
    func mixedDoubts(_ family: PollFamily) async throws {
        let throttled = HTTPResponse.json(200, family.poll(family.failed, code: family.throttled))
        let running = HTTPResponse.json(200, family.poll(family.running))
        let polls = [Self.absent, Self.absent, Self.absent, Self.absent, throttled, Self.absent, throttled, running]
        let poll = try await PollBench(family, submit: Self.refusal, polls: polls + [family.done])
        #expect(try await poll.wait().isEmpty)
        #expect(try poll.task.state == .succeeded)
    }

    /// A format that declares 404 as the end of a task.
    private struct ForgetfulDialect: VideoDialect {
        let name = "forgetful"
        let models: [ModelDescription] = []
        let reader = ResponseReader(statuses: .relays, rules: ResponseRules([.poll(404, is: .gone)]))

        func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
            HTTPRequest(.post, try endpoint.url("videos"))
        }
        func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
            HTTPRequest(.get, try endpoint.url("videos", task.id))
        }
    }

    @Test("a declared 404 ends a task past the lifetime of its output alone, by the provider's dates")
    func declared() async throws {
        for (date, isEnd) in [("Tue, 06 Oct 2026 12:00:00 GMT", true), ("Tue, 22 Sep 2026 12:00:00 GMT", false)] {
            let clock = ManualClock(startingAt: Date(timeIntervalSince1970: 100))
            let folder = try TemporaryFolder()
            let transport = ScriptedTransport { request in
                request.method == .post
                    ? .json(200, #"{"id":"t-1","status":"queued"}"#, ["Date": "Mon, 21 Sep 2026 12:00:00 GMT"])
                    : .json(404, #"{"error":{"message":"task not found"}}"#, ["Date": date])
            }
            let provider = DialectProvider(
                id: "gate",
                dialect: ForgetfulDialect(),
                endpoint: try Endpoint("https://api.example.com/v1"),
                key: nil
            )
            let journal = try FileJournal(
                folder: folder.path,
                environment: EngineEnvironment(transport: transport, disk: UnsyncedDisk(), clock: clock)
            )
            let client = VideoClient(providers: [provider], journal: journal)
            let task = try await client.submit(VideoRequest(prompt: "a boat", model: "m"), using: "gate")
            let start = clock.uptime
            do { for try await _ in client.updates(of: task.id, wait: .seconds(3_600)) {} } catch is VideoError {}
            let state = try #require(try await client.task(task.id)).state
            #expect(state == (isEnd ? .expired : .queued), "\(date): \(state)")
            if isEnd { #expect(clock.uptime - start >= .seconds(600)) }
        }
    }

    @Test("LiteLLM packs an ID anew for each response, and another task's packed ID is another's")
    func packed() async throws {
        let family = try #require(PollFamily.all.first { $0.entry.dialect == "openai-videos" })
        func packed(_ id: String, _ deployment: String) -> String {
            "video_"
                + Data("litellm:custom_llm_provider:openai;model_id:m;video_id:\(id);deployment_id:\(deployment)".utf8)
                .base64EncodedString()
        }
        let submit = HTTPResponse.json(200, #"{"id":"\#(packed("v-1", "a"))","status":"queued"}"#)
        let failed = HTTPResponse.json(200, family.poll("failed", code: "500", id: packed("v-2", "a")))
        let done = HTTPResponse.json(200, family.poll("completed", id: packed("v-1", "b"), isDone: true))
        let poll = try await PollBench(family, submit: submit, polls: [failed, failed, failed, failed, done])
        _ = try await poll.wait()
        #expect(try poll.task.state == .succeeded)
        let ended = try await PollBench(
            family,
            submit: submit,
            polls: [.json(200, family.poll("failed", code: "500", id: packed("v-1", "b")))]
        )
        _ = try await ended.wait()
        #expect(try ended.task.state == .failed)
    }
}
