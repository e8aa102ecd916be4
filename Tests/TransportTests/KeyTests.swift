import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Where a key goes, and where not", .timeLimit(.minutes(20)))
struct KeyTests {
    private static let fields: HTTPFields = ["Authorization": "Bearer test-key-123456", "X-Api-Key": "test-key-123456"]

    @Test("C3 a 302 to another port carries no key, custom header included", arguments: Stack.keeping(3))
    func redirectWithKey(stack: Stack) async throws {
        try await withServer(["*": ScriptedServer.answer()]) { other in
            let target = try other.url("/stolen").string
            try await withServer(["/": ScriptedServer.answer(302, "", fields: ["Location: \(target)"])]) { server in
                let answer = try await stack.transport.response(
                    to: HTTPRequest(.get, server.url("/"), fields: Self.fields)
                )
                #expect(answer.status == 302)
                #expect(answer.head.fields["Location"] == target)
                #expect(other.connectionCount == 0)
            }
        }
    }

    @Test("C4 a 307 POST is not followed", arguments: Stack.keeping(4))
    func redirectedPost(stack: Stack) async throws {
        let behaviours = ["/": ScriptedServer.answer(307, "", fields: ["Location: /b"]), "/b": ScriptedServer.answer()]
        try await withServer(behaviours) { server in
            let answer = try await stack.transport.response(
                to: HTTPRequest(.post, server.url("/"), fields: Self.fields, body: [1, 2, 3])
            )
            #expect(answer.status == 307)
            #expect(server.requests.map(\.target) == ["/"])
        }
    }

    @Test("C5 a 401 that asks for Basic is handed over as it is, at once", arguments: Stack.keeping(5))
    func basicChallenge(stack: Stack) async throws {
        let behaviour = ScriptedServer.answer(401, "no", fields: ["WWW-Authenticate: Basic realm=\"x\""])
        try await withServer(["/": behaviour]) { server in
            let limits = HTTPTimeouts(head: .seconds(5), total: .seconds(5))
            let answer = try await stack.transport.response(to: HTTPRequest(.get, server.url("/")), timeouts: limits)
            #expect(answer.status == 401)
            #expect(server.requests.count == 1)
        }
    }

    @Test("K7 a cookie that a server sets is never sent back", arguments: [Stack.system])
    func cookie(stack: Stack) async throws {
        let behaviour = ScriptedServer.answer(200, "ok", fields: ["Set-Cookie: session=1; Path=/"])
        try await withServer(["/": behaviour]) { server in
            for _ in 0..<3 { _ = try await stack.transport.response(to: HTTPRequest(.get, server.url("/"))) }
            #expect(server.requests.count == 3)
            #expect(server.requests.allSatisfy { !$0.head.lowercased().contains("cookie") })
        }
    }

    @Test("C15 a key with a newline is refused before anything is sent")
    func newlineInKey() throws {
        #expect(throws: VideoError.self) { try Secret("abc\n") }
        #expect(throws: VideoError.self) { try Secret("abc\r\nX-Evil: y") }
        #expect(HTTPField(name: "Authorization", value: "Bearer abc\r\nX-Evil: y") == nil)
        #expect(HTTPField(name: "Authorization", value: "Bearer abc\n") == nil)
        #expect(HTTPField(name: "X-A\r\nX-Evil", value: "y") == nil)
        #expect(HTTPField(name: "X-A", value: "a\0b") == nil)
    }

    @Test("A key is not sent over plain http to another machine, whoever asks", arguments: [Stack.system])
    func keyInTheClear(stack: Stack) async throws {
        let url = try #require(HTTPURL("http://videos.example.test/"))
        let error = try await failure {
            _ = try await stack.transport.response(to: HTTPRequest(.get, url, fields: Self.fields))
        }
        #expect(error.code == .invalidRequest)
        #expect(error.progress == .notSent)
    }

    @Test("So is a key in any other field", arguments: Stack.allCases)
    func otherKeyInTheClear(stack: Stack) async throws {
        let url = try #require(HTTPURL("http://videos.example.test/"))
        for name in ["x-goog-api-key", "X-Key", "api-key", "X-API-Key", "Cookie"] {
            let request = HTTPRequest(.put, url, fields: [name: "test-key-123456"])
            let error = try await failure { _ = try await stack.transport.response(to: request) }
            #expect(error.code == .invalidRequest && error.progress == .notSent)
        }
    }

    @Test(
        "A field that frames the message is refused: it could smuggle a second request",
        arguments: ["Host", "Content-Length", "transfer-encoding", "Connection", "Expect"]
    )
    func reservedField(name: String) async throws {
        try await withServer(["*": ScriptedServer.answer()]) { server in
            let request = HTTPRequest(
                .get,
                try server.url("/"),
                fields: HTTPFields([try #require(HTTPField(name: name, value: "5"))])
            )
            for stack in Stack.allCases {
                let error = try await failure { _ = try await stack.transport.response(to: request) }
                #expect(error.code == .invalidRequest)
            }
            #expect(server.connectionCount == 0)
        }
    }
}
