import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting
import XAI

@Suite("xAI", .timeLimit(.minutes(20)))
struct XAITaskTests {
    private static let id = "a9395fb9-4531-eb46-956c-a95219ada6d3"
    private let dialect = XAIDialect()
    private let endpoint: Endpoint
    private let task = RemoteTask(id: XAITaskTests.id)

    init() throws { endpoint = try Endpoint("https://api.x.ai/v1") }

    private func poll(_ text: String, _ status: Int = 200) throws -> TaskSnapshot {
        try dialect.snapshot(HTTPResponse(status: status, body: Array(text.utf8)), of: task, at: endpoint)
    }

    @Test("The adapter keeps the promises")
    func conformance() async throws {
        try await ProviderConformance(dialect: dialect, script: .xai).run()
    }

    @Test("The preset is that of the plugin")
    func preset() throws {
        let plugin = try #require(XAI.plugins.first)
        let preset = try #require(plugin.presets.first)
        let provider = try DialectProvider.xai(key: Secret("xai-test-key-0123456789"))
        #expect(provider.info.id == preset.id && provider.info.dialect == plugin.dialect)
        #expect(provider.info.endpoint == (try Endpoint(preset.baseURL)))
        #expect(preset.keyEnv == "XAI_API_KEY" && provider.info.keyVariable == "XAI_API_KEY")
        #expect(!provider.info.canList && !provider.info.canCancel && !provider.info.canLookUp)
    }

    @Test("The ID of a task is one component of the path")
    func address() throws {
        let poll = try dialect.statusRequest(for: RemoteTask(id: "a/b:c?d"), at: endpoint)
        #expect(poll.method == .get && poll.url.string == "https://api.x.ai/v1/videos/a%2Fb%3Ac%3Fd")
    }

    @Test("HTTP 202 is a running task, with or without a body", arguments: ["", " \r\n", "{}", "null", "pending"])
    func accepted(_ body: String) throws {
        let text = body == "pending" ? #"{"status": "pending", "progress": 40}"# : body
        let snapshot = try poll(text, 202)
        #expect(snapshot.state == .running && snapshot.failure == nil && snapshot.charge == nil)
        #expect(snapshot.progress == (body == "pending" ? 0.4 : nil))
        #expect(snapshot.remote == task)
    }

    @Test("A finished task has its link, which needs no key, and its charge in ticks")
    func finished() throws {
        let video = #"{"url": "https://vidgen.x.ai/a/v.mp4", "duration": 8, "respect_moderation": true}"#
        let usage = #""usage": {"cost_in_usd_ticks": 6400000000}"#
        for text in [#"{"status": "done", "video": \#(video), \#(usage)}"#, #"{"video": \#(video), \#(usage)}"#] {
            let done = try poll(text)
            #expect(done.state == .succeeded && done.failure == nil, "\(text)")
            #expect(done.outputs.map { $0.link?.string } == ["https://vidgen.x.ai/a/v.mp4"], "\(text)")
            #expect(done.outputs.map(\.needsCredential) == [false], "\(text)")
            #expect(done.charge?.amount == 6_400_000_000 && done.charge?.unit == "ticks", "\(text)")
            #expect(done.charge?.money == Money(cents: 64) && done.charge?.rateReadOn == "2026-11-28", "\(text)")
        }
    }

    @Test("A video that the moderation withholds is contentRejected, with its charge, and is polled again first")
    func withheld() throws {
        let refused = try poll(
            #"""
            {"status": "done", "video": {"url": "", "duration": 8, "respect_moderation": false},
             "usage": {"cost_in_usd_ticks": 6400000000}}
            """#
        )
        #expect(refused.state == .failed && refused.failure?.code == .contentRejected)
        #expect(refused.doubt == .withoutOutput && refused.charge?.money == Money(cents: 64))
        // A flag does not count against a video that exists.
        let existing = try poll(
            #"{"status": "done", "video": {"url": "https://vidgen.x.ai/v.mp4", "respect_moderation": false}}"#
        )
        #expect(existing.state == .succeeded && existing.outputs.count == 1)
    }

    @Test("HTTP 400 with a charge ends the task, and its charge is read")
    func chargedRejection() throws {
        let rejection = #"""
            {"code": "Client specified an invalid argument",
             "error": "Generated video rejected by content moderation.", "usage": {"cost_in_usd_ticks": 2500000000}}
            """#
        let rejected = try poll(rejection, 400)
        #expect(rejected.state == .failed && rejected.doubt == nil && rejected.remote.id == Self.id)
        #expect(rejected.failure?.code == .contentRejected && rejected.charge?.money == Money(cents: 25))
        #expect(rejected.failure?.message == "Generated video rejected by content moderation.")
    }

    @Test(
        "HTTP 400 that does not prove a charge leaves the task open",
        arguments: [
            ("Incorrect API key provided.", "", VideoError.Code.authenticationFailed),
            ("Generated video rejected by content moderation.", "", .contentRejected),
            ("Incorrect API key provided.", #", "usage": {"cost_in_usd_ticks": 0}"#, .authenticationFailed),
            ("no", #", "usage": {"cost_in_usd_ticks": -1}"#, .invalidRequest),
            ("no", #", "usage": {"cost_in_usd_ticks": "NaN"}"#, .invalidRequest),
            ("no", #", "usage": {"cost_in_usd_ticks": 1}, "request_id": "another-one"#, .malformedResponse),
        ]
    )
    func openRejection(_ message: String, _ rest: String, _ code: VideoError.Code) throws {
        let rest = rest.hasSuffix("another-one") ? rest + "\"" : rest
        let text = #"{"code": "invalid-argument", "error": "\#(message)"\#(rest)}"#
        let error = #expect(throws: VideoError.self) { try poll(text, 400) }
        #expect(error?.code == code)
    }

    @Test("A charge under another status does not end the task", arguments: [401, 404, 500, 502])
    func otherStatus(_ status: Int) throws {
        let text = #"{"code": "x", "error": "broken", "usage": {"cost_in_usd_ticks": 2500000000}}"#
        #expect(throws: VideoError.self) { try poll(text, status) }
    }

    @Test("A failure does not name its task, so it has to be reported again")
    func failures() throws {
        let failed = try poll(#"{"status": "failed", "error": {"code": "internal_error", "message": "It broke."}}"#)
        #expect(failed.state == .failed && failed.doubt == .unconfirmed && failed.failure?.message == "It broke.")
        let expired = try poll(#"{"status": "expired"}"#)
        #expect(expired.state == .expired && expired.doubt == .unconfirmed)
    }

    @Test("A charge that is not plausible is not read", arguments: ["-1", "1e40", #""many""#, "null", "[1]"])
    func implausible(_ ticks: String) throws {
        let done = try poll(
            #"""
            {"status": "done", "video": {"url": "https://vidgen.x.ai/v.mp4"}, "usage": {"cost_in_usd_ticks": \#(ticks)}}
            """#
        )
        #expect(done.state == .succeeded && done.charge == nil)
    }
}
