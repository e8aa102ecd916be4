import Foundation
import OpenAIVideos
import Testing
import VideoGeneration

/// A server whose polls are larger than any that is read.
private struct LargePolls: HTTPTransport {
    var content: (status: Int, body: [UInt8])

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let isContent = request.url.path.hasSuffix("/content")
        try await sink.receive(head: HTTPResponseHead(status: isContent ? content.status : 200))
        if isContent { return try await sink.receive(chunk: content.body) }
        try await sink.receive(chunk: Array(#"{"id": "video_1", "status": "completed", "input": ""#.utf8))
        for _ in 0..<40 { try await sink.receive(chunk: Array(repeating: 0x41, count: 64 << 10)) }
    }
}

@Suite("A poll that is larger than any that is read", .timeLimit(.minutes(20)))
struct LargePollTests {
    private static let film: [UInt8] = [0, 0, 0, 24] + Array("ftypisom".utf8) + Array(repeating: 0, count: 90_000)

    private func status(_ content: (Int, [UInt8]), _ dialect: any VideoDialect = OpenAIVideosDialect()) async throws
        -> TaskSnapshot
    {
        let provider = DialectProvider(
            id: "mine",
            dialect: dialect,
            endpoint: try Endpoint(relayBase),
            key: nil
        )
        return try await provider.status(
            of: RemoteTask(id: "video_1"),
            in: ExchangeContext(transport: LargePolls(content: content), date: .now)
        )
    }

    @Test("is answered by the content route, where that gives a video", arguments: [200, 206])
    func finished(_ status: Int) async throws {
        let snapshot = try await self.status((status, Self.film))
        #expect(snapshot.state == .succeeded)
        #expect(snapshot.outputs.map(\.link?.string) == [relayBase + "/videos/video_1/content"])
        #expect(snapshot.outputs.map(\.needsCredential) == [true])
    }

    static let others: [(Int, String)] = [
        (404, #"{"detail": "Generation is still in-progress"}"#), (200, #"{"status": "completed"}"#),
        (302, ""), (200, ""), (500, "ftyp"), (200, "<html>"),
    ]

    @Test("and by nothing else: it is asked again", arguments: others.indices)
    func unproven(_ index: Int) async throws {
        let (code, body) = Self.others[index]
        let error = await #expect(throws: VideoError.self) { try await self.status((code, Array(body.utf8))) }
        #expect(error?.code == .sizeLimitExceeded)
        #expect(error?.isTransient == true)
    }

    @Test("without a content route it is asked again")
    func noRoute() async throws {
        let error = await #expect(throws: VideoError.self) {
            try await self.status((200, Self.film), VeoUnifiedDialect())
        }
        #expect(error?.isTransient == true)
    }
}
