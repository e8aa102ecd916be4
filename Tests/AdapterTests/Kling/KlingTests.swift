import Foundation
import Kling
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("Kling", .timeLimit(.minutes(20)))
struct KlingTests {
    static let base = "https://api-singapore.klingai.com"
    static let kinds: [(mode: GenerationMode, kind: String)] = [
        (.text, "text2video"), (.firstFrame, "image2video"), (.lastFrame, "image2video"),
        (.references, "multi-image2video"),
    ]

    static func request(_ mode: GenerationMode) throws -> VideoRequest {
        let picture = MediaInput.url(try #require(HTTPURL("https://in.example/a.png")))
        var request = VideoRequest(prompt: "a boat")
        if mode == .firstFrame || mode == .lastFrame { request.firstFrame = picture }
        if mode == .lastFrame { request.lastFrame = picture }
        if mode == .references { request.references = [picture] }
        return request
    }

    private func endpoint() throws -> Endpoint { try Endpoint(Self.base) }

    private func response(_ text: String, _ status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }

    @Test("The dialect keeps the promises in every mode", arguments: kinds.map(\.mode))
    func conformance(_ mode: GenerationMode) async throws {
        var script = ConformanceScript.kling
        let request = try Self.request(mode)
        script.request = {
            var request = request
            request.prompt = $0
            return request
        }
        let model = mode == .references ? "kling-v1-6" : nil
        try await ProviderConformance(
            provider: {
                DialectProvider(id: "kling", dialect: KlingDialect(), endpoint: $0, key: $1, model: model)
            },
            script: script
        ).run()
    }

    @Test("The kind of a request decides the path of its submit, polls, list and look-up", arguments: kinds.indices)
    func paths(_ index: Int) throws {
        let (mode, kind) = Self.kinds[index]
        let dialect = KlingDialect()
        let request = try Self.request(mode)
        #expect(request.mode == mode)
        #expect(try dialect.submitRequest(request, at: endpoint()).url.target == "/v1/videos/\(kind)")
        let sample = ConformanceScript.kling
        let accepted = try dialect.submitted(sample.accepted.filled([.id: "8/7"]), of: request, at: endpoint())
        #expect(accepted.remote.kind == kind)
        #expect(
            try dialect.statusRequest(for: accepted.remote, at: endpoint()).url.target == "/v1/videos/\(kind)/8%2F7"
        )
        let running = sample.running.filled([.id: "8/7", .status: "processing"])
        #expect(try dialect.snapshot(running, of: accepted.remote, at: endpoint()).remote.kind == kind)

        let listing = TaskListing(limit: 30, after: "2", mode: mode)
        let list = try dialect.listRequest(listing, at: endpoint())
        #expect(list?.url.target == "/v1/videos/\(kind)?pageNum=2&pageSize=30")
        let page = try dialect.page(
            sample.list?.filled([.id: "87", .own: "v1"]) ?? running,
            of: listing,
            at: endpoint()
        )
        #expect(page.tasks.map(\.remote) == [RemoteTask(id: "87", kind: kind)].map(dated))
        #expect(page.tasks.map(\.ownID) == ["v1"])

        let lookup = try dialect.lookupRequest(for: "v1-k3f9-1790000000", of: request, at: endpoint())
        #expect(lookup?.method == .get && lookup?.url.target == "/v1/videos/\(kind)/v1-k3f9-1790000000")
        let found = try dialect.found(
            sample.lookup?.filled([.id: "87", .own: "v1"]) ?? running,
            for: "v1",
            of: request,
            at: endpoint()
        )
        #expect(found.map(\.remote.kind) == [kind] && found.map(\.ownID) == ["v1"] && found.map(\.remote.id) == ["87"])
    }

    private func dated(_ task: RemoteTask) -> RemoteTask {
        var task = task
        task.createdAt = Date(timeIntervalSince1970: 1_790_000_000)
        return task
    }

    @Test("A full page has a next one, up to the last page of the API")
    func pages() throws {
        func next(rows: Int, limit: Int, after: String?) throws -> String? {
            let row = #"{"task_id":"1","task_status":"succeed"}"#
            let text = #"{"code":0,"data":[\#(Array(repeating: row, count: rows).joined(separator: ","))]}"#
            let listing = TaskListing(limit: limit, after: after)
            return try KlingDialect().page(response(text), of: listing, at: endpoint()).next
        }
        #expect(try next(rows: 2, limit: 2, after: nil) == "2")
        #expect(try next(rows: 1, limit: 2, after: "2") == nil)
        #expect(try next(rows: 0, limit: 2, after: "2") == nil)
        #expect(try next(rows: 500, limit: 9_000, after: "7") == "8")
        #expect(try next(rows: 2, limit: 2, after: "1000") == nil)
        #expect(try next(rows: 2, limit: 2, after: "99999999999999999999") == "2")
        let request = try KlingDialect().listRequest(TaskListing(limit: 9_000), at: endpoint())
        #expect(request?.url.target == "/v1/videos/text2video?pageNum=1&pageSize=500")
    }

    @Test(
        "The codes for too many requests and too many parallel tasks are limits",
        arguments: [1_302, 1_303],
        [200, 429]
    )
    func limits(_ code: Int, _ status: Int) throws {
        let text = response(#"{"code":\#(code),"message":"parallel task over resource pack limit"}"#, status)
        let explanation = ResponseExplanation(of: text, to: .submit, by: KlingDialect(), at: try endpoint())
        #expect(explanation.purchase == .notNow && explanation.error?.code == .rateLimited)
    }

    @Test("Only documented codes prove that nothing was bought")
    func proofs() throws {
        func outcome(_ code: Int, _ status: Int, _ message: String = "no") throws -> PurchaseOutcome? {
            let text = response(#"{"code":\#(code),"message":"\#(message)","request_id":"r-1"}"#, status)
            return ResponseExplanation(of: text, to: .submit, by: KlingDialect(), at: try endpoint()).purchase
        }
        let refusing = Array(1_000...1_004) + Array(1_100...1_103) + Array(1_200...1_203) + [1_300, 1_301, 1_304]
        for code in refusing { #expect(try outcome(code, 200) == .refused, "\(code)") }
        for code in [1_302, 1_303] { #expect(try outcome(code, 200) == .notNow, "\(code)") }
        for code in [1, 999, 1_005, 1_204, 1_305, 5_000, 5_001, 5_002, 9_999] {
            #expect(try outcome(code, 200) == .unknown, "\(code)")
        }
        for (code, status) in [(5_000, 500), (5_001, 503), (5_002, 504)] {
            #expect(try outcome(code, status) == .unknown, "\(code)")
        }
        #expect(try outcome(1_201, 400) == .refused)
        #expect(try outcome(1_303, 429) == .notNow)
        // An earlier submit may have used the ID and bought the video.
        for status in [200, 400] {
            #expect(try outcome(1_201, status, "external_task_id already exists") == .unknown)
            #expect(try outcome(1_201, status, "The External Task ID was used") == .unknown)
        }
    }

    @Test("An error instead of a looked-up task does not mean that there is none", arguments: [200, 400, 404])
    func missing(_ status: Int) throws {
        let text = response(#"{"code":1203,"message":"task not found","request_id":"r-1"}"#, status)
        #expect(throws: VideoError.self) {
            try KlingDialect().found(text, for: "v1", of: VideoRequest(prompt: ""), at: try endpoint())
        }
    }

    @Test("A poll with a code does not end the task", arguments: [1_000, 1_203, 1_301, 5_000])
    func pollError(_ code: Int) throws {
        let text = response(#"{"code":\#(code),"message":"no","request_id":"r-1"}"#)
        #expect(throws: VideoError.self) {
            try KlingDialect().snapshot(text, of: RemoteTask(id: "87", kind: "image2video"), at: try endpoint())
        }
    }

    @Test("The video is not the one with a watermark, and the units are no charge")
    func output() throws {
        let text = """
            {"code":0,"data":{"task_id":"87","task_status":"succeed","final_unit_deduction":"2","task_result":{"videos":[
             {"watermark_url":"https://cdn.example/w.mp4","id":"v","url":"https://cdn.example/v.mp4"}]}}}
            """
        let snapshot = try KlingDialect().snapshot(response(text), of: RemoteTask(id: "87"), at: try endpoint())
        #expect(snapshot.outputs.map(\.link?.string) == ["https://cdn.example/v.mp4"] && snapshot.charge == nil)
    }

    @Test("Each region has its own host")
    func regions() throws {
        let key = try Secret("kling-invented-key-0123456789")
        let providers = [try DialectProvider.kling(key: key), try .kling(key: key, region: .china)]
        #expect(providers.map(\.info.endpoint.origin.string) == [Self.base, "https://api-beijing.klingai.com"])
        #expect(providers.map(\.info.id) == ["kling", "kling-cn"])
        #expect(providers.map(\.info.id) == Kling.plugins.flatMap(\.presets).map(\.id))
        #expect(
            providers.allSatisfy { $0.info.keyVariable == "KLING_API_KEY" && $0.info.model(nil)?.name == "kling-v3" }
        )
    }
}
