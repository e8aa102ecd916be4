import Foundation
import Seedance
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("Seedance", .timeLimit(.minutes(20)))
struct SeedanceTests {
    static let base = "https://ark.ap-southeast.bytepluses.com/api/v3"
    static let tasks = "/api/v3/contents/generations/tasks"

    private func endpoint() throws -> Endpoint { try Endpoint(Self.base) }

    private func snapshot(_ text: String, of id: String = "cgt-1") throws -> TaskSnapshot {
        let response = HTTPResponse(status: 200, body: Array(text.utf8))
        return try SeedanceDialect().snapshot(response, of: RemoteTask(id: id), at: try endpoint())
    }

    @Test("The dialect keeps the promises, in both regions", arguments: SeedanceRegion.allCases)
    func conformance(_ region: SeedanceRegion) async throws {
        try await ProviderConformance(dialect: SeedanceDialect(region), script: .seedance).run()
    }

    @Test("Every operation has its address, with the ID as one component")
    func addresses() throws {
        let dialect = SeedanceDialect()
        let task = RemoteTask(id: "cgt-1/2?x")
        let path = Self.tasks + "/cgt-1%2F2%3Fx"
        #expect(try dialect.statusRequest(for: task, at: endpoint()).url.target == path)
        let cancel = try #require(try dialect.cancelRequest(for: task, at: endpoint()))
        #expect(cancel.method == .delete && cancel.url.target == path)
        let list = try dialect.listRequest(TaskListing(limit: 20, after: "3"), at: endpoint())
        #expect(list?.url.target == Self.tasks + "?page_num=3&page_size=20")
        #expect(dialect.cancelDeletesFinished, "a DELETE of a finished task removes its record")
    }

    @Test("A list continues until the total is reached, whatever the cursor says")
    func pages() throws {
        func next(_ total: String, after: String?, rows: Int = 2) throws -> String? {
            let items = (0..<rows).map { #"{"id":"cgt-\#($0)","status":"running","safety_identifier":"v1"}"# }
            let text = #"{"items":[\#(items.joined(separator: ","))],"total":\#(total)}"#
            let response = HTTPResponse(status: 200, body: Array(text.utf8))
            let page = try SeedanceDialect().page(response, of: TaskListing(limit: 2, after: after), at: endpoint())
            #expect(page.tasks.count == rows && page.tasks.allSatisfy { $0.ownID == "v1" })
            return page.next
        }
        #expect(try next("5", after: nil) == "2")
        #expect(try next("5", after: "2") == "3")
        #expect(try next("5", after: "3") == nil)
        #expect(try next("4", after: "2") == nil)
        #expect(try next("5", after: nil, rows: 0) == nil)
        #expect(try next("99999999999999999999999", after: "9223372036854775807") == nil)
        #expect(try next("\"x\"", after: "-7") == nil)
    }

    @Test("A task has the video, the last frame if it was asked for, and the billed tokens")
    func outputs() throws {
        let text = """
            {"id":"cgt-1","status":"succeeded","content":{"last_frame_url":"https://cdn.example/f.png",
             "video_url":"https://cdn.example/v.mp4?X-Tos-Date=20261127T000000Z&X-Tos-Expires=86400"},
             "usage":{"completion_tokens":1,"total_tokens":108900},"safety_identifier":"v1-k3f9-1790000000"}
            """
        let snapshot = try snapshot(text)
        #expect(snapshot.outputs.map(\.kind) == [.video, .lastFrame])
        #expect(snapshot.outputs.last?.link?.string == "https://cdn.example/f.png")
        #expect(snapshot.outputs.allSatisfy { $0.expiresAt != nil && !$0.needsCredential })
        #expect(snapshot.charge == Charge(108_900, "tokens"))
        #expect(snapshot.ownID == "v1-k3f9-1790000000")
    }

    @Test("A last frame without a video is no success, and no tokens are no charge")
    func withoutVideo() throws {
        let text = #"{"id":"cgt-1","status":"succeeded","content":{"last_frame_url":"https://cdn.example/f.png"}}"#
        let snapshot = try snapshot(text)
        #expect(snapshot.outputs.isEmpty && snapshot.failure?.code == .outputMissing)
        let failed = #"{"id":"cgt-1","status":"failed","usage":{"total_tokens":0},"error":{"code":"x","message":"y"}}"#
        #expect(try self.snapshot(failed).charge == nil)
        #expect(try self.snapshot(failed.replacing("\"total_tokens\":0", with: "\"total_tokens\":1e999")).charge == nil)
    }

    @Test("A running task that refuses to be canceled is not canceled")
    func refusedCancel() throws {
        let text = #"{"error":{"code":"InvalidParameter","message":"The task is running.","type":"BadRequest"}}"#
        let response = HTTPResponse(status: 400, body: Array(text.utf8))
        #expect(try SeedanceDialect().cancellation(response, of: RemoteTask(id: "cgt-1")) == .refused)
    }

    @Test("Each region has its own host, models and default model")
    func regions() throws {
        let key = try Secret("ark-invented-key-0123456789")
        let global = try DialectProvider.seedance(key: key)
        let china = try DialectProvider.seedance(key: key, region: .china)
        #expect(global.info.endpoint.baseURL.string == Self.base)
        #expect(china.info.endpoint.baseURL.string == "https://ark.cn-beijing.volces.com/api/v3")
        #expect([global, china].map(\.info.id) == ["seedance", "seedance-cn"])
        #expect([global, china].allSatisfy { $0.info.keyVariable == "ARK_API_KEY" })
        #expect(Set(global.info.models.map(\.name)).isDisjoint(with: china.info.models.map(\.name)))
        for provider in [global, china] {
            let model = try #require(provider.info.model(nil))
            #expect(model.name == provider.info.defaultModel && model.retiresOn == nil)
            let preset = try #require(Seedance.plugins[0].presets.first { $0.id == provider.info.id })
            #expect(try Seedance.plugins[0].makeDialect(preset).defaultModel == model.name)
        }
    }

    @Test("A second costs what the price of its tokens says")
    func prices() throws {
        func price(_ region: SeedanceRegion, _ model: String, _ resolution: String) -> Money? {
            let description = SeedanceDialect(region).models.first { $0.name == model }
            return description?.prices.first { $0.resolution == resolution }?.money
        }
        #expect(price(.global, "dreamina-seedance-2-0-260128", "720p") == Money("0.1512USD"))
        #expect(price(.global, "dreamina-seedance-2-0-260128", "1080p") == Money("0.37422USD"))
        #expect(price(.china, "doubao-seedance-2-0-260128", "720p") == Money("0.9936CNY"))
        #expect(price(.china, "doubao-seedance-2-0-260128", "4k") == Money("5.0544CNY"))
        #expect(price(.china, "doubao-seedance-2-5-260628", "720p") == Money("1.512CNY"))
    }
}
