import DashScope
import Replicate
import Testing
import VideoGeneration
import VideoSimulator

@Suite("What other clients read from a provider on this machine", .timeLimit(.minutes(20)))
struct LoopbackSampleTests {
    private func json(_ request: HTTPRequest) async throws -> JSONValue? {
        ResponseDocument(try await SystemTransport.shared.response(to: request)).json
    }

    @Test("A cancelled prediction has the word of the cancel, although the API has two words for it")
    func cancelled() async throws {
        let dialect = ReplicateDialect()
        let server = LoopbackProvider(dialect: dialect, script: .replicate)
        let endpoint = try server.start()
        defer { server.stop() }
        let submit = try dialect.submitRequest(VideoRequest(prompt: "a boat", model: "minimax/h3-lite"), at: endpoint)
        let task = RemoteTask(id: try #require(try await json(submit)?["id"]?.text))
        let cancel = try #require(try dialect.cancelRequest(for: task, at: endpoint))
        #expect(try await json(cancel)?["status"] == "canceled")
        #expect(try await json(dialect.statusRequest(for: task, at: endpoint))?["status"] == "canceled")
    }

    @Test("A poll of a task that does not exist gets the provider's own response, with the ID that was asked for")
    func unknown() async throws {
        let dialect = DashScopeDialect()
        let server = LoopbackProvider(dialect: dialect, script: .dashScope)
        let endpoint = try server.start()
        defer { server.stop() }
        let poll = try dialect.statusRequest(for: RemoteTask(id: "t/1"), at: endpoint)
        #expect(try await json(poll)?["output"] == ["task_id": "t/1", "task_status": "UNKNOWN"])
    }
}
