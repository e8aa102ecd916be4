import Foundation
import VideoGeneration
import VideoGenerationTesting

/// A client of a provider that uploads files, on a scripted transport and a clock that takes no time.
struct UploadBench {
    static let key = "key-invented-0123456789"
    static let picture = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("0123456789abcdef".utf8))

    let folder: TemporaryFolder
    let clock: ManualClock
    let journal: FileJournal
    let transport: ScriptedTransport
    let provider: DialectProvider
    let client: VideoClient

    init(
        _ dialect: any VideoDialect = FormUploadDialect(),
        base: String = "https://api.example.com/v1",
        models: [ModelDescription] = [],
        settings: VideoClient.Settings = VideoClient.Settings(),
        clock: ManualClock = ManualClock(),
        respond: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse = UploadBench.respond
    ) throws {
        self.clock = clock
        folder = try TemporaryFolder()
        transport = ScriptedTransport(respond: respond)
        let environment = EngineEnvironment(transport: transport, clock: clock, random: SeededRandom(seed: 1))
        journal = try FileJournal(folder: folder.path, environment: environment)
        provider = DialectProvider(
            id: "up",
            dialect: dialect,
            endpoint: try Endpoint(base),
            key: try Secret(Self.key),
            models: models
        )
        client = VideoClient(providers: [provider], journal: journal, settings: settings)
    }

    /// The requests, without the check of the endpoint before the first submit.
    var requests: [HTTPRequest] { transport.requests.filter { $0.method != .get } }
    var paths: [String] { requests.map(\.url.path) }

    static func json(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    /// The responses of a provider and a store that work.
    static func respond(to request: HTTPRequest) -> HTTPResponse {
        switch request.url.path {
        case "/v1/uploads":
            json(
                #"""
                {"uploadUrl":"https://store.example.com/bucket","fields":{"key":"k/1","policy":"p=="},
                "runwayUri":"runway://file-1"}
                """#
            )
        case "/v1/initiate":
            json(#"{"upload_url":"https://store.example.com/put?sig=1","file_url":"https://cdn.example.com/f.png"}"#)
        case "/bucket": HTTPResponse(status: 204)
        case "/put": HTTPResponse(status: 200)
        case "/v1/tasks", "/v1/submit": json(#"{"id":"remote-1","status":"RUNNING"}"#)
        default: json("{}", status: 404)
        }
    }

    static func request(_ inputs: [MediaInput] = [.data(picture, .png)]) -> VideoRequest {
        VideoRequest(prompt: "a paper boat", references: inputs)
    }

    @discardableResult
    func submit(_ request: VideoRequest = request(), observe: VideoObserver? = nil) async throws -> VideoTask {
        try await client.submit(request, using: "up", observe: observe)
    }

    /// The error of a submit that buys nothing.
    func failure(_ request: VideoRequest = request()) async -> VideoError? {
        do {
            try await submit(request)
            return nil
        } catch { return error as? VideoError }
    }
}
