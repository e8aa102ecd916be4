import Foundation
import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration

@Suite("Know before you pay", .timeLimit(.minutes(20)))
struct CapabilityTests {
    /// What does not fit, and words that its refusal must hold.
    static let refusals: [(String, VideoRequest, [String])] = [
        ("minimax-v1", ask(""), ["empty"]),
        ("minimax-v1", ask(" \n"), ["empty"]),
        ("openai-videos", ask("", "any"), ["empty"]),
        ("minimax-v1", ask("x", "MiniMax-Hailuo-9"), ["no model", "MiniMax-Hailuo-2.3", "S2V-01"]),
        ("minimax-v2", ask("x", "MiniMax-Hailuo-02"), ["no model", "MiniMax-H3-Max"]),
        ("minimax-v1", ask { $0.seconds = 7 }, ["seconds", "7", "6, 10", "nearest is 6"]),
        (
            "minimax-v1",
            ask {
                $0.seconds = 10
                $0.resolution = "1080P"
            }, ["1080P", "10", "nearest is 6"]
        ),
        ("minimax-v1", ask { $0.resolution = "720P" }, ["720P", "768P, 1080P", "nearest is 768P"]),
        ("minimax-v1", ask { $0.size = VideoSize("1280x720") }, ["1280x720", "nearest is 768P"]),
        ("minimax-v1", ask { $0.aspectRatio = "1:1" }, ["aspect ratio", "takes no", "Leave it out"]),
        ("minimax-v1", ask("x", "T2V-01") { $0.seconds = 10 }, ["6"]),
        (
            "minimax-v1",
            ask("x", "S2V-01") {
                $0.references = [png]; $0.seconds = 6
            }, ["takes no seconds"]
        ),
        ("minimax-v1", ask("x", "MiniMax-Hailuo-2.3-Fast"), ["text alone", "first frame", "MiniMax-Hailuo-2.3"]),
        ("minimax-v1", ask { $0.references = [png] }, ["reference", "S2V-01"]),
        ("minimax-v1", ask("x", "S2V-01") { $0.references = [png, png] }, ["takes 1 picture in this mode", "not 2"]),
        ("minimax-v1", ask(String(repeating: "é", count: 2_001)), ["2001", "2000", "by 1"]),
        (
            "minimax-v1",
            ask("x", "I2V-01") { $0.firstFrame = .data(Data(count: 20_000_000), .png) },
            ["20000000", "at most 19999999"]
        ),
        ("minimax-v2", ask { $0.seconds = 3 }, ["3", "nearest is 4"]),
        ("minimax-v2", ask("x", "MiniMax-H3-Max") { $0.resolution = "2K" }, ["2K", "nearest is 768P"]),
        ("minimax-v2", ask { $0.aspectRatio = "3:2" }, ["3:2", "nearest is 4:3"]),
        (
            "minimax-v2",
            ask {
                $0.firstFrame = png; $0.aspectRatio = "16:9"
            }, ["adaptive"]
        ),
        (
            "openai-videos", ask("x", "sora-2") { $0.size = VideoSize("1920x1080") },
            ["1920x1080", "nearest is 1280x720"]
        ),
        ("openai-videos", ask("x", "sora-2") { $0.seconds = 9 }, ["9", "nearest is 8"]),
        ("openai-videos", ask("x", "any") { $0.seconds = 0 }, ["0 seconds"]),
        ("openai-videos", ask("x", "veo2") { $0.firstFrame = png }, ["text alone", "veo2-fast-frames"]),
        (
            "veo-unified", ask("x", "veo2-fast-components") { $0.references = [png, png, png, png] },
            ["1 to 3", "not 4"]
        ),
        ("veo-unified", ask("x", "veo3") { $0.seconds = 8 }, ["takes no seconds"]),
        ("veo-unified", ask("x", "veo2") { $0.aspectRatio = "16:9" }, ["takes no aspect ratio"]),
        ("veo-unified", ask("x"), ["requires a model", "veo3-pro-frames"]),
        ("newapi-task", ask("x"), ["requires a model"]),
        ("openai-videos", ask("x") { $0.source = .template(id: "1", texts: []) }, ["no field for a template"]),
        ("minimax-v1", ask { $0.source = .remix(videoID: "1") }, ["no field for an earlier video"]),
        ("minimax-v2", ask { $0.source = .edit(videoID: "1") }, ["no field for an earlier video"]),
        ("veo-unified", ask("x", "veo3") { $0.source = .extend(videoID: "1") }, ["no field for an earlier video"]),
        ("newapi-task", ask("x", "any") { $0.source = .template(id: "1", texts: []) }, ["no field for a template"]),
        ("minimax-relay", ask("x", "any") { $0.aspectRatio = "9:16" }, ["no field for an aspect ratio"]),
        ("minimax-relay", ask("x", "any") { $0.size = VideoSize("720x1280") }, ["no field for a size"]),
        (
            "minimax-v2",
            ask {
                $0.firstFrame = png; $0.references = [png]
            }, ["no field for frames together with references"]
        ),
    ]

    @Test("what a model cannot do is refused before sending, with what it can", arguments: refusals.indices)
    func refusal(_ index: Int) async throws {
        let (dialect, request, words) = Self.refusals[index]
        let error = try #require(throws: VideoError.self) { try provider(dialect).preview(request) }
        #expect([.invalidRequest, .unsupported].contains(error.code))
        for word in words { #expect(error.description.contains(word), "\(word) in: \(error)") }
        #expect(error.description.contains("Nothing was sent"))
        await #expect(throws: error) {
            try await provider(dialect).submit(request, in: ExchangeContext(transport: Nobody(), date: .now))
        }
    }

    @Test("snapping takes the nearest of everything and says so")
    func snap() throws {
        let request = ask {
            $0.seconds = 9
            $0.resolution = "1000p"
            $0.aspectRatio = "1:1"
        }
        let fit = try provider("minimax-v1").info.fit(request)
        #expect(fit.request.resolution == "1080P")
        #expect(fit.request.seconds == 6)
        #expect(fit.request.aspectRatio == nil)
        #expect(
            fit.changes.map(\.description) == [
                "resolution 1000p → 1080P", "seconds (at 1080P) 9 → 6", "aspect ratio 1:1 → left out",
            ]
        )
        _ = try provider("minimax-v1").preview(fit.request)
    }

    @Test(
        "a snapped request fits: whatever was asked",
        arguments: ["minimax-v1", "minimax-v2", "veo-unified", "openai-videos"]
    )
    func snapped(_ name: String) throws {
        let provider = try provider(name)
        var random = SystemRandomNumberGenerator()
        var changed = 0
        for model in provider.info.models {
            for mode in model.modes {
                for _ in 0..<50 {
                    var request = VideoRequest(prompt: "x", model: model.name)
                    if mode.mode == .firstFrame || mode.mode == .lastFrame { request.firstFrame = png }
                    if mode.mode == .lastFrame { request.lastFrame = png }
                    if mode.mode == .references { request.references = [png] }
                    if mode.mode == .video { request.source = .edit(videoID: "v") }
                    request.seconds = Int.random(in: -5...200, using: &random)
                    request.resolution = [nil, "100P", "768P", "4K", "x", ""].randomElement(using: &random) ?? nil
                    request.size = VideoSize(width: .random(in: 1...9_000, using: &random), height: 700)
                    request.aspectRatio = ["16:9", "0:0", "a:b", "7:5", ""].randomElement(using: &random)
                    let fit = try provider.info.fit(request)
                    #expect(try provider.info.fit(fit.request).changes.isEmpty, "\(model.name) \(fit)")
                    if !fit.changes.isEmpty { changed += 1 }
                }
            }
        }
        #expect(changed >= 50, "most of these requests do not fit")
    }

    @Test("an entry adds a model and changes another without code")
    func entryModels() throws {
        let json = #"""
            {"id": "mine", "dialect": "minimax-v1", "baseURL": "https://api.minimax.io", "models": [
                {"name": "MiniMax-Hailuo-4", "promptLimit": 10, "readOn": "2027-01-01",
                 "modes": [{"mode": "text", "formats": [{"resolution": "4K", "size": "3840x2160", "seconds": [20]}]}],
                 "prices": [{"money": {"amount": 1.25, "currency": "EUR"}, "basis": "video", "readOn": "2027-01-01"}]},
                {"name": "T2V-01"}
            ]}
            """#
        let entry = try JSONDecoder().decode(ProviderConfiguration.self, from: Data(json.utf8))
        let provider = try registry.provider(for: entry, environment: [:])
        let sent = try provider.preview(
            ask("x", "MiniMax-Hailuo-4") {
                $0.seconds = 20; $0.resolution = "4k"
            }
        )
        #expect(String(decoding: sent.body ?? [], as: UTF8.self).contains(#""duration":20,"resolution":"4K""#))
        #expect(throws: VideoError.self) { try provider.preview(ask("x", "MiniMax-Hailuo-4") { $0.seconds = 6 }) }
        #expect("\(provider.info.estimate(ask("x", "MiniMax-Hailuo-4")))".hasPrefix("EUR 1.25"))
        #expect(provider.info.models.filter { $0.name == "T2V-01" }.map(\.modes) == [[]])
        #expect(provider.info.models.contains { $0.name == "S2V-01" })
        let copy = try JSONDecoder().decode(ProviderConfiguration.self, from: JSONEncoder().encode(entry))
        #expect(copy == entry)
    }

    static let estimates: [(String, VideoRequest, String)] = [
        ("minimax-v1", ask(), "USD 0.28"),
        ("minimax-v1", ask { $0.seconds = 10 }, "USD 0.56"),
        ("minimax-v1", ask { $0.resolution = "1080P" }, "USD 0.49"),
        ("minimax-v1", ask("x", "T2V-01"), "unknown"),
        ("minimax-relay", ask(), "unknown"),
        ("minimax-cometapi", ask(), "unknown, and USD 0.004 for each file request"),
        ("minimax-v2", ask(), "USD 0.40 (5 s at 768P"),
        ("minimax-v2", ask("x", "MiniMax-H3") { $0.references = Array(repeating: png, count: 7) }, "USD 0.48"),
        ("minimax-v2", ask("x", "MiniMax-H3-Max") { $0.resolution = "480P" }, "USD 0.25"),
        ("openai-videos", ask("x", "any"), "unknown"),
    ]

    @Test("a price is told with its basis and day, or as unknown", arguments: estimates.indices)
    func estimate(_ index: Int) throws {
        let (dialect, request, words) = Self.estimates[index]
        let estimate = try provider(dialect).info.estimate(request)
        #expect(estimate.description.hasPrefix(words), "\(estimate)")
        if estimate.total != nil { #expect(estimate.description.contains("2026-10-05")) }
    }

    @Test(
        "amounts are read strictly",
        arguments: [
            ("5usd", "USD 5.00"), ("0.28 EUR", "EUR 0.28"), ("12", "USD 12.00"), ("0.074", "USD 0.074"), ("5u", nil),
            ("", nil), ("1.2.3", nil),
            ("usd", nil),
        ]
    )
    func money(_ text: String, _ expected: String?) { #expect(Money(text)?.description == expected) }

    @Test("the nine veo names, and how many pictures each takes")
    func veo() {
        #expect(
            ModelName.veo.map { "\($0.rawValue) \($0.maximumPictures ?? -1)" } == [
                "veo2 0", "veo2-fast 0", "veo2-fast-frames 2", "veo2-fast-components 3", "veo2-pro 0", "veo3 0",
                "veo3-fast 0", "veo3-pro 0", "veo3-pro-frames 1",
            ]
        )
        #expect(ModelName(rawValue: "grok-video").maximumPictures == nil)
    }
}
