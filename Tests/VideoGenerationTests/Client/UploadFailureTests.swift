import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("An upload that fails buys nothing", .timeLimit(.minutes(20))) struct UploadFailureTests {
    private static func bench(failing path: String, _ response: HTTPResponse, times: Int = .max) throws -> UploadBench {
        let counter = Counter()
        return try UploadBench { request in
            guard request.url.path == path, counter.texts.count < times else { return UploadBench.respond(to: request) }
            counter.add(path)
            return response
        }
    }

    /// What a response to a step of an upload means.
    static let responses: [(path: String, status: Int, code: VideoError.Code, attempts: Int)] = [
        ("/v1/uploads", 401, .authenticationFailed, 1), ("/v1/uploads", 402, .insufficientFunds, 1),
        ("/v1/uploads", 503, .providerUnavailable, 3), ("/v1/uploads", 302, .refused, 1),
        ("/bucket", 403, .refused, 1), ("/bucket", 401, .refused, 1), ("/bucket", 500, .providerUnavailable, 3),
        ("/bucket", 307, .refused, 1), ("/bucket", 413, .invalidRequest, 1),
    ]

    @Test("A refusal or a failing store ends the submit with nothing bought and no task", arguments: responses.indices)
    func refused(_ index: Int) async throws {
        let (path, status, code, attempts) = Self.responses[index]
        let fields: HTTPFields = status / 100 == 3 ? ["Location": "https://other.example.com/"] : [:]
        let body = Array("<Error><Code>No</Code></Error>".utf8)
        let bench = try Self.bench(failing: path, HTTPResponse(status: status, fields: fields, body: body))
        let failure = try #require(await bench.failure())
        #expect(failure.code == code && failure.purchase == .none && failure.provider == "up", "\(failure)")
        #expect(failure.advice?.contains("Nothing was bought.") == true, "\(failure)")
        #expect(bench.paths.count { $0 == path } == attempts)
        #expect(
            !bench.paths.contains("/v1/tasks") && !bench.requests.contains { $0.url.origin.host.hasPrefix("other") }
        )
        #expect(try bench.journal.tasks().isEmpty)
        #expect(!failure.description.contains(UploadBench.key))
    }

    @Test("A failure that passes is tried again, with a new address for the file")
    func passing() async throws {
        let bench = try Self.bench(failing: "/bucket", HTTPResponse(status: 503), times: 2)
        try await bench.submit()
        #expect(
            bench.paths == ["/v1/uploads", "/bucket", "/v1/uploads", "/bucket", "/v1/uploads", "/bucket", "/v1/tasks"]
        )
        #expect(bench.clock.sleeps.count == 2)
    }

    @Test("A failed upload frees its place, so that the next submits are sent")
    func window() async throws {
        let counter = Counter()
        let bench = try UploadBench { request in
            if request.url.path == "/bucket", counter.texts.count < 4 {
                counter.add("refused")
                return HTTPResponse(status: 403)
            }
            return UploadBench.respond(to: request)
        }
        for _ in 0..<4 { #expect(await bench.failure()?.code == .refused) }
        #expect(try await bench.submit().remote?.id == "remote-1")
        #expect(try await !bench.client.isPaused("up"))
    }

    @Test("A connection that breaks in an upload is not an unknown outcome")
    func broken() async throws {
        let bench = try UploadBench { request in
            guard request.url.path == "/bucket" else { return UploadBench.respond(to: request) }
            throw HTTPTransportError(.connectionFailed, .sent, "reset")
        }
        let failure = await bench.failure()
        #expect(failure?.code == .connectionLost && failure?.purchase == VideoError.Purchase.none)
        #expect(bench.paths.count { $0 == "/bucket" } == 3 && !bench.paths.contains("/v1/tasks"))
        #expect(try bench.journal.tasks().isEmpty)
    }

    @Test("A cancellation in an upload stops before the submit")
    func cancelled() async throws {
        let bench = try UploadBench { request in
            guard request.url.path == "/bucket" else { return UploadBench.respond(to: request) }
            throw HTTPTransportError(.cancelled, .sent, "cancelled")
        }
        let failure = await bench.failure()
        #expect(failure?.code == .cancelled && failure?.purchase == VideoError.Purchase.none)
        #expect(bench.paths == ["/v1/uploads", "/bucket"])
        #expect(try bench.journal.tasks().isEmpty)
    }

    @Test("A task that is cancelled between two attempts stops before the submit")
    func cancelledWhileWaiting() async throws {
        let clock = ManualClock(isAutomatic: false)
        let bench = try UploadBench(clock: clock) { request in
            request.url.path == "/bucket" ? HTTPResponse(status: 503) : UploadBench.respond(to: request)
        }
        let submit = Task { await bench.failure() }
        try await clock.hasSleeper()
        submit.cancel()
        #expect(await submit.value?.code == .cancelled)
        #expect(try bench.journal.tasks().isEmpty)
    }

    /// Addresses of stores that are not public.
    static let unsafe = [
        "http://store.example.com/bucket", "https://127.0.0.1/bucket", "https://10.0.0.1/bucket",
        "https://[::1]/bucket",
        "https://localhost/bucket", "https://store.internal/bucket", "https://printer.local/bucket",
        "https://2130706433/bucket", "https://192.168.1.1:8443/bucket", "http://127.0.0.1:9/bucket",
    ]

    @Test("A file is uploaded to a public https address only", arguments: unsafe)
    func addresses(_ url: String) async throws {
        let bench = try UploadBench { request in
            guard request.url.path == "/v1/uploads" else { return UploadBench.respond(to: request) }
            return UploadBench.json(#"{"uploadUrl":"\#(url)","fields":{},"runwayUri":"runway://1"}"#)
        }
        let failure = await bench.failure()
        #expect(
            failure?.code == .unsafeURL && failure?.purchase == VideoError.Purchase.none,
            "\(String(describing: failure))"
        )
        #expect(bench.paths == ["/v1/uploads"])
    }

    @Test("A provider on this machine may have its store on this machine")
    func loopback() async throws {
        let bench = try UploadBench(base: "http://127.0.0.1:9/v1") { request in
            guard request.url.path == "/v1/uploads" else { return UploadBench.respond(to: request) }
            return UploadBench.json(#"{"uploadUrl":"http://127.0.0.1:10/bucket","fields":{},"runwayUri":"runway://1"}"#)
        }
        try await bench.submit()
        #expect(bench.requests[1].fields["Authorization"] == nil && bench.requests[1].peers == .any)
    }

    @Test(
        "An upload without a usable address is an error",
        arguments: ["", #"a\nb"#, #"a\u0000"#, String(repeating: "a", count: 2_049)]
    )
    func uris(_ uri: String) async throws {
        let bench = try UploadBench { request in
            guard request.url.path == "/v1/uploads" else { return UploadBench.respond(to: request) }
            return UploadBench.json(#"{"uploadUrl":"https://store.example.com/bucket","runwayUri":"\#(uri)"}"#)
        }
        #expect(await bench.failure()?.code == .malformedResponse)
        #expect(!bench.paths.contains("/v1/tasks"))
    }

    @Test("An upload without an end is stopped after eight requests")
    func endless() async throws {
        let bench = try UploadBench(EndlessDialect()) { _ in UploadBench.json("{}") }
        let failure = await bench.failure()
        #expect(failure?.code == .malformedResponse && failure?.purchase == VideoError.Purchase.none)
        #expect(bench.requests.count == 8)
    }
}

/// A dialect whose upload never ends.
private struct EndlessDialect: VideoDialect {
    private let base = PutUploadDialect()
    var name: String { "endless" }
    var models: [ModelDescription] { [] }
    var reader: ResponseReader { base.reader }

    func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws
        -> UploadStep
    { .send(.posting([:], to: try endpoint.url("again"))) }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        try base.submitRequest(request, at: endpoint)
    }
    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        try base.statusRequest(for: task, at: endpoint)
    }
}
