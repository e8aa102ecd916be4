import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("A client and a retired model", .timeLimit(.minutes(20)))
struct RetirementTests {
    /// One day before the default model ends, and that day.
    private static let (before, day) = (1_799_884_800.0, 1_799_971_200.0)

    private struct Shop {
        let folder: TemporaryFolder
        let transport = ScriptedTransport { _ in
            HTTPResponse(status: 200, body: Array(#"{"id": "task-1", "status": "queued"}"#.utf8))
        }
        let client: VideoClient

        init(at time: Double) throws {
            folder = try TemporaryFolder()
            let provider = DialectProvider(
                id: "shop",
                dialect: ShopDialect(),
                endpoint: try Endpoint("https://shop.example"),
                key: nil
            )
            let clock = ManualClock(startingAt: Date(timeIntervalSince1970: time))
            let environment = EngineEnvironment(transport: transport, clock: clock, random: SeededRandom(seed: 1))
            client = VideoClient(
                providers: [provider],
                journal: try FileJournal(folder: folder.path + "/journal", environment: environment)
            )
        }

        var submits: Int { transport.requests.count { $0.method == .post } }
    }

    private struct ShopDialect: VideoDialect {
        let name = "shop"
        let models = [
            ModelDescription(name: "film-1", retiresOn: "2027-01-15"),
            ModelDescription(name: "other", modes: [ModeDescription(.firstFrame)]),
            ModelDescription(name: "film-2"),
        ]
        let defaultModel: String? = "film-1"
        let sources: Set<GenerationMode> = [.video]
        let reader = ResponseReader(statuses: .relays)

        func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
            .posting(["model": request.model.map(JSONValue.string) ?? .null], to: try endpoint.url("videos"))
        }
        func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
            .reading(try endpoint.url("videos", task.id))
        }
    }

    @Test("The default is chosen until the day before it ends, and from then on nothing is sent without a model")
    func defaults() async throws {
        let earlier = try Shop(at: Self.before)
        #expect(try await earlier.client.submit(VideoRequest(prompt: "a boat"), using: "shop").model == "film-1")
        let shop = try Shop(at: Self.day)
        let request = VideoRequest(prompt: "a boat")
        for attempt in [
            { _ = try await shop.client.submit(request, using: "shop") },
            { _ = try await shop.client.generate(request, using: "shop", savingTo: shop.folder.path + "/a.mp4") },
            { _ = try shop.client.preview(request, using: "shop") },
            { _ = try shop.client.fit(request, with: "shop") },
            { _ = try shop.client.estimate(request, with: "shop") },
        ] as [@Sendable () async throws -> Void] {
            let error = try await #require(throws: VideoError.self) { try await attempt() }
            #expect(error.code == .modelUnavailable && error.purchase == .none)
            #expect(error.message == "The vendor retired film-1, the default model of shop, on 2027-01-15.")
            #expect(error.advice?.hasSuffix("The nearest one is film-2.") == true)
        }
        #expect(shop.submits == 0)
    }

    @Test("A provider that is used without a client does not choose it either")
    func provider() async throws {
        let shop = try Shop(at: Self.day)
        let provider = DialectProvider(
            id: "shop",
            dialect: ShopDialect(),
            endpoint: try Endpoint("https://shop.example"),
            key: nil
        )
        let request = VideoRequest(prompt: "a boat")
        let day = ExchangeContext(transport: shop.transport, date: Date(timeIntervalSince1970: Self.day))
        let error = await #expect(throws: VideoError.self) { try await provider.submit(request, in: day) }
        #expect(error?.code == .modelUnavailable && shop.submits == 0)
        let before = ExchangeContext(transport: shop.transport, date: Date(timeIntervalSince1970: Self.before))
        _ = try await provider.submit(request, in: before)
        #expect(shop.submits == 1)
    }

    @Test("A named model is sent after a warning about the task that is already in the journal")
    func named() async throws {
        for (time, count) in [(Self.before, 0), (Self.day, 1)] {
            let shop = try Shop(at: time)
            let seen = Counter()
            let task = try await shop.client.submit(
                VideoRequest(prompt: "a boat", model: "film-1"),
                using: "shop",
                observe: { [transport = shop.transport] progress in
                    guard case .warning(let task, let text) = progress else { return }
                    seen.add("\(task.state) \(transport.requests.count { $0.method == .post }) \(text)")
                }
            )
            #expect(task.model == "film-1" && shop.submits == 1)
            #expect(seen.texts.count == count)
            #expect(
                seen.texts.allSatisfy {
                    $0 == "submitting 0 The vendor retired film-1 on 2027-01-15. shop may still offer it, or refuse it."
                },
                "\(seen.texts)"
            )
            // A model that is retired stays readable.
            #expect(try await shop.client.task(task.id)?.model == "film-1")
        }
    }

    @Test("An earlier video needs no model")
    func source() async throws {
        let shop = try Shop(at: Self.day)
        let request = VideoRequest(prompt: "more rain", source: .remix(videoID: "v1"))
        #expect(try await shop.client.submit(request, using: "shop").model == nil)
        #expect(shop.submits == 1)
    }

    @Test("Only a day retires a model", arguments: ["", "soon", "2027", "2027-1-5", "0000000000", "2027-01-16"])
    func noDay(text: String) async throws {
        let info = ProviderInfo(
            id: "shop",
            dialect: "shop",
            endpoint: try Endpoint("https://shop.example"),
            defaultModel: "film",
            models: [ModelDescription(name: "film", retiresOn: text)]
        )
        #expect(info.retiredDefault(at: Date(timeIntervalSince1970: Self.day)) == nil)
        var ended = info
        ended.models[0].retiresOn = "2027-01-15T00:00:00Z"
        #expect(ended.retiredDefault(at: Date(timeIntervalSince1970: Self.day))?.day == "2027-01-15")
    }
}
