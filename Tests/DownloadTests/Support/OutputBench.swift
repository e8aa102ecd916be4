import Foundation
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationCore

/// A dialect whose responses are chosen by a test.
struct OutputDialect: VideoDialect {
    var name: String { "outputs" }
    var models: [ModelDescription] { [] }
    var reader = ResponseReader(statuses: StatusTable(running: ["running"], succeeded: ["done"], failed: ["broken"]))
    var limit = 1 << 20
    var pollsByPost = false
    var bucket: (@Sendable (String) -> HTTPURL?)?
    var trusted: [TrustedOrigin] = []

    func responseLimit(for operation: DialectOperation) -> Int { limit }
    func trustedOrigins(for endpoint: Endpoint) -> [TrustedOrigin] { trusted }
    func bucketLink(_ uri: String, at endpoint: Endpoint) throws -> HTTPURL? { bucket?(uri) }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        .posting(["prompt": .string(request.prompt)], to: try endpoint.url("jobs"))
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        let url = try endpoint.url("jobs", task.id)
        return pollsByPost ? .reading(url, body: ["id": .string(task.id)]) : .reading(url)
    }

    /// A dialect that finds the video in base64 at `result`.
    static var inline: OutputDialect {
        var dialect = OutputDialect()
        dialect.limit = 1 << 30
        dialect.reader.outputs = { document, _ in
            InlineContent(document.first("result")).map { [VideoOutput(.inline($0))] } ?? []
        }
        return dialect
    }
}

/// A client with one provider of ``OutputDialect``, on a journal of its own.
struct OutputBench {
    static let key = "sk-secret-0123456789"

    let folder: TemporaryFolder
    let clock = ManualClock()
    let host: FakeHost
    let dialect: OutputDialect

    init(_ dialect: OutputDialect, respond: @escaping @Sendable (HTTPRequest, Int) throws -> FakeHost.Reply) throws {
        folder = try TemporaryFolder()
        host = FakeHost(clock, respond: respond)
        self.dialect = dialect
    }

    /// A client as a new process makes it.
    func client(_ downloads: DownloadLimits = DownloadLimits()) throws -> VideoClient {
        let journal = try FileJournal(
            folder: folder.path + "/journal",
            environment: EngineEnvironment(transport: host, clock: clock, random: SeededRandom(seed: 1))
        )
        let provider = DialectProvider(
            id: "outputs",
            dialect: dialect,
            endpoint: try Endpoint("https://api.example/v1"),
            key: try Secret(Self.key)
        )
        return VideoClient(
            providers: [provider],
            journal: journal,
            settings: VideoClient.Settings(downloads: downloads)
        )
    }

    var destination: String { folder.path + "/boat.mp4" }

    /// The requests besides the check of the endpoint.
    var requests: [HTTPRequest] { host.requests.filter { $0.method != .get || !$0.url.path.contains("unknown") } }
    var submits: Int { host.requests.count { $0.method == .post && $0.url.path.hasSuffix("/jobs") } }

    func submit() async throws -> VideoTask {
        try await client().submit(VideoRequest(prompt: "a boat"), using: "outputs", savingTo: destination)
    }

    func bytes(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder.path + "/" + name).map(Array.init)
    }

    /// The names in a folder.
    func names(_ name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + name).sorted()
    }

    /// The error that a piece of work ends with.
    func failure<Value>(_ work: () async throws -> Value) async -> VideoError? {
        do {
            _ = try await work()
            return nil
        } catch { return error as? VideoError }
    }
}

extension FakeHost.Reply {
    /// A JSON response.
    static func json(_ text: String) -> FakeHost.Reply {
        FakeHost.Reply(fields: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    /// The response to a submit.
    static let accepted = json(#"{"id": "t1", "status": "running"}"#)
}

extension [UInt8] {
    /// The bytes in base64.
    var base64: String { Data(self).base64EncodedString() }
}
