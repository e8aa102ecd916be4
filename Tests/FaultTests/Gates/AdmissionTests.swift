import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A server that bills and fails does not turn every order unknown", .timeLimit(.minutes(20)))
struct AdmissionTests {
    private static let entry = DialectEntry(dialect: "openai-videos")
    private static let bills = HTTPResponse.page(502, "502 Bad Gateway")
    private static let accepts = HTTPResponse.json(200, #"{"id":"t-1","status":"queued"}"#)

    @Test("three unknown outcomes in a row pause a provider, and a person opens it again")
    func pause() async throws {
        let bench = try GateBench(Self.entry, submits: Self.bills)
        for _ in 0..<3 { #expect(await bench.submit().failure?.purchase == .unknown) }
        #expect(try await bench.client.isPaused("gate"))
        let error = await bench.submit().failure
        #expect(error?.code == .providerPaused && error?.purchase == VideoError.Purchase.none)
        #expect(bench.posts.count == 3)
        #expect(try bench.journal.tasks().count == 3, "an order that is not sent is not in the journal")
        // Another process sees the same.
        let other = try GateBench(Self.entry, in: bench.folder) { _ in Self.accepts }
        #expect(await other.submit().failure?.code == .providerPaused && other.transport.requests.isEmpty)
        try await other.client.reopen("gate")
        #expect(await other.submit().success != nil)
        #expect(try await !bench.client.isPaused("gate"))
    }

    @Test("an accepted order sets the count back, a refusal and a rate limit do not")
    func count() async throws {
        let script = Mutex<[HTTPResponse]>([])
        let bench = try GateBench(Self.entry) { request in
            guard request.method == .post else { return GateBench.free(request) }
            return script.withLock { $0.isEmpty ? Self.accepts : $0.removeFirst() }
        }
        script.withLock { $0 = [Self.bills, Self.bills, Self.accepts, Self.bills, Self.bills] }
        for _ in 0..<5 { _ = await bench.submit() }
        #expect(try await !bench.client.isPaused("gate"))
        script.withLock { $0 = [.json(401, "{}"), Self.bills] }
        for _ in 0..<2 { _ = await bench.submit() }
        #expect(try await bench.client.isPaused("gate"))
    }

    @Test("one accepted task that was on its way opens a paused provider")
    func acceptedMeanwhile() async throws {
        let bench = try GateBench(Self.entry, submits: Self.bills)
        for _ in 0..<3 { _ = await bench.submit() }
        let lane = SubmitLane.ID(account: Account(of: bench.client.generators[0]), model: nil)
        let turn = SubmitQueue.Turn(lane: lane, askedAt: nil)
        await bench.client.noteResult(isAccepted: true, of: turn)
        #expect(try await !bench.client.isPaused("gate"))
    }

    @Test("of 2,000 orders at one time a 502 that bills gets three")
    func storm() async throws {
        let bench = try GateBench(Self.entry, submits: Self.bills)
        let errors = await withTaskGroup(of: VideoError?.self) { group in
            for number in 0..<2_000 { group.addTask { await bench.submit("order \(number)").failure } }
            return await group.reduce(into: [VideoError?]()) { $0.append($1) }
        }
        #expect(bench.posts.count == 3)
        #expect(errors.count { $0?.purchase == .unknown } == 3)
        #expect(errors.count { $0?.code == .providerPaused && $0?.purchase == VideoError.Purchase.none } == 1_997)
        #expect(try bench.journal.tasks().count == 3)
    }

    @Test("two clients of one journal stop each other")
    func twoClients() async throws {
        let first = try GateBench(Self.entry, submits: Self.bills)
        let second = try GateBench(Self.entry, in: first.folder) { request in
            request.method == .post ? Self.bills : GateBench.free(request)
        }
        await withDiscardingTaskGroup { group in
            for number in 0..<200 {
                group.addTask { _ = await first.submit("first \(number)") }
                group.addTask { _ = await second.submit("second \(number)") }
            }
        }
        let posts = first.posts.count + second.posts.count
        #expect((3...6).contains(posts), "each client may have three under way: \(posts)")
        #expect(try await first.client.isPaused("gate"))
        #expect(try await second.client.isPaused("gate"))
        let kept = try first.journal.tasks()
        #expect(kept.count == posts && kept.allSatisfy { $0.state == .outcomeUnknown })
    }

    @Test("many accepted orders flow, and a storm after them is bounded")
    func laterStorm() async throws {
        let isDown = Mutex(false)
        let bench = try GateBench(Self.entry) { request in
            guard request.method == .post else { return GateBench.free(request) }
            let id = request.hashValue
            return isDown.withLock { $0 } ? Self.bills : .json(200, #"{"id":"t\#(id)","status":"queued"}"#)
        }
        await withDiscardingTaskGroup { group in
            for number in 0..<100 { group.addTask { _ = await bench.submit("order \(number)") } }
        }
        #expect(try bench.journal.tasks().count { $0.remote != nil } == 100)
        isDown.withLock { $0 = true }
        await withDiscardingTaskGroup { group in
            for number in 0..<500 { group.addTask { _ = await bench.submit("late \(number)") } }
        }
        #expect(bench.posts.count - 100 <= 64)
        #expect(try await bench.client.isPaused("gate"))
    }

    @Test("a caller that gives up while it waits for its turn sends nothing")
    func cancelled() async throws {
        let bench = try GateBench(Self.entry, submits: Self.accepts)
        let result = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await bench.submit()
        }.value
        #expect(result.failure?.purchase == VideoError.Purchase.none && bench.posts.isEmpty)
        #expect(await bench.submit().success != nil, "the place in the window was given back")
    }

    // MARK: - The free read

    @Test(
        "the first purchase at an endpoint is preceded by one free read, the second by none",
        arguments: DialectEntry.all
    )
    func firstRead(_ entry: DialectEntry) async throws {
        let bench = try GateBench(entry, submits: .json(200, #"{"task_id":"t-1"}"#))
        #expect(await bench.submit().success != nil)
        #expect(bench.transport.requests.map(\.method) == [.get, .post])
        #expect(await bench.submit().success != nil)
        #expect(bench.transport.requests.map(\.method) == [.get, .post, .post])
        // Nor by another process.
        let other = try GateBench(entry, in: bench.folder) { _ in .json(200, #"{"task_id":"t-2"}"#) }
        #expect(await other.submit().success != nil)
        #expect(other.transport.requests.map(\.method) == [.post])
    }

    @Test("a web page stops it: nothing is sent, and the message speaks of /v1", arguments: DialectEntry.all)
    func webPage(_ entry: DialectEntry) async throws {
        let pages: [HTTPResponse] = [
            .page(200, "New API"), .page(302, "Log in", ["Location": "/login"]), .page(502, "502 Bad Gateway"),
            .json(200, "\u{FEFF}\n <HTML lang=en><body>Welcome</body>", ["Content-Type": "application/json"]),
            .json(200, "<?xml version=\"1.0\"?>\n<!-- home --><!DOCTYPE html PUBLIC \"-//W3C\"><html></html>"),
        ]
        for page in pages {
            let bench = try GateBench(entry) { request in
                request.method == .post ? .json(200, #"{"task_id":"t-1"}"#) : page
            }
            for _ in 0..<2 {
                let error = await bench.submit().failure
                #expect(error?.code == .configurationInvalid && error?.purchase == VideoError.Purchase.none)
                #expect(error?.description.contains("/v1") == true && error?.description.contains("base URL") == true)
            }
            #expect(bench.posts.isEmpty)
            #expect(try bench.journal.tasks().isEmpty)
        }
    }

    @Test("any other response does not block", arguments: DialectEntry.all)
    func otherResponses(_ entry: DialectEntry) async throws {
        let responses: [Result<HTTPResponse, HTTPTransportError>] = [
            .success(GateBench.free(HTTPRequest(.get, try Endpoint("https://api.example.com").baseURL))),
            .success(.json(200, #"{"data":[]}"#)), .success(.json(401, "{}")), .success(.json(500, "down")),
            .success(.json(200, "OK")), .success(.json(200, "")), .success(.json(404, "404 page not found")),
            // Web frameworks say it so if there is no list.
            .success(.page(404, "Cannot GET /v1/videos")), .success(.page(405, "Method Not Allowed")),
            .failure(HTTPTransportError(.timedOut, .sent, "no response")),
            .failure(HTTPTransportError(.connectionLost, .headReceived, "lost")),
        ]
        for response in responses {
            let bench = try GateBench(entry) { request in
                request.method == .post ? .json(200, #"{"task_id":"t-1"}"#) : try response.get()
            }
            #expect(await bench.submit().success != nil, "\(response)")
            #expect(bench.posts.count == 1)
        }
    }
}
