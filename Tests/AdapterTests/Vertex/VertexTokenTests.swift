import Foundation
import Synchronization
import Testing
import Vertex
import VideoGeneration
import VideoGenerationTesting
import VideoRecording

@Suite("A key file is exchanged for an access token", .timeLimit(.minutes(20)))
struct VertexTokenTests {
    private static let token = "ya29.invented-access-token-7Qm2xV9pKs4T"
    private static let start = Date(timeIntervalSince1970: 1_790_000_000)
    private static let running = #"{"name":"\#(VertexTaskTests.id)"}"#
    private let folder: TemporaryFolder
    private let task = RemoteTask(id: VertexTaskTests.id)

    init() throws { folder = try TemporaryFolder() }

    private func provider(_ file: String = TestKey.json()) throws -> DialectProvider {
        try .vertex(project: "my-project", key: try TestKey.file(in: folder, file))
    }

    private static func ok(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    /// Google, with tokens that are numbered.
    private static func google(
        lifetime: Int = 3_599,
        _ poll: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse = { _ in ok(running) }
    ) -> ScriptedTransport {
        let count = Mutex(0)
        return ScriptedTransport { request in
            guard request.url.string == "https://oauth2.googleapis.com/token" else { return try poll(request) }
            let number = count.withLock { count in
                count += 1
                return count
            }
            return ok(#"{"access_token":"\#(token)-\#(number)","expires_in":\#(lifetime),"token_type":"Bearer"}"#)
        }
    }

    private func context(_ transport: any HTTPTransport, _ seconds: TimeInterval = 0) -> ExchangeContext {
        .onThisMachine(transport, at: Self.start.addingTimeInterval(seconds))
    }

    @Test("The request states the account for an hour by the clock, and is signed with its key")
    func assertion() async throws {
        let transport = Self.google()
        _ = try await provider().status(of: task, in: context(transport))
        let request = try #require(transport.requests.first)
        #expect(request.method == .post && request.fields["Authorization"] == nil)
        let form = String(decoding: request.body ?? [], as: UTF8.self)
        let prefix = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
        #expect(form.hasPrefix(prefix))
        let parts = form.dropFirst(prefix.count).split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        #expect(try Self.text(parts[0]) == #"{"alg":"RS256","typ":"JWT","kid":"test-key-1"}"#)
        let claims = """
            {"iss":"\(TestKey.account)","scope":"https://www.googleapis.com/auth/cloud-platform",\
            "aud":"https://oauth2.googleapis.com/token","iat":1790000000,"exp":1790003600}
            """
        #expect(try Self.text(parts[1]) == claims)
        try Self.verify(parts[0] + "." + parts[1], signature: try Self.bytes(parts[2]), in: folder)
        #expect(transport.requests.last?.fields["Authorization"] == "Bearer \(Self.token)-1")
    }

    @Test("The signature is that of another implementation, byte for byte")
    func signature() throws {
        let signature = try RS256.signature(of: Array("a message".utf8), privateKey: Array(TestKey.privateKey.utf8))
        // Made with `openssl dgst -sha256 -sign`; the algorithm has no random part.
        let expected = """
            ZJa3i+Ii7LL3vc6u7MoVSk1DmBivT+PpG/jpgnN/uRVZjZrEbqnUpLofajw+vZZ0PGIxxroOE6OXMAFohcGSlO/CSLO/fcpPos4aowjkmcx0\
            5UdtXICCxRlw32eJFsX30RupybLJLXl5mjStX3OEHv3fcZ8ga2NxxVggz/sgnwomVZF/1u3XrSz6zeIMXiaSUOjbSA6YWOFpoW05jlVcWXHA\
            za7Ek2wq9E4ZOQpeAnOBxYjojrp/YP2zthis1T6wg+uJXRxsEOwDSE17mGfbRcaHsOICip8nMYgBiOsm+KwnYyoHOYs3DYkKpG1oPxCk531+\
            28d896q97c4k1mEsdA==
            """
        #expect(Data(signature).base64EncodedString() == expected)
    }

    @Test("A key that cannot sign is an error without the key in it", arguments: ["", "x", TestKey.ellipticKey])
    func badKey(_ key: String) {
        let error = #expect(throws: VideoError.self) { try RS256.signature(of: [1], privateKey: Array(key.utf8)) }
        #expect(error?.code == .authenticationFailed && error?.message.contains("BEGIN") == false)
    }

    @Test("A token is used until shortly before it expires, and not longer")
    func renewal() async throws {
        let transport = Self.google()
        let provider = try provider()
        for seconds in [0, 1_000, 3_298, 3_300, 3_400, 6_700, 100] as [TimeInterval] {
            _ = try await provider.status(of: task, in: context(transport, seconds))
        }
        let used = transport.requests.compactMap { $0.fields["Authorization"]?.last }
        // The last clock is behind the token, so it does not tell the token's age.
        #expect(used == ["1", "1", "1", "2", "2", "3", "4"])
    }

    @Test("Many callers at once exchange the key once")
    func concurrent() async throws {
        let transport = HeldToken(Self.google())
        let provider = try provider()
        let task = task
        let context = context(transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { _ = try await provider.status(of: task, in: context) } }
            group.addTask { try await transport.release() }
            try await group.waitForAll()
        }
        #expect(transport.exchanges == 1)
    }

    @Test("A cancelled caller leaves the exchange to one that waits")
    func cancelled() async throws {
        let transport = HeldToken(Self.google())
        let provider = try provider()
        let task = task
        let context = context(transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let first = Task { try await provider.status(of: task, in: context) }
            try await BoundedWait.until("the first exchange") { transport.exchanges == 1 }
            for _ in 0..<5 { group.addTask { _ = try await provider.status(of: task, in: context) } }
            first.cancel()
            await #expect(throws: CancellationError.self) { try await first.value }
            group.addTask { try await transport.release() }
            try await group.waitForAll()
        }
        #expect(transport.exchanges <= 2)
    }

    static let refusals: [(HTTPResponse, VideoError.Code, isTransient: Bool)] = [
        (
            ok(#"{"error":"invalid_grant","error_description":"Invalid JWT Signature."}"#, status: 400),
            .authenticationFailed, false
        ),
        (ok(#"{"error":"invalid_client"}"#, status: 401), .authenticationFailed, false),
        (ok("{}"), .authenticationFailed, false), (ok("<html>"), .authenticationFailed, false),
        (ok(#"{"access_token":"two words"}"#), .authenticationFailed, false),
        (ok("later", status: 503), .providerUnavailable, true), (ok("{}", status: 429), .providerUnavailable, true),
    ]

    @Test(
        "A failed exchange comes before the submit: nothing was sent, and nothing was bought",
        arguments: refusals.indices
    )
    func refused(index: Int) async throws {
        let (response, code, isTransient) = Self.refusals[index]
        let transport = ScriptedTransport { _ in response }
        let provider = try provider()
        let error = await #expect(throws: VideoError.self) {
            try await provider.submit(VideoRequest(prompt: "a boat"), in: context(transport))
        }
        #expect(error?.code == code && error?.isTransient == isTransient)
        #expect(error?.purchase == VideoError.Purchase.none && error?.progress == .notSent)
        #expect(transport.requests.map(\.url.string) == ["https://oauth2.googleapis.com/token"])
    }

    @Test("A broken connection to the server of tokens leaves nothing bought")
    func unreachable() async throws {
        let transport = ScriptedTransport { _ in
            throw HTTPTransportError(.connectionLost, .sent, "The connection ended.")
        }
        let provider = try provider()
        let error = await #expect(throws: VideoError.self) {
            try await provider.submit(VideoRequest(prompt: "a boat"), in: context(transport))
        }
        #expect(error?.code == .providerUnavailable && error?.purchase == VideoError.Purchase.none)
        #expect(error?.isTransient == true && transport.requests.count == 1)
    }

    static let files: [String] = [
        "", "[]", TestKey.json(key: nil), TestKey.json(account: nil), TestKey.json(tokenURI: nil),
        TestKey.json(tokenURI: "http://oauth2.googleapis.com/token"),
        TestKey.json(tokenURI: "https://oauth2.googleapis.com.evil.example/token"),
        TestKey.json(tokenURI: "https://oauth2.googleapis.com:444/token"),
        // A server on this machine gets a statement only for a provider on this machine.
        TestKey.json(tokenURI: "http://127.0.0.1:9/token"),
        TestKey.json(type: "authorized_user"), TestKey.json(key: TestKey.ellipticKey),
    ]

    @Test("A key file that cannot be used sends nothing, and no part of it is shown", arguments: files.indices)
    func badFile(index: Int) async throws {
        let transport = Self.google()
        let provider = try provider(Self.files[index])
        let error = await #expect(throws: VideoError.self) {
            try await provider.submit(VideoRequest(prompt: "a boat"), in: context(transport))
        }
        #expect(error?.code == .authenticationFailed && error?.purchase == VideoError.Purchase.none)
        #expect(transport.requests.isEmpty && error.map { "\($0)".contains("PRIVATE") } == false)
    }

    @Test("A provider on this machine can have its server of tokens there")
    func loopback() async throws {
        let transport = ScriptedTransport { request in
            Self.ok(request.url.path == "/token" ? #"{"access_token":"local","expires_in":60}"# : Self.running)
        }
        let file = TestKey.json(tokenURI: "http://127.0.0.1:9/token")
        let provider = DialectProvider(
            id: "local",
            dialect: VertexDialect(),
            endpoint: try Endpoint("http://localhost:8080/v1"),
            key: try TestKey.file(in: folder, file)
        )
        _ = try await provider.status(of: task, in: context(transport))
        #expect(transport.requests.map { $0.fields["Authorization"] } == [nil, "Bearer local"])
    }

    @Test("A missing or large key file is an error that names its path")
    func missingFile() async throws {
        let transport = Self.google()
        let provider = try provider(String(repeating: " ", count: 70_000))
        let missing = try DialectProvider.vertex(project: "p", key: try Secret(folder.path + "/none.json"))
        let directory = try DialectProvider.vertex(project: "p", key: try Secret(folder.path))
        for provider in [provider, missing, directory] {
            let error = await #expect(throws: VideoError.self) {
                try await provider.status(of: task, in: context(transport))
            }
            #expect(error?.code == .authenticationFailed && error?.message.contains(folder.path) == true)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test("An access token in place of a path is sent as it is")
    func plainToken() async throws {
        let transport = Self.google()
        let provider = try DialectProvider.vertex(project: "p", key: try Secret("ya29.a0-plain-token-0123456789"))
        _ = try await provider.status(of: task, in: context(transport))
        #expect(transport.requests.map { $0.fields["Authorization"] } == ["Bearer ya29.a0-plain-token-0123456789"])
    }

    @Test("A machine that cannot sign says so, and nothing is bought")
    func withoutSigner() async throws {
        let transport = Self.google()
        let provider = try provider()
        var context = ExchangeContext(transport: transport, date: Self.start)
        for signer in [nil, MissingLibrary()] as [(any AssertionSigner)?] {
            context.signer = signer
            let error = await #expect(throws: VideoError.self) {
                try await provider.submit(VideoRequest(prompt: "a boat"), in: context)
            }
            #expect(error?.code == .unsupported && error?.purchase == VideoError.Purchase.none)
            if signer != nil { #expect(error?.message.contains("libcrypto") == true) }
        }
        #expect(transport.requests.isEmpty)
    }

    /// A machine without libcrypto.
    private struct MissingLibrary: AssertionSigner {
        func keyFile(at path: String) throws -> [UInt8] { Array(TestKey.json().utf8) }
        func signature(of message: [UInt8], privateKey: [UInt8]) throws -> [UInt8] { throw RS256.missing }
    }

    @Test("No error, description, journal or recording contains the token or the private key")
    func secrets() async throws {
        let echo: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            let sent = request.fields["Authorization"] ?? ""
            return Self.ok(
                #"{"error":{"code":403,"message":"Denied for \#(sent)","status":"PERMISSION_DENIED"}}"#,
                status: 403
            )
        }
        let recorder = RecordingTransport(Self.google(echo))
        let provider = try provider()
        let journal = try FileJournal(
            folder: folder.path + "/journal",
            environment: EngineEnvironment(transport: recorder, clock: ManualClock(), random: SeededRandom(seed: 1))
        )
        let client = VideoClient(providers: [provider], journal: journal)
        let error = await #expect(throws: VideoError.self) {
            try await client.submit(VideoRequest(prompt: "a boat"), using: "vertex")
        }
        #expect(error?.code == .permissionDenied && error?.purchase == VideoError.Purchase.none)
        var dumped = ""
        for value in [provider, provider.credential as Any, error as Any] { dump(value, to: &dumped) }
        let path = folder.path + "/recording.har"
        try recorder.recording.write(to: path)
        var texts = [dumped, "\(error as Any)", "\(provider)"]
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for file in files where file != "key.json" {
            let data = FileManager.default.contents(atPath: folder.path + "/" + file) ?? Data()
            texts.append(String(decoding: data, as: UTF8.self))
        }
        #expect(files.contains("recording.har") && files.count > 3)
        for text in texts {
            #expect(!text.contains("7Qm2xV9pKs4T") && !text.contains("eyJhbGci") && !text.contains("MIIEvQIBADAN"))
        }
        // A token, the check of the address, and the submit.
        #expect(recorder.recording.exchanges.count == 3)
    }

    // MARK: - Reading

    private static func bytes(_ base64URL: String) throws -> [UInt8] {
        let text = base64URL.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Array(try #require(Data(base64Encoded: text + padding)))
    }

    private static func text(_ base64URL: String) throws -> String {
        String(decoding: try bytes(base64URL), as: UTF8.self)
    }

    /// Verifies a signature with the program openssl, if the machine has it.
    private static func verify(_ text: String, signature: [UInt8], in folder: TemporaryFolder) throws {
        let program = "/usr/bin/openssl"
        guard FileManager.default.isExecutableFile(atPath: program) else { return }
        let paths = ["/public.pem", "/text", "/signature"].map { folder.path + $0 }
        for (path, content) in zip(paths, [Data(TestKey.publicKey.utf8), Data(text.utf8), Data(signature)]) {
            try content.write(to: URL(fileURLWithPath: path))
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["dgst", "-sha256", "-verify", paths[0], "-signature", paths[2], paths[1]]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
