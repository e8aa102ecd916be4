import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct AnswerCheckTests {
    private func poll(_ body: String, _ reader: ResponseReader) throws -> TaskSnapshot {
        try reader.status(
            HTTPResponse(status: 200, body: Array(body.utf8)),
            of: RemoteTask(id: "a"),
            at: try Endpoint("https://api.example/v1")
        )
    }

    @Test("P27 an answer about another task is not taken either where the task's key is a usual one")
    func requestID() throws {
        let reader = ResponseReader(statuses: .relays, idKeys: ["request_id"])
        #expect(throws: VideoError.self) { try poll(#"{"request_id": "b", "status": "failed"}"#, reader) }
        #expect(try poll(#"{"request_id": "a", "status": "failed"}"#, reader).state == .failed)
        // Elsewhere it is the id of the exchange.
        let usual = ResponseReader(statuses: .relays, idKeys: ["id", "task_id", "video_id"])
        #expect(try poll(#"{"request_id": "b", "status": "processing"}"#, usual).state == .running)
    }

    @Test("a dialect's own keys for links are looked at first, in any style")
    func linkKeys() throws {
        let reader = ResponseReader(statuses: .relays, keys: ResponseKeys(links: ["acme_film"]))
        let body =
            #"{"id": "a", "status": "done", "url": "https://x.example/a", "acmeFilm": {"url": "https://x.example/b"}}"#
        #expect(try poll(body, reader).outputs.map(\.link?.string) == ["https://x.example/b"])
    }
}
