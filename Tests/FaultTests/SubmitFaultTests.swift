import Foundation
import OpenAIVideos
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Submitting: no double, no forgotten. The server's books are the judge.
@Suite(.timeLimit(.minutes(20))) struct SubmitFaultTests {
    @Test("S2 A cancellation whose response is lost is sent once")
    func cancelOnce() async throws {
        let bench = try FaultBench([FaultRule(on: .cancel, .drop())])
        let transport = SystemTransport.shared
        let url = try #require(HTTPURL("http://127.0.0.1:\(bench.ports.api)/v1/videos/video_1"))
        // A connection that was used before is what a dropped one hides behind.
        _ = try await transport.response(to: HTTPRequest(.get, url))
        await #expect(throws: HTTPTransportError.self) { try await transport.response(to: HTTPRequest(.delete, url)) }
        #expect(bench.simulator.ledger.requests.filter { $0.key.hasPrefix("DELETE") }.map(\.value) == [1])
    }

    @Test(
        "S3 S4 No connection, or a name without an address: nothing was sent, and there are three tries",
        arguments: ["http://127.0.0.1:1/v1", "https://nowhere.invalid/v1"]
    )
    func nowhere(address: String) async throws {
        let clock = ManualClock()
        let folder = try TemporaryFolder()
        let provider = try ProviderRegistry(OpenAIVideos.plugins).provider(
            for: ProviderConfiguration(id: "nowhere", dialect: "openai-videos", baseURL: address),
            environment: [:]
        )
        let journal = try FileJournal(folder: folder.path + "/state", environment: EngineEnvironment(clock: clock))
        let client = VideoClient(providers: [provider], journal: journal)
        await #expect(throws: VideoError.self) {
            try await client.submit(VideoRequest(prompt: "a boat"), using: "nowhere")
        }
        let task = try #require(try journal.tasks().last)
        #expect(task.state == .failed && task.failure?.code == .notSent && task.submits == 0)
        #expect(clock.sleeps.count == 2)
    }

    @Test(
        "S1 S5 S6 S7 S8 S10 S14 S16 S30 A response without proof leaves the outcome unknown, and the request is sent once",
        arguments: [
            .resetRequest(afterBytes: 20),
            .truncate(afterBytes: 0),
            .body(text: #"{"id":"video_12","sta"#, billed: true),
            .body(text: "", billed: true),
            .body(text: #"{"id":"","status":"queued"}"#, billed: true),
            .body(text: #"{"id":null,"status":"queued"}"#, billed: true),
            .status(code: 500, billed: true),
            .status(code: 504, billed: true),
            .status(code: 502),
            .captivePortal,
            .drop(billed: true),
        ] as [Fault]
    )
    func unknown(fault: Fault) async throws {
        let bench = try FaultBench([FaultRule(on: .submit, fault)])
        let (error, task) = try await bench.spoiltSubmit()
        #expect(error?.code == .outcomeUnknown, "\(String(describing: error))")
        #expect(task?.state == .outcomeUnknown && task?.remote == nil && task?.submits == 1)
        #expect(bench.simulator.ledger.submits <= 1)
        // A resume neither buys nor makes it up.
        if let task { #expect(await bench.failure { try await bench.client.resume(task.id) }?.code == .outcomeUnknown) }
        #expect(bench.simulator.ledger.submits <= 1)
    }

    @Test(
        "S6 S22 The provider's list gives the lost id back",
        arguments: [Fault.truncate(afterBytes: 0), .drop(billed: true)]
    )
    func listed(fault: Fault) async throws {
        let bench = try FaultBench([FaultRule(on: .submit, times: 1, fault)], clock: SystemClock())
        let (_, task) = try await bench.spoiltSubmit()
        let unknown = try #require(task)
        let found = try await bench.client.resolve(unknown.id, as: .askProvider)
        #expect(found.remote?.id == bench.simulator.ledger.tasks.keys.first)
        #expect(bench.simulator.ledger.submits == 1)
    }

    @Test("S7 The beginning of an unreadable response is kept in one clean line")
    func noted() async throws {
        let bench = try FaultBench([FaultRule(on: .submit, .body(text: #"{"id":"vid"#, billed: true))])
        let (_, task) = try await bench.spoiltSubmit()
        let history = try bench.journal.history(of: try #require(task).id)
        #expect(history.last?.note?.contains(#"{"id":"vid"#) == true)
    }

    @Test("S9 A 200 that says no is a no", arguments: [RefusalReason.insufficientFunds, .contentRejected, .keyRefused])
    func refusedWith200(reason: RefusalReason) async throws {
        let bench = try FaultBench([FaultRule(on: .submit, .refuse(reason: reason))], dialect: "minimax-v1")
        let (error, task) = try await bench.spoiltSubmit()
        let codes: [RefusalReason: VideoError.Code] = [
            .insufficientFunds: .insufficientFunds, .contentRejected: .contentRejected,
            .keyRefused: .authenticationFailed,
        ]
        #expect(error?.code == codes[reason])
        #expect(task?.state == .failed && bench.simulator.ledger.submits == 1)
    }

    @Test(
        "S9 A 200 that says that the provider failed leaves the purchase unknown, sent once",
        arguments: [1000, 1001, 1013, 1024, 1033]
    )
    func failedWith200(code: Int) async throws {
        let text = #"{"task_id":"","base_resp":{"status_code":\#(code),"status_msg":"timeout"}}"#
        let bench = try FaultBench([FaultRule(on: .submit, .body(text: text, billed: true))], dialect: "minimax-v1")
        let (error, task) = try await bench.spoiltSubmit()
        #expect(error?.code == .outcomeUnknown && error?.providerCode == "\(code)")
        #expect(task?.state == .outcomeUnknown && bench.simulator.ledger.submits == 1)
    }

    @Test("S11 An id beyond 2^53 survives digit for digit")
    func longID() async throws {
        let digits = "98765432109876543210987654321"
        let text = #"{"task_id":\#(digits),"base_resp":{"status_code":0,"status_msg":"success"}}"#
        let bench = try FaultBench([FaultRule(on: .submit, .body(text: text, billed: true))], dialect: "minimax-v1")
        #expect(try await bench.submit().remote?.id == digits)
        #expect(try bench.task?.remote?.id == digits)
    }

    @Test("S17 A purchase follows no redirect, and the error names the origin alone")
    func redirected() async throws {
        let fault = Fault.redirect(to: "{media}/v1/videos?token=secret-token", status: 307)
        let bench = try FaultBench([FaultRule(on: .submit, fault)])
        let (error, task) = try await bench.spoiltSubmit()
        #expect(error != nil && task?.remote == nil)
        #expect(error?.description.contains("secret-token") == false)
        #expect(bench.simulator.ledger.submits == 1 && bench.simulator.ledger.credentialsAtMedia.isEmpty)
    }

    @Test("S18 A 401 that asks for a password is a response, and nothing hangs")
    func basic() async throws {
        let bench = try FaultBench([FaultRule(on: .submit, .basicChallenge)])
        #expect(try await bench.spoiltSubmit().0?.code == .authenticationFailed)
    }

    @Test("S23 J5 If the journal cannot be written, nothing is sent", arguments: [ENOSPC, EROFS])
    func fullDisk(errno: Int32) async throws {
        let disk = FailingDisk()
        let bench = try FaultBench(disk: disk)
        disk.fail(with: errno)
        #expect(await bench.failure { try await bench.submit() }?.code == .storageFailed)
        #expect(bench.simulator.ledger.submits == 0)
    }

    @Test("S24 Two processes at one journal: every purchase has a file, a lock and a POST of its own")
    func twoProcesses() async throws {
        let bench = try FaultBench()
        let second = VideoClient(
            providers: [bench.provider],
            journal: try FileJournal(folder: bench.journal.folder),
            environment: EngineEnvironment(clock: bench.clock)
        )
        let ids = try await withThrowingTaskGroup(of: VideoTask.ID.self) { group in
            for index in 0..<16 {
                let client = index % 2 == 0 ? bench.client : second
                group.addTask { try await client.submit(VideoRequest(prompt: "boat \(index)"), using: "faulty").id }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 16 && bench.simulator.ledger.submits == 16)
        #expect(Set(try bench.journal.tasks().compactMap(\.remote?.id)).count == 16)
    }

    @Test("S24 A purchase that is under way in one process is no unknown one to another")
    func underWay() async throws {
        let transport = HeldTransport()
        let bench = try FaultBench(transport: transport)
        async let order = bench.submit()
        await transport.hasAnswer()
        #expect(try FileJournal(folder: bench.journal.folder).tasks().map(\.state) == [.submitting])
        transport.release()
        #expect(try await order.state == .queued)
    }

    @Test("S25 A purchase that is cancelled under way is waited for, and its id kept")
    func cancelled() async throws {
        // Long enough that the answer is not there first; the patience after a cancellation is five times as long.
        let bench = try FaultBench([FaultRule(on: .submit, .delay(seconds: 2))])
        let order = Task { try await bench.submit() }
        try await BoundedWait.until("the submit") { bench.simulator.ledger.submits > 0 }
        order.cancel()
        _ = await order.result
        let bought = try #require(bench.simulator.ledger.tasks.keys.first)
        #expect(try bench.task?.remote?.id == bought)
    }

    @Test("S26 A 103 before the response is ignored")
    func earlyHints() async throws {
        let bench = try FaultBench([FaultRule(on: .submit, .earlyHints)])
        #expect(try await bench.submit().remote != nil)
    }

    @Test("S27 The response to a submit may take two minutes")
    func patience() {
        #expect(HTTPTimeouts.submit.head >= .seconds(120) && (HTTPTimeouts.submit.total ?? .zero) >= .seconds(120))
    }

    @Test("S28 A prompt arrives byte for byte, or is refused here")
    func prompt() async throws {
        let prompt = "\"quoted\"\n\ttab \\ 船 🚣🏽‍♀️ \u{2028}\u{2029}\u{0}\u{7F}" + String(repeating: "é", count: 20_000)
        let bench = try FaultBench()
        do {
            try await bench.submit(prompt)
            let hash = SHA256Stream()
            Array(prompt.utf8).withUnsafeBytes { hash.update($0, at: 0) }
            #expect(bench.simulator.ledger.tasks.values.map(\.promptSHA256) == [hash.finish()])
        } catch let error as VideoError {
            #expect(error.code == .invalidRequest && bench.simulator.ledger.submits == 0)
        }
    }
}
