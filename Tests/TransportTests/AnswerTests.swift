import LoopbackHTTP
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Reading answers", .timeLimit(.minutes(20)))
struct AnswerTests {
    private func answer(_ stack: Stack, _ behaviour: @escaping ScriptedServer.Behaviour) async throws -> HTTPResponse {
        let server = try ScriptedServer(["/": behaviour])
        defer { server.stop() }
        // On a busy machine a megabyte may take a minute.
        var limits = HTTPTimeouts.read
        limits.total = .seconds(300)
        return try await stack.transport.response(to: HTTPRequest(.get, server.url("/")), timeouts: limits)
    }

    @Test(
        "C9 a truncated response is never a whole one, and its bytes are handed over",
        arguments: Stack.keeping(9),
        [
            "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n12345",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n5\r\n123",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
        ]
    )
    func truncated(stack: Stack, text: String) async throws {
        try await withServer(["/": ScriptedServer.raw(text)]) { server in
            let sink = CountingSink()
            let error = try await failure {
                try await stack.transport.send(HTTPRequest(.get, server.url("/")), timeouts: .download, to: sink)
            }
            #expect(error.code == .connectionLost)
            #expect(error.progress == .bodyReceived(Int64(sink.bytes)))
            #expect(sink.head?.status == 200)
            #expect(sink.bytes >= 5)
        }
    }

    @Test("C9 D4 an encoded answer, truncated gzip too, is refused before its body", arguments: Stack.keeping(9))
    func encoded(stack: Stack) async throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\u{1F}\u{8B}\u{8}"
        let error = try await failure { _ = try await answer(stack, ScriptedServer.raw(text)) }
        #expect(error.code == .invalidResponse)
        #expect(error.progress == .headReceived)
        let plain = try await answer(stack, ScriptedServer.answer(200, "ok", fields: ["Content-Encoding: identity"]))
        #expect(plain.status == 200)
    }

    @Test(
        "C9 a body that only the end of the connection delimits has no length, so nobody can take it for whole",
        arguments: Stack.keeping(9)
    )
    func closeDelimited(stack: Stack) async throws {
        let cut = try await answer(stack, ScriptedServer.raw("HTTP/1.1 200 OK\r\n\r\n12345"))
        #expect(cut.head.contentLength == nil)
        #expect(cut.body.count == 5)
    }

    @Test("C10 a 200 to a ranged request is handed over as a 200", arguments: Stack.keeping(10))
    func rangeIgnored(stack: Stack) async throws {
        try await withServer(["/": ScriptedServer.answer(200, "whole")]) { server in
            let answer = try await stack.transport.response(
                to: HTTPRequest(.get, server.url("/"), fields: ["Range": "bytes=3-", "If-Range": "\"a\""])
            )
            #expect(answer.status == 200)
            #expect(answer.head.fields["Content-Range"] == nil)
            #expect(answer.body == Array("whole".utf8))
            #expect(server.requests.first?.head.contains("Range: bytes=3-\r\n") == true)
        }
    }

    @Test("C12 Retry-After:5, without a space, is read", arguments: Stack.keeping(12))
    func noSpace(stack: Stack) async throws {
        let answer = try await answer(stack, ScriptedServer.answer(429, "slow", fields: ["Retry-After:5"]))
        #expect(answer.status == 429)
        #expect(answer.head.fields["retry-after"] == "5")
    }

    @Test("C13 a header that is not UTF-8 does not lose the response", arguments: Stack.keeping(13))
    func notUTF8(stack: Stack) async throws {
        let head = Array("HTTP/1.1 200 OK\r\nX-Name: caf".utf8) + [0xE9, 0xFF]
        let rest = Array("\r\nX-Twice: 1\r\nX-Twice: 2\r\nContent-Length: 2\r\n\r\nok".utf8)
        let answer = try await answer(stack, ScriptedServer.raw(head + rest))
        #expect(answer.head.fields["X-Name"]?.hasPrefix("caf") == true)
        #expect(answer.head.fields.values("x-twice") == ["1", "2"])
        #expect(answer.body == Array("ok".utf8))
    }

    @Test("C14 P24 a response of 1 MiB + 1 byte is refused, one of 1 MiB is not", arguments: Stack.keeping(14))
    func tooLarge(stack: Stack) async throws {
        let whole = try await answer(stack, ScriptedServer.zeros(1 << 20))
        #expect(whole.body.count == 1 << 20)
        let error = try await failure { _ = try await answer(stack, ScriptedServer.zeros(1 << 20 + 1)) }
        #expect(error.code == .tooLarge)
    }

    @Test("C19 two different lengths are refused, the same one twice is not", arguments: Stack.keeping(19))
    func twoLengths(stack: Stack) async throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nok567"
        let error = try await failure { _ = try await answer(stack, ScriptedServer.raw(text)) }
        #expect(error.code == .invalidResponse)
        let same = try await answer(stack, ScriptedServer.answer(200, "ok", fields: ["Content-Length: 2"]))
        #expect(same.body == Array("ok".utf8))
    }

    @Test("C20 S6 a connection that ends after the head is lost, with the head known", arguments: Stack.keeping(20))
    func closeAfterHead(stack: Stack) async throws {
        let error = try await failure {
            _ = try await answer(stack, ScriptedServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"))
        }
        #expect(error.code == .connectionLost)
        #expect(error.progress == .headReceived)
    }

    @Test("S26 interim answers are skipped", arguments: Stack.keeping(26))
    func interim(stack: Stack) async throws {
        let text =
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        let answer = try await answer(stack, ScriptedServer.raw(text))
        #expect(answer.status == 200)
        #expect(answer.head.fields["Link"] == nil)
    }

    @Test(
        "What is no HTTP is an error, not a crash and not an answer",
        arguments: [Stack.system],
        [
            "hello\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
            "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
        ]
    )
    func noHTTP(stack: Stack, text: String) async throws {
        let error = try await failure { _ = try await answer(stack, ScriptedServer.raw(text)) }
        #expect([.invalidResponse, .connectionLost].contains(error.code))
        #expect(error.progress != .notSent)
    }

    @Test("An endless head is refused", arguments: Stack.keeping(28))
    func endlessHead(stack: Stack) async throws {
        let error = try await failure {
            _ = try await answer(stack) { _, connection in
                connection.write("HTTP/1.1 200 OK\r\n")
                while connection.write("X-Pad: " + String(repeating: "x", count: 4000) + "\r\n") {}
                return false
            }
        }
        #expect(error.code == .invalidResponse || error.code == .connectionLost)
    }

    @Test("HEAD and 204 have no body", arguments: [Stack.system])
    func noBody(stack: Stack) async throws {
        try await withServer(["/": ScriptedServer.answer(), "/none": ScriptedServer.raw("HTTP/1.1 204 No\r\n\r\n")]) {
            server in
            let head = try await stack.transport.response(to: HTTPRequest(.head, server.url("/")))
            #expect(head.head.contentLength == 2)
            #expect(head.body.isEmpty)
            let none = try await stack.transport.response(to: HTTPRequest(.get, server.url("/none")))
            #expect(none.status == 204)
        }
    }
}
