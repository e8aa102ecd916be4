import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration

@Suite("The documented limits of an account are data", .timeLimit(.minutes(20)))
struct LimitTests {
    private func limits(_ dialect: any VideoDialect, at base: String, own: SubmitLimits? = nil) throws -> SubmitLimits {
        DialectProvider(id: "p", dialect: dialect, endpoint: try Endpoint(base), key: nil, limits: own).info.limits
    }

    @Test("MiniMax's presets have the limits of its page", arguments: MiniMaxRegion.allCases)
    func miniMax(region: MiniMaxRegion) throws {
        let key = try Secret("sk-test")
        let hailuo = try DialectProvider.miniMax(key: key, region: region)
        #expect(hailuo.info.limits == SubmitLimits(perMinute: 20))
        let h3 = try DialectProvider.miniMaxH3(key: key, region: region)
        #expect(h3.info.limits == SubmitLimits(inFlight: 30, perMinute: 300))
    }

    @Test(
        "MiniMax's limits apply at its own hosts only",
        arguments: [
            ("https://api.minimax.io", true), ("https://api-uw.minimax.io/v1", true), ("https://api.minimax.cn", true),
            ("http://127.0.0.1:8080", false), ("https://minimax.io.example", false), ("https://myminimax.io", false),
            ("https://gateway.example/minimax", false),
        ]
    )
    func hosts(base: String, isOwn: Bool) throws {
        #expect(try limits(MiniMaxV1Dialect(), at: base) == SubmitLimits(perMinute: isOwn ? 20 : nil))
        let h3 = SubmitLimits(inFlight: isOwn ? 30 : nil, perMinute: isOwn ? 300 : nil)
        #expect(try limits(MiniMaxV2Dialect(), at: base) == h3)
    }

    @Test("A relay that has the format of MiniMax or of OpenAI has no documented limits")
    func relays() throws {
        for route in [MiniMaxV1Dialect.Route.relay, .cometapi] {
            #expect(try limits(MiniMaxV1Dialect(route), at: "https://api.minimax.io") == SubmitLimits())
        }
        let dialects: [any VideoDialect] = [OpenAIVideosDialect(), VeoUnifiedDialect(), NewAPITaskDialect()]
        for dialect in dialects {
            #expect(try limits(dialect, at: "https://relay.example/v1") == SubmitLimits(), "\(dialect.name)")
        }
    }

    @Test("The limits of a configuration replace the documented ones, each for itself")
    func configured() throws {
        let own = SubmitLimits(perMinute: 50, models: ["MiniMax-H3": SubmitLimits(inFlight: 4)])
        let limits = try limits(MiniMaxV2Dialect(), at: "https://api.minimax.io", own: own)
        #expect(limits.inFlight == 30 && limits.perMinute == 50)
        #expect(limits.models == ["MiniMax-H3": SubmitLimits(inFlight: 4)])
    }
}
