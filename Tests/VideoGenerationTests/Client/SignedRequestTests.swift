import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("An authorizer signs each finished request", .timeLimit(.minutes(20)))
struct SignedRequestTests {
    private static let poll = #"{"id":"t1","status":"processing"}"#

    @Test("HMAC-SHA256 gives the code of RFC 4231, test case 2")
    func hmac() {
        let code = HMACSHA256.code("what do ya want for nothing?", key: Array("Jefe".utf8))
        #expect(code.hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("A JWT of an access key and a secret key is made for each exchange, by the clock")
    func jwt() async throws {
        let secret = try Secret("ak-invented:sk-invented-7Qm2xV9pKs4T")
        let bench = try RowBench(RowDialect(authorize: { _ in JWTSigner(key: secret) })) { _ in .json(Self.poll) }
        let task = try await bench.submit()
        // The token for the clock's start was computed with another implementation.
        let token =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhay1pbnZlbnRlZCIsImV4cCI6MTc5MDAwMTgwMCwibmJmIjoxNzg5OTk5OTk1fQ"
            + "._I4dfPUjbdNeD5fVveyiFQzhgZnGzekuJrIqeKJ8NHM"
        #expect(bench.requests.last?.fields["Authorization"] == "Bearer \(token)")
        bench.clock.advance(by: .seconds(60))
        _ = try await bench.provider.status(of: try #require(task.remote), in: bench.client.context())
        let later = try #require(bench.requests.last?.fields["Authorization"])
        #expect(later != "Bearer \(token)" && later.hasPrefix("Bearer eyJ"))
    }

    /// From the suite of test vectors for Signature Version 4 that AWS published: `get-vanilla`, `post-vanilla` and
    /// `post-x-www-form-urlencoded`.
    private static let vectors: [(HTTPMethod, HTTPFields, String?, names: String, signature: String)] = [
        (.get, [:], nil, "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (.post, [:], nil, "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            .post, ["Content-Type": "application/x-www-form-urlencoded"], "Param1=value1",
            "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
        ),
    ]

    @Test("A signature of AWS covers method, path, fields and body of the request", arguments: vectors.indices)
    func aws(index: Int) async throws {
        let (method, fields, body, names, signature) = Self.vectors[index]
        let signer = AWSSigner(
            id: "AKIDEXAMPLE",
            key: try Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1",
            service: "service"
        )
        let url = try #require(HTTPURL("https://example.amazonaws.com/"))
        let request = HTTPRequest(method, url, fields: fields, body: body.map { Array($0.utf8) })
        let signed = try await Credential(signer, for: [url.origin])
            .authorizing(request, at: Date(timeIntervalSince1970: 1_440_938_160))
        #expect(signed.fields["X-Amz-Date"] == "20150830T123600Z")
        #expect(
            signed.fields["Authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(names), Signature=\(signature)"
        )
        #expect(signed.body == request.body && signed.url == request.url)
    }

    @Test("The authorizer gets the body of a submit as it is sent, with the task's own ID in it")
    func finishedBody() async throws {
        let signer = AWSSigner(id: "AKID", key: try Secret("k-0123456789"), region: "r", service: "s")
        let dialect = RowDialect(authorize: { _ in signer }, ownIDField: .body("external_id"))
        let bench = try RowBench(dialect) { _ in .json(Self.poll) }
        try await bench.submit()
        let sent = try #require(bench.requests.first { $0.method == .post })
        var bare = sent
        for name in ["Authorization", "X-Amz-Date"] { bare.fields[name] = nil }
        let again = try await signer.fields(for: bare, at: bench.clock.now)
        #expect(sent.fields["Authorization"] == again["Authorization"])
        #expect(String(decoding: sent.body ?? [], as: UTF8.self).contains("external_id"))
    }

    @Test("A token that expires after an hour is renewed for the poll after it, and not before")
    func renewal() async throws {
        let tokens = TokenSource()
        let bench = try RowBench(RowDialect(authorize: { _ in tokens })) { _ in .json(Self.poll) }
        let remote = try #require(try await bench.submit().remote)
        for minutes in [1, 50, 10, 60] {
            bench.clock.advance(by: .seconds(minutes * 60))
            _ = try await bench.provider.status(of: remote, in: bench.client.context())
        }
        #expect(bench.requests.compactMap { $0.fields["Authorization"]?.last } == ["1", "1", "1", "2", "3"])
        #expect(tokens.renewals == 3)
    }

    static let failures: [any Error & Sendable] = [
        VideoError(.outcomeUnknown, "token-invented lost", taskID: "t9", purchase: .unknown),
        VideoError(.connectionLost, "token-invented lost", isTransient: true, progress: .sent, purchase: .made),
        HTTPTransportError(.connectionLost, .sent, "token-invented lost"), POSIXError(.EIO),
    ]

    @Test("An authorizer that throws proves that nothing was sent, whatever it throws", arguments: failures.indices)
    func failure(index: Int) async throws {
        let tokens = TokenSource()
        tokens.failure.withLock { $0 = Self.failures[index] }
        let bench = try RowBench(RowDialect(authorize: { _ in tokens })) { _ in .json(Self.poll) }
        let error = try #require(await bench.failure { try await bench.submit() })
        #expect(error.code != .outcomeUnknown && error.purchase == .none && error.progress == .notSent)
        #expect(error.taskID == nil && !"\(error)".contains("token-invented"))
        #expect(bench.transport.requests.isEmpty)
        let task = try #require(try bench.task)
        #expect(task.state == .failed && task.submits == 0 && task.purchase == .none)
        let read = await bench.failure { try await bench.provider.status(of: RemoteTask(id: "t"), in: bench.context) }
        #expect(read?.code == error.code)
    }

    static let cancellations: [any Error & Sendable] = [
        CancellationError(), HTTPTransportError(.cancelled, .sent, "The request for a token was cancelled."),
    ]

    @Test("A cancellation in the authorizer stops a submit before it is sent", arguments: cancellations.indices)
    func cancellation(index: Int) async throws {
        let tokens = TokenSource()
        tokens.failure.withLock { $0 = Self.cancellations[index] }
        let bench = try RowBench(RowDialect(authorize: { _ in tokens })) { _ in .json(Self.poll) }
        let request = VideoRequest(prompt: "a")
        let error = await bench.failure { try await bench.provider.submit(request, in: bench.context) }
        #expect(error?.code == .cancelled && error?.purchase == VideoError.Purchase.none)
        await #expect(throws: CancellationError.self) {
            try await bench.provider.status(of: RemoteTask(id: "t"), in: bench.context)
        }
        #expect(bench.transport.requests.isEmpty)
        tokens.failure.withLock { $0 = nil }
    }

    /// An authorizer whose author forgot to hide the secret.
    private struct Careless: RequestAuthorizer {
        let secret = "s3cr3t-invented"
        func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields { ["X-Signature": secret] }
        func scrubbing(_ text: String) -> String { text.replacing(secret, with: "") }
    }

    @Test("No text or dump of a provider, a credential or a signed request shows a secret, even of a careless author")
    func dumps() async throws {
        let key = try Secret(RowBench.key)
        for authorizer in [Careless(), KeyAuthorizer(key, in: "X-Key", prefix: ""), JWTSigner(key: key)]
            as [any RequestAuthorizer]
        {
            let bench = try RowBench(RowDialect(authorize: { _ in authorizer })) { _ in .json(Self.poll) }
            let credential = try #require(bench.provider.credential)
            let url = try #require(HTTPURL("https://api.example.com/v1"))
            let request: Any
            if authorizer is JWTSigner {
                request = ""
            } else {
                request = try await credential.authorizing(HTTPRequest(.get, url), at: .now)
            }
            for value in [bench.provider, credential, request] as [Any] {
                var dumped = ""
                dump(value, to: &dumped)
                for text in ["\(value)", String(reflecting: value), dumped] {
                    #expect(!text.contains("s3cr3t") && !text.contains("7Qm2xV9p"), "\(text)")
                }
            }
        }
        var dumped = ""
        dump(KeyAuthorizer(key), to: &dumped)
        #expect(!dumped.contains("7Qm2"))
    }
}
