import DashScope
import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("DashScope", .timeLimit(.minutes(20)))
struct DashScopeTests {
    static let base = "https://dashscope-intl.aliyuncs.com/api/v1"
    private let dialect = DashScopeDialect()

    private func endpoint(_ base: String = base) throws -> Endpoint { try Endpoint(base) }

    private func snapshot(_ output: String, _ rest: String = "") throws -> TaskSnapshot {
        let text = #"{"request_id":"r-1","output":{"task_id":"t-1",\#(output)}\#(rest)}"#
        let response = HTTPResponse(status: 200, body: Array(text.utf8))
        return try dialect.snapshot(response, of: RemoteTask(id: "t-1"), at: try endpoint())
    }

    @Test("The dialect keeps the promises, in every region", arguments: DashScopeRegion.allCases)
    func conformance(_ region: DashScopeRegion) async throws {
        var script = ConformanceScript.dashScope
        if region == .unitedStates { script.request = { VideoRequest(prompt: $0, model: "wan3.0-video-us") } }
        try await ProviderConformance(dialect: DashScopeDialect(region), script: script).run()
    }

    @Test("Every operation has its address, with the ID as one component, also below a bare host")
    func addresses() throws {
        let task = RemoteTask(id: "t/2?x")
        for base in [Self.base, "https://dashscope-intl.aliyuncs.com"] {
            let endpoint = try endpoint(base)
            #expect(try dialect.statusRequest(for: task, at: endpoint).url.target == "/api/v1/tasks/t%2F2%3Fx")
            let cancel = try #require(try dialect.cancelRequest(for: task, at: endpoint))
            #expect(cancel.method == .post && cancel.url.target == "/api/v1/tasks/t%2F2%3Fx/cancel")
            let list = try dialect.listRequest(TaskListing(limit: 20, after: "3"), at: endpoint)
            #expect(list?.url.target == "/api/v1/tasks?page_no=3&page_size=20")
        }
    }

    @Test("A finished task has its link, the billed seconds and the time of its submit")
    func finished() throws {
        let done = try snapshot(
            #""task_status":"SUCCEEDED","submit_time":"2026-11-27 21:36:31.896","video_url":"https://oss.example/v.mp4""#,
            #","usage":{"duration":12,"output_video_duration":7,"SR":720}"#
        )
        #expect(done.state == .succeeded && done.outputs.map { $0.link?.string } == ["https://oss.example/v.mp4"])
        #expect(done.outputs.allSatisfy { !$0.needsCredential })
        #expect(done.charge == Charge(12, "seconds"))
        // 21:36:31 in UTC+8.
        #expect(done.createdAt == (try Date("2026-11-27T13:36:31Z", strategy: .iso8601)))
    }

    @Test("A failed task without a usage has no charge, and damaged times and usages are ignored")
    func withoutCharge() throws {
        let failed = try snapshot(#""task_status":"FAILED","code":"DataInspectionFailed","message":"no""#)
        #expect(failed.state == .failed && failed.failure?.code == .contentRejected && failed.charge == nil)
        for usage in ["0", "-3", "\"x\"", "1e999", "[]"] {
            let odd = try snapshot(#""task_status":"RUNNING""#, #","usage":{"duration":\#(usage)}"#)
            #expect(odd.charge == nil, "\(usage)")
        }
        for time in ["", "yesterday", "2026-11-27", String(repeating: "9", count: 90)] {
            #expect(try snapshot(#""task_status":"RUNNING","submit_time":"\#(time)""#).createdAt == nil, "\(time)")
        }
    }

    @Test("UNKNOWN is a task that is gone, which is doubted, and is neither failed nor running")
    func unknown() throws {
        let gone = try snapshot(#""task_status":"UNKNOWN""#)
        #expect(gone.state == .expired && gone.doubt == .gone && gone.failure?.code == .taskExpired)
        #expect(gone.isKnownStatus && gone.charge == nil)
        let unlisted = try snapshot(#""task_status":"REBALANCING""#)
        #expect(unlisted.state == .running && !unlisted.isKnownStatus)
    }

    @Test("A declared code in a 2xx response refuses a submit; another one leaves the outcome unknown")
    func refusals() async throws {
        func error(_ code: String) async throws -> VideoError? {
            let body = Array(#"{"code":"\#(code)","message":"no","request_id":"r-1"}"#.utf8)
            let transport = ScriptedTransport { _ in HTTPResponse(status: 200, body: body) }
            let provider = try DialectProvider.dashScope(key: try Secret("sk-invented-key-0123456789"))
            let context = ExchangeContext(transport: transport, date: .now)
            return await #expect(throws: VideoError.self) {
                try await provider.submit(VideoRequest(prompt: "a boat"), in: context)
            }
        }
        #expect(try await error("DataInspectionFailed")?.purchase == VideoError.Purchase.none)
        #expect(try await error("InvalidApiKey")?.code == .authenticationFailed)
        #expect(try await error("SomethingNew")?.code == .outcomeUnknown)
        #expect(try await error("Throttling.RateQuota")?.code == .outcomeUnknown)
    }

    @Test("A running task that refuses to be canceled is not canceled")
    func refusedCancel() throws {
        let text = #"{"code":"UnsupportedOperation","message":"The task is not PENDING.","request_id":"r-1"}"#
        let refusal = HTTPResponse(status: 400, body: Array(text.utf8))
        #expect(try dialect.cancellation(refusal, of: RemoteTask(id: "t-1")) == .refused)
        let done = HTTPResponse(status: 200, body: Array(#"{"request_id":"r-1"}"#.utf8))
        #expect(try dialect.cancellation(done, of: RemoteTask(id: "t-1")) == .cancelled)
    }

    @Test("A list continues until the total is reached, whatever the cursor says")
    func pages() throws {
        func next(_ total: String, after: String?) throws -> String? {
            let text =
                #"{"data":[{"task_id":"a","status":"RUNNING"},{"task_id":"b","status":"FAILED"}],"total":\#(total)}"#
            let response = HTTPResponse(status: 200, body: Array(text.utf8))
            let page = try dialect.page(response, of: TaskListing(limit: 2, after: after), at: endpoint())
            #expect(page.tasks.map(\.remote.id) == ["a", "b"])
            return page.next
        }
        #expect(try next("5", after: nil) == "2")
        #expect(try next("4", after: "2") == nil)
        #expect(try next("\"x\"", after: "-7") == nil)
        #expect(try next("99999999999999999999999", after: "9223372036854775807") == nil)
    }

    @Test("Each region has its own host and prices, also behind the host of a workspace")
    func regions() throws {
        let key = try Secret("sk-invented-key-0123456789")
        func price(_ base: String) throws -> Money? {
            let entry = ProviderConfiguration(id: "x", dialect: "dashscope", baseURL: base)
            let models = try plugins[0].makeDialect(entry).models
            return models.first { $0.name == "wan3.0-video" }?.prices.first { $0.resolution == "720P" }?.money
        }
        #expect(try price(Self.base) == Money("0.1USD"))
        #expect(try price("https://dashscope.aliyuncs.com/api/v1") == Money("0.082513USD"))
        #expect(try price("https://ws1.cn-beijing.maas.aliyuncs.com/api/v1") == Money("0.082513USD"))
        #expect(try price("https://ws1.ap-southeast-1.maas.aliyuncs.com/api/v1") == Money("0.1USD"))
        #expect(try price("https://dashscope-us.aliyuncs.com/api/v1") == nil)
        for region in DashScopeRegion.allCases {
            let provider = try DialectProvider.dashScope(key: key, region: region)
            let preset = try #require(plugins[0].presets.first { $0.id == provider.info.id })
            #expect(provider.info.endpoint == (try Endpoint(preset.baseURL)))
            #expect(provider.info.keyVariable == "DASHSCOPE_API_KEY" && preset.keyEnv == "DASHSCOPE_API_KEY")
            #expect(provider.info.models.allSatisfy { $0.retiresOn == nil && $0.outputLifetime == 86_400 })
        }
    }

    @Test("auto detects the dialect by the word for an unknown task, with and without the path")
    func detection() async throws {
        let body = #"{"request_id":"r-1","output":{"task_id":"x","task_status":"UNKNOWN"}}"#
        let transport = ScriptedTransport { request in
            let isPoll = request.method == .get && request.url.target.hasPrefix("/api/v1/tasks/")
            return isPoll
                ? HTTPResponse(status: 200, body: Array(body.utf8)) : HTTPResponse(status: 404, body: Array("{}".utf8))
        }
        let context = ExchangeContext(transport: transport, date: .now)
        for base in [Self.base, "https://dashscope-intl.aliyuncs.com"] {
            let entry = ProviderConfiguration(id: "x", dialect: "auto", baseURL: base, keyEnv: "K")
            let found = try await ProviderRegistry(plugins).detectingDialect(
                of: entry,
                in: context,
                environment: ["K": "sk-invented-key-0123456789"]
            )
            #expect(found.dialect == "dashscope" && found.baseURL == base)
        }
        #expect(transport.requests.allSatisfy { $0.method == .get })
    }
}
