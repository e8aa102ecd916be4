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

    @Test(
        "A PUT arrives whole and once, with a body and without one, on a connection of its own",
        arguments: Stack.allCases
    )
    func put(stack: Stack) async throws {
        try await withServer(["/x": ScriptedServer.answer(200, "ok"), "/drop": ScriptedServer.drop]) { server in
            for body in [[UInt8](repeating: 0x61, count: 70_000), nil] {
                let request = HTTPRequest(.put, try server.url("/x"), fields: ["Content-Type": "video/mp4"], body: body)
                #expect(!request.isSafe)
                #expect(try await stack.transport.response(to: request).body == Array("ok".utf8))
            }
            #expect(server.requests.map(\.method) == ["PUT", "PUT"])
            #expect(server.requests.map(\.bodyLength) == [70_000, 0])
            #expect(Set(server.requests.map(\.connection)).count == 2)
            let heads = server.requests.map { $0.head.lowercased() }
            #expect(heads.allSatisfy { $0.contains("content-type: video/mp4\r\n") && !$0.contains("expect:") })
        }
    }

    @Test("A PUT on a connection that the server drops is seen once", arguments: [Stack.system])
    func putOnce(stack: Stack) async throws {
        try await withServer(["/ok": ScriptedServer.answer(), "/drop": ScriptedServer.drop]) { server in
            _ = try await stack.transport.response(to: HTTPRequest(.get, server.url("/ok")))
            let error = try await failure { _ = try await stack.transport.response(to: .putting(server.url("/drop"))) }
            #expect(error.progress == .sent && server.requests("/drop").count == 1)
        }
    }

    @Test("A POST that only reads may share a connection; a GET that submits may not", arguments: [Stack.system])
    func safety(stack: Stack) async throws {
        try await withServer(["/x": ScriptedServer.answer(200, "ok")]) { server in
            let read = HTTPRequest.reading(try server.url("/x"), body: ["id": "t1"])
            var submit = HTTPRequest.reading(try server.url("/x"))
            submit.isSafe = false
            #expect(read.isSafe && read.method == .post)
            for request in [read, read, submit, read] { _ = try await stack.transport.response(to: request) }
            let connections = server.requests.map(\.connection)
            #expect(connections[0] == connections[1] && connections[0] == connections[3])
            #expect(connections[2] != connections[0])
            #expect(server.requests.map(\.bodyLength) == [11, 11, 0, 11])
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
