import Foundation
import MiniMaxHailuo
import Testing
import VideoGeneration

@Suite("Files at MiniMax", .timeLimit(.minutes(20)))
struct FileTests {
    private func hailuo(_ routes: [(String, Relay.Reply)]) throws -> (MiniMaxFiles, Relay) {
        let relay = Relay(routes)
        let files = MiniMaxFiles(
            endpoint: try Endpoint("https://api.example.com"),
            key: try Secret("key-of-a-test"),
            in: ExchangeContext(transport: relay, date: .now)
        )
        return (files, relay)
    }

    @Test("a file goes up as a form and comes back with its id, digit for digit")
    func upload() async throws {
        let (account, relay) = try hailuo([
            (
                "/v1/files/upload",
                (
                    200,
                    #"{"file":{"file_id":921786971229059123,"bytes":3,"filename":"a.png","purpose":"video_generation_input","created_at":1790000090},"base_resp":{"status_code":0}}"#
                )
            )
        ])
        let file = try await account.upload(
            [1, 2, 3],
            named: "a\".png",
            type: "image/png",
            for: .videoGenerationInput
        )
        #expect(file.id == "921786971229059123")
        #expect(file.size == 3)
        let sent = try #require(relay.sent.first)
        #expect(sent.method == .post)
        let body = String(decoding: sent.body ?? [], as: UTF8.self)
        #expect(body.contains("name=\"purpose\"\r\n\r\nvideo_generation_input\r\n"))
        #expect(
            body.contains("name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\u{1}\u{2}\u{3}\r\n")
        )
    }

    @Test("files are listed by purpose and deleted by number")
    func listAndDelete() async throws {
        let (account, relay) = try hailuo([
            (
                "/v1/files/list",
                (200, #"{"files":[{"file_id":1,"bytes":0},{"file_id":"2"},{}],"base_resp":{"status_code":0}}"#)
            ),
            ("/v1/files/delete", (200, #"{"file_id":1,"base_resp":{"status_code":0}}"#)),
        ])
        let files = try await account.list(for: .videoGeneration)
        #expect(files.map(\.id) == ["1", "2"])
        #expect(files[0].size == nil, "0 bytes means that MiniMax does not say")
        try await account.delete("921786971229059123", for: .videoGeneration)
        let sent = relay.sent
        #expect(sent.map(\.url.target) == ["/v1/files/list?purpose=video_generation", "/v1/files/delete"])
        #expect(
            String(decoding: sent[1].body ?? [], as: UTF8.self)
                == #"{"file_id":921786971229059123,"purpose":"video_generation"}"#
        )
    }

    @Test("S9 an error under HTTP 200 is an error here as well")
    func errors() async throws {
        let (account, _) = try hailuo([
            ("/v1/files/delete", (200, #"{"base_resp":{"status_code":2013,"status_msg":"no such file"}}"#)),
            ("/v1/files/list", (200, #"{"base_resp":{"status_code":1004,"status_msg":"login fail"}}"#)),
        ])
        var error = await #expect(throws: VideoError.self) {
            try await account.delete("1", for: .videoGeneration)
        }
        #expect(error?.code == .invalidRequest)
        error = await #expect(throws: VideoError.self) { _ = try await account.list(for: .videoGeneration) }
        #expect(error?.code == .authenticationFailed)
    }

    @Test("P27 a link to another file is not this task's video")
    func otherFile() throws {
        let body = #"{"file":{"file_id":2,"download_url":"https://cdn.example/v.mp4"},"base_resp":{"status_code":0}}"#
        let answer = HTTPResponse(status: 200, body: Array(body.utf8))
        let endpoint = try Endpoint("https://api.example.com")
        #expect(throws: VideoError.self) {
            try MiniMaxV1Dialect().outputs(answer, of: RemoteTask(id: "1", fileID: "1"), at: endpoint)
        }
        #expect(try MiniMaxV1Dialect().outputs(answer, of: RemoteTask(id: "1", fileID: "2"), at: endpoint).count == 1)
    }

    @Test("the bytes can be had through the API itself, with the key")
    func content() throws {
        let output = try MiniMaxV1Dialect().content(ofFile: "7", at: try Endpoint("https://api.example.com"))
        #expect(output.link?.string == "https://api.example.com/v1/files/retrieve_content?file_id=7")
        #expect(output.needsCredential)
    }
}
