import ProviderManifests
import Runway
import Seedance
import Testing
import VideoGeneration
import VideoGenerationTesting

/// Manifests of two providers for which there is an adapter in Swift. They show that the format is enough.
@Suite("Manifests and their twins in Swift", .timeLimit(.minutes(20)))
struct TwinTests {
    private static let runwayURL = "https://api.dev.runwayml.com"
    private static let seedanceURL = "https://ark.ap-southeast.bytepluses.com/api/v3"

    @Test(
        "The manifest keeps the promises, with its own samples and with those of the twin",
        arguments: ["runway", "seedance"]
    )
    func conformance(_ name: String) async throws {
        let manifest = try ManifestText.named(name).manifest()
        try await ProviderConformance(dialect: manifest.dialect, script: manifest.samples).run()
        let script: ConformanceScript = name == "runway" ? .runway : .seedance
        try await ProviderConformance(dialect: manifest.dialect, script: script).run()
    }

    @Test("The models are the same")
    func models() throws {
        #expect(try ManifestText.named("runway").manifest().dialect.models == RunwayDialect().models)
        #expect(try ManifestText.named("seedance").manifest().dialect.models == SeedanceDialect().models)
    }

    private func provider(_ name: String) throws -> DialectProvider {
        try ManifestText.named(name).manifest().provider(key: try Secret("man-invented-Key-5Tz"))
    }

    @Test(
        "The path and the body of every mode of Runway are the same",
        arguments: RunwayBodyTests.pictures + RunwayBodyTests.others
    )
    func runwayBody(_ golden: RunwayGolden) throws {
        let message = try provider("runway").preview(golden.request)
        #expect(message.url.string == "\(Self.runwayURL)/v1/\(golden.path)")
        #expect(String(decoding: message.body ?? [], as: UTF8.self) == golden.body)
        #expect(message.fields["X-Runway-Version"] == "2024-11-06")
    }

    @Test("What Runway's models have no field for is refused", arguments: RunwayBodyTests.refusals)
    func runwayRefusals(_ golden: RunwayGolden) throws {
        let error = #expect(throws: VideoError.self) { try provider("runway").preview(golden.request) }
        #expect(error?.code == .invalidRequest && error?.advice?.contains("Nothing was sent") == true)
    }

    @Test("Every model of Runway gets the same body in each mode, with each ratio and each size")
    func everyModel() throws {
        let (manifest, twin) = (
            try provider("runway"), try DialectProvider.runway(key: try Secret("rw-7-Invented-Key-4Qx"))
        )
        let picture = MediaInput.url(try #require(HTTPURL("https://img.example/a.png")))
        var count = 0
        for model in twin.info.models {
            for mode in model.modes {
                var request = VideoRequest(prompt: "a boat", model: model.name)
                switch mode.mode {
                case .firstFrame: request.firstFrame = picture
                case .lastFrame: (request.firstFrame, request.lastFrame) = (picture, picture)
                case .references: request.references = [picture]
                case .video: request.source = .remix(videoID: "runway://f-1")
                case .text, .template: break
                }
                let ratios = [nil] + (mode.aspectRatios ?? []).map(Optional.some)
                for ratio in ratios {
                    request.aspectRatio = ratio
                    let (own, other) = (try manifest.preview(request), try twin.preview(request))
                    #expect(own.body == other.body && own.url == other.url && own.fields == other.fields)
                    count += 1
                }
                request.aspectRatio = nil
                for size in (mode.formats ?? []).compactMap(\.size) {
                    request.size = size
                    #expect(try manifest.preview(request) == (try twin.preview(request)))
                    count += 1
                }
            }
        }
        #expect(count > 300)
    }

    static let seedanceChanges: [@Sendable (inout VideoRequest) -> Void] = [
        { _ in },
        { ($0.seconds, $0.resolution, $0.aspectRatio) = (10, "1080P", "21:9") },
        { ($0.prompt, $0.firstFrame) = ("", .uploaded("asset://a")) },
        { ($0.firstFrame, $0.lastFrame) = (.uploaded("asset://a"), .uploaded("asset://b")) },
        {
            $0.references = [
                .uploaded("asset://a"), .uploaded("asset://b", kind: .video), .uploaded("asset://c", kind: .audio),
                .uploaded("asset://d"),
            ]
        },
        {
            $0.seconds = 5
            $0.options = ["return_last_frame": true, "generate_audio": false, "duration": -1, "seed": 7]
        },
    ]

    @Test("The body of every mode of Seedance is the same", arguments: seedanceChanges.indices)
    func seedanceBody(_ index: Int) throws {
        var request = VideoRequest(prompt: "a boat")
        Self.seedanceChanges[index](&request)
        let twin = try DialectProvider.seedance(key: try Secret("ark-invented-key-0123456789"))
        #expect(try provider("seedance").preview(request) == (try twin.preview(request)))
    }

    @Test("The requests about a task, a list and an upload are the same")
    func otherRequests() throws {
        let task = RemoteTask(id: "task:1/2")
        for (name, twin, url) in [
            ("runway", RunwayDialect() as any VideoDialect, Self.runwayURL),
            ("seedance", SeedanceDialect(), Self.seedanceURL),
        ] {
            let dialect = try ManifestText.named(name).manifest().dialect
            let endpoint = try Endpoint(url)
            #expect(try dialect.statusRequest(for: task, at: endpoint) == twin.statusRequest(for: task, at: endpoint))
            #expect(try dialect.cancelRequest(for: task, at: endpoint) == twin.cancelRequest(for: task, at: endpoint))
            let listing = TaskListing(limit: 20, after: "3")
            #expect(try dialect.listRequest(listing, at: endpoint) == twin.listRequest(listing, at: endpoint))
            #expect(dialect.cancelDeletesFinished == twin.cancelDeletesFinished && dialect.sources == twin.sources)
            #expect(dialect.throttledStatuses == twin.throttledStatuses && dialect.ownIDField == twin.ownIDField)
            let file = MediaInput.data(Data(repeating: 7, count: 3_800_000), .jpeg)
            let named = HTTPResponse(
                status: 200,
                body: Array(
                    #"{"uploadUrl":"https://store.example/b","fields":{"key":"k","policy":"p"},"runwayUri":"runway://f"}"#
                        .utf8
                )
            )
            for responses in [[], [named], [named, HTTPResponse(status: 204)]] {
                #expect(
                    try dialect.uploadStep(for: file, after: responses, at: endpoint)
                        == twin.uploadStep(for: file, after: responses, at: endpoint)
                )
            }
        }
    }
}
