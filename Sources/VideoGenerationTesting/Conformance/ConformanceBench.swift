import VideoGeneration
import VideoPlatform

/// What one check works with: the samples, the provider's maker, and where findings go.
struct ConformanceBench: Sendable {
    typealias Scene = ConformanceStage.Scene

    /// Where nobody lives.
    static let baseURL = "https://api.conformance.example/v1"
    /// An invented key; none of it may turn up in a text.
    static let key = "kq7-Conformance-4vXw9Zt2Lm8Rb6Ns"
    /// A prompt that does not survive careless encoding.
    static let prompt =
        "a \u{201C}paper\u{201D} \"boat\",\nin the rain \u{2602}\u{FE0F} \u{2028} <b>&amp;</b> \\ 100 %2F"
    /// A link that does not survive re-encoding, on a host that is not the provider's.
    static let link = link("4fA%2BpQ%2F7w%3D")
    /// What a hotel's network answers.
    static let page = "<html><body>Sign in to this network</body></html>"
    static let signature = "4fA%2BpQ%2F7w%3D"
    static let expiry = Date(timeIntervalSince1970: 1_900_000_000)

    static func link(_ signature: String) -> String {
        "https://media.conformance.example/out%2Fvideo%2Foutput.mp4?Expires=1900000000&Signature=\(signature)"
    }

    let script: ConformanceScript
    let makeProvider: ProviderConformance.MakeProvider
    let simulatorPath: String
    let ledger: ConformanceLedger

    /// A provider on a stage of its own.
    struct Cast: Sendable {
        let stage: ConformanceStage
        let provider: any VideoGenerating

        var origin: Origin { provider.info.endpoint.origin }
        var context: ExchangeContext { ExchangeContext(transport: stage, idempotencyKey: "v1-k3f9-1790000000") }
    }

    func cast() throws -> Cast {
        let stage = ConformanceStage()
        return Cast(stage: stage, provider: try makeProvider(Endpoint(Self.baseURL), Secret(Self.key)))
    }

    func perform(_ check: ConformanceCheck) async throws {
        switch check {
        case .script: try checkScript()
        case .purchase: try await checkPurchase()
        case .refusal: try await checkRefusals()
        case .noAnswer: try await checkNoAnswer()
        case .unclearAnswer: try await checkUnclearAnswers()
        case .keptID: try await checkKeptID()
        case .onePurchase: try await checkOnePurchase()
        case .statusWords: try await checkStatusWords()
        case .unknownWord: try await checkUnknownWord()
        case .pollTrouble: try await checkPollTrouble()
        case .failureReason: try await checkFailureReason()
        case .missingOutput: try await checkMissingOutput()
        case .identifiers: try await checkIdentifiers()
        case .otherTask: try await checkOtherTask()
        case .links: try await checkLinks()
        case .expiredLink: try await checkExpiredLink()
        case .pages: try await checkPages()
        case .credential: try await checkCredential()
        case .redaction: try await checkRedaction()
        case .cancellation: try await checkCancellation()
        case .damagedAnswers: try await checkDamagedAnswers()
        case .stopping: try await checkStopping()
        case .listing: try await checkListing()
        case .simulator: try await checkSimulator(at: simulatorPath)
        }
    }

    /// Looks at one expectation.
    func expect(_ holds: Bool, _ promised: String, seen: @autoclosure () -> String) {
        ledger.add(holds, promised, seen: seen())
    }

    // MARK: - Verbs

    var request: VideoRequest { script.request(Self.prompt) }

    func submit(_ cast: Cast, _ rule: @escaping ConformanceStage.Rule) async -> Scene<TaskSnapshot> {
        let request = request
        return await cast.stage.play(rule) { try await cast.provider.submit(request, in: cast.context) }
    }

    func status(_ cast: Cast, of task: RemoteTask, _ response: HTTPResponse) async -> Scene<TaskSnapshot> {
        await cast.stage.play({ _ in response }) { try await cast.provider.status(of: task, in: cast.context) }
    }

    /// Plays one rule at every verb that does not buy.
    func readings(
        _ cast: Cast,
        of task: RemoteTask,
        _ rule: @escaping ConformanceStage.Rule
    ) async -> [(verb: String, scene: Scene<Void>)] {
        let provider = cast.provider
        return [
            ("status", await cast.stage.play(rule) { _ = try await provider.status(of: task, in: cast.context) }),
            ("assets", await cast.stage.play(rule) { _ = try await provider.assets(of: task, in: cast.context) }),
            ("cancel", await cast.stage.play(rule) { _ = try await provider.cancel(task, in: cast.context) }),
            ("list", await cast.stage.play(rule) { _ = try await provider.list(TaskListing(), in: cast.context) }),
        ]
    }

    /// Has a task accepted, so that it carries whatever the provider keeps in it.
    func accepted(_ cast: Cast, id: String = "task-1") async throws -> RemoteTask {
        let answer = answer(script.accepted, .queued, id: id)
        return try await submit(cast) { _ in answer }.result.get().remote
    }

    /// Has a task succeed, so that it carries the id of its file.
    func succeeded(_ cast: Cast, id: String = "task-1", file: String = "file-1") async throws -> (
        task: RemoteTask, poll: HTTPRequest?
    ) {
        let task = try await accepted(cast, id: id)
        let scene = await status(cast, of: task, answer(script.succeeded, .succeeded, id: id, file: file))
        var known = try scene.result.get().remote
        known.pollingURL = known.pollingURL ?? task.pollingURL
        known.kind = known.kind ?? task.kind
        return (known, scene.requests.first)
    }

    /// Asks for the links; a request like the poll is answered like a poll, every other one like the
    /// question for the links.
    func assets(
        _ cast: Cast,
        of succeeded: (task: RemoteTask, poll: HTTPRequest?),
        link: String = link,
        file: HTTPResponse? = nil,
        poll: HTTPResponse? = nil
    ) async -> Scene<[VideoAsset]> {
        let id = succeeded.task.id
        let fileID = succeeded.task.fileID ?? "file-1"
        let poll = poll ?? answer(script.succeeded, .succeeded, id: id, link: link, file: fileID)
        let file =
            file ?? script.file.map { $0.filled([.id: id, .link: link, .file: fileID]) }
            ?? HTTPResponse(status: 404)
        return await cast.stage.play({ request in
            request.method == succeeded.poll?.method && request.url == succeeded.poll?.url ? poll : file
        }) { try await cast.provider.assets(of: succeeded.task, in: cast.context) }
    }

    /// A sample filled in, with a word of the table for the state.
    func answer(
        _ sample: SampleResponse,
        _ state: RemoteState,
        id: String = "task-1",
        word: String? = nil,
        link: String = link,
        file: String = "file-1",
        reason: String = "no reason"
    ) -> HTTPResponse {
        sample.filled([
            .id: id, .status: word ?? script.word(for: state) ?? "", .link: link, .file: file, .reason: reason,
        ])
    }
}

extension ConformanceStage.Scene {
    /// The error as a `VideoError`; nil for a value or another error.
    var error: VideoError? {
        guard case .failure(let error) = result else { return nil }
        return error as? VideoError
    }

    var value: Value? { try? result.get() }

    var isCancellation: Bool {
        guard case .failure(let error) = result else { return false }
        return error is CancellationError
    }

    /// The outcome in words.
    var outcome: String {
        switch result {
        case .success(let value): "\(value)"
        case .failure(let error as VideoError): "VideoError \(error.code): \(error)"
        case .failure(let error): "\(type(of: error)): \(error)"
        }
    }
}
