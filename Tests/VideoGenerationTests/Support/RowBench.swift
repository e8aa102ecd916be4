import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// A client whose provider is made from an entry as in providers.json, with a dialect that a test chooses, on a
/// transport that responds by a rule.
struct RowBench {
    static let key = "ak-invented-7Qm2xV9pKs4T"

    let folder: TemporaryFolder
    let clock = ManualClock()
    let journal: FileJournal
    let transport: ScriptedTransport
    let provider: DialectProvider
    let client: VideoClient

    init(
        _ dialect: RowDialect,
        budget: Budget? = nil,
        _ respond: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse
    ) throws {
        folder = try TemporaryFolder()
        transport = ScriptedTransport(respond: respond)
        let environment = EngineEnvironment(transport: transport, clock: clock, random: SeededRandom(seed: 1))
        journal = try FileJournal(folder: folder.path, environment: environment)
        let plugin = ProviderPlugin(dialect: "rows", summary: "") { _ in dialect }
        provider = try ProviderRegistry([plugin]).provider(
            for: ProviderConfiguration(
                id: "rows",
                dialect: "rows",
                baseURL: "https://api.example.com/v1",
                keyEnv: "ROWS_KEY"
            ),
            environment: ["ROWS_KEY": Self.key]
        )
        client = VideoClient(
            providers: [provider],
            journal: journal,
            settings: VideoClient.Settings(budget: budget)
        )
    }

    var context: ExchangeContext {
        ExchangeContext(transport: transport, date: clock.now, idempotencyKey: "v1-k3f9-1790000000")
    }

    /// The only task of the journal.
    var task: VideoTask? { get throws { try journal.tasks().first } }

    /// The requests other than the one that checks the address before the first submit.
    var requests: [HTTPRequest] { transport.requests.filter { !$0.url.path.contains(DialectProbe.unknownTask) } }

    @discardableResult
    func submit(_ options: [String: JSONValue] = [:]) async throws -> VideoTask {
        let request = VideoRequest(prompt: "a paper boat", model: "film", options: options)
        return try await client.submit(request, using: "rows", savingTo: folder.path + "/film.mp4")
    }

    /// Submits a task whose response is lost.
    func lose(_ options: [String: JSONValue] = [:]) async throws -> VideoTask {
        _ = await failure { try await submit(options) }
        guard let task = try journal.tasks().last, task.state == .outcomeUnknown else {
            throw VideoError(.invalidRequest, "The outcome of the submit is known.")
        }
        return task
    }

    func failure<Value>(_ work: () async throws -> Value) async -> VideoError? {
        do {
            _ = try await work()
            return nil
        } catch { return error as? VideoError }
    }
}

extension HTTPResponse {
    static func json(_ text: String) -> HTTPResponse { json(200, text) }

    static func json(_ status: Int, _ text: String, _ fields: HTTPFields = [:]) -> HTTPResponse {
        HTTPResponse(status: status, fields: fields, body: Array(text.utf8))
    }
}
