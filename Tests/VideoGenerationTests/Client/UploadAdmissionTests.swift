import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("What is refused for free uploads nothing", .timeLimit(.minutes(20))) struct UploadAdmissionTests {
    private static let priced = ModelDescription(
        name: "film",
        modes: [
            ModeDescription(
                .references,
                formats: [VideoFormat(seconds: [5])],
                defaultSeconds: 5,
                pictures: PictureLimits(maximum: 1)
            )
        ],
        prices: [Price(Money(cents: 10), per: .second, readOn: "2026-10-05")]
    )

    private static func request(_ change: (inout VideoRequest) -> Void = { _ in }) -> VideoRequest {
        var request = UploadBench.request()
        request.model = "film"
        change(&request)
        return request
    }

    @Test("A request that the model or the dialect refuses")
    func refused() async throws {
        let bench = try UploadBench(models: [Self.priced])
        let url = try #require(HTTPURL("https://img.example/p.png"))
        let requests = [
            Self.request { $0.seconds = 7 }, Self.request { $0.references.append(.url(url)) },
            Self.request { $0.references = [.url(url, kind: .video)] }, Self.request { $0.aspectRatio = "16:9" },
        ]
        for request in requests { #expect(await bench.failure(request)?.code == .invalidRequest) }
        #expect(bench.requests.isEmpty)
        #expect(try bench.journal.tasks().isEmpty)
    }

    @Test("A request over the budget, with the ledger as it was")
    func budget() async throws {
        let bench = try UploadBench(
            models: [Self.priced],
            settings: VideoClient.Settings(budget: Budget(money: Money(cents: 60)))
        )
        try await bench.submit(Self.request())
        let sent = bench.requests.count
        for _ in 0..<2 {
            let failure = await bench.failure(Self.request())
            #expect(failure?.code == .budgetExceeded && failure?.purchase == VideoError.Purchase.none)
        }
        #expect(bench.requests.count == sent)
    }

    @Test("A failed upload does not count under the budget")
    func failedUpload() async throws {
        let counter = Counter()
        let bench = try UploadBench(
            models: [Self.priced],
            settings: VideoClient.Settings(budget: Budget(money: Money(cents: 50)))
        ) { request in
            if request.url.path == "/bucket", counter.texts.isEmpty {
                counter.add("refused")
                return HTTPResponse(status: 403)
            }
            return UploadBench.respond(to: request)
        }
        #expect(await bench.failure(Self.request())?.code == .refused)
        #expect(try await bench.submit(Self.request()).remote?.id == "remote-1")
    }

    @Test("A provider that is paused, also if it was paused during the upload")
    func paused() async throws {
        let bench = try UploadBench()
        let endpoint = bench.client.providers[0].endpoint
        try await bench.journal.changeRecord(of: endpoint) { $0.unknownsInRow = 3 }
        #expect(await bench.failure()?.code == .providerPaused)
        #expect(bench.requests.isEmpty)

        let journal = bench.journal
        let other = try UploadBench { UploadBench.respond(to: $0) }
        let pausing = PausingTransport(base: other.transport) {
            try await journal.changeRecord(of: endpoint) { $0.unknownsInRow = 3 }
        }
        try await journal.changeRecord(of: endpoint) { $0.unknownsInRow = 0 }
        let client = VideoClient(
            providers: [bench.provider],
            journal: journal,
            environment: EngineEnvironment(transport: pausing, clock: bench.clock, random: SeededRandom(seed: 3))
        )
        let failure = await #expect(throws: VideoError.self) {
            try await client.submit(UploadBench.request(), using: "up")
        }
        #expect(failure?.code == .providerPaused && !other.paths.contains("/v1/tasks"))
        #expect(other.paths.contains("/bucket"))
        #expect(try journal.tasks().isEmpty)
    }

    @Test("A preview sends nothing, and says which files are uploaded first")
    func preview() throws {
        let bench = try UploadBench()
        let shown = try bench.client.preview(UploadBench.request(), using: "up")
        #expect(bench.transport.requests.isEmpty)
        let uris = #"{"promptText":"a paper boat","uris":["(picture.png, uploaded first)"]}"#
        #expect(shown.body == Array(uris.utf8))
    }
}

/// A transport that does some work during an upload.
private final class PausingTransport: HTTPTransport {
    private let base: ScriptedTransport
    private let work: @Sendable () async throws -> Void

    init(base: ScriptedTransport, work: @escaping @Sendable () async throws -> Void) {
        self.base = base
        self.work = work
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        if request.url.path == "/bucket" { try await work() }
        try await base.send(request, timeouts: timeouts, to: sink)
    }
}
