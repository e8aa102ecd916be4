import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("One request on the wire", .timeLimit(.minutes(20)))
struct OneRequestTests {
    @Test("C1 a POST on a connection that the server drops is seen once", arguments: Stack.keeping(1))
    func postOnce(stack: Stack) async throws {
        try await withServer(["/ok": ScriptedServer.answer(), "/drop": ScriptedServer.drop]) { server in
            _ = try await stack.transport.response(to: HTTPRequest(.get, server.url("/ok")))
            let error = try await failure {
                _ = try await stack.transport.response(
                    to: HTTPRequest(.post, server.url("/drop"), body: Array(#"{"prompt":"x"}"#.utf8))
                )
            }
            #expect(error.code == .connectionLost)
            #expect(error.progress == .sent)
            let posts = server.requests("/drop")
            #expect(posts.map(\.bodyLength) == [14])
            #expect(posts.first?.connection == 1)
        }
    }

    @Test("C2 an empty POST on a dropped connection is seen once", arguments: Stack.keeping(2))
    func emptyPostOnce(stack: Stack) async throws {
        try await withServer(["/ok": ScriptedServer.answer(), "/drop": ScriptedServer.drop]) { server in
            _ = try await stack.transport.response(to: HTTPRequest(.get, server.url("/ok")))
            let error = try await failure {
                _ = try await stack.transport.response(to: HTTPRequest(.post, server.url("/drop")))
            }
            #expect(error.progress == .sent)
            #expect(server.requests("/drop").map(\.bodyLength) == [0])
        }
    }

    @Test("A POST and a DELETE arrive whole, and leave no connection behind", arguments: [Stack.system])
    func exclusive(stack: Stack) async throws {
        try await withServer(["/x": ScriptedServer.answer(201, "made")]) { server in
            let body = [UInt8](repeating: 0x61, count: 3_000_000)
            for (method, body) in [(HTTPMethod.post, body), (.delete, nil), (.get, nil)]
                as [(HTTPMethod, [UInt8]?)]
            {
                let answer = try await stack.transport.response(
                    to: HTTPRequest(method, server.url("/x"), body: body)
                )
                #expect(answer.status == 201)
                #expect(answer.body == Array("made".utf8))
            }
            #expect(server.requests.map(\.method) == ["POST", "DELETE", "GET"])
            #expect(server.requests.map(\.bodyLength) == [3_000_000, 0, 0])
            #expect(server.requests.map(\.connection) == [0, 1, 2])
            let head = try #require(server.requests.first?.head.lowercased())
            #expect(!head.contains("expect:"))
            #expect(!head.contains("content-type:"))
            #expect(head.contains("accept-encoding: identity\r\n"))
        }
    }
}
