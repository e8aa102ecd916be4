import VideoGeneration
import VideoPlatform

/// The inputs of one check: the samples, the provider's factory, and the ledger for its failures.
struct ConformanceBench: Sendable {
    typealias Scene = ConformanceStage.Scene

    /// A base URL on a host that does not exist.
    static let baseURL = "https://api.conformance.example/v1"
    /// An invented key, no part of which may appear in any text.
    static let key = "kq7-Conformance-4vXw9Zt2Lm8Rb6Ns"
    /// A prompt that careless encoding would damage.
    static let prompt =
        "a \u{201C}paper\u{201D} \"boat\",\nin the rain \u{2602}\u{FE0F} \u{2028} <b>&amp;</b> \\ 100 %2F"
    /// A link that re-encoding would damage, on a host that is not the provider's.
    static let link = link("4fA%2BpQ%2F7w%3D")
    /// A page like the sign-in page of a hotel's network.
    static let page = "<html><body>Sign in to this network</body></html>"
    static let signature = "4fA%2BpQ%2F7w%3D"
    /// The beginning of an MP4 file in base64.
    static let data = "AAAAGGZ0eXBpc29tAAACAGlzb21pc28y"
    /// The time of every exchange.
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    /// The caller's own ID of every task.
    static let ownID = "v1-k3f9-1790000000"
    static let expiry = Date(timeIntervalSince1970: 1_900_000_000)

    static func link(_ signature: String) -> String {
        "https://media.conformance.example/out%2Fvideo%2Foutput.mp4?Expires=1900000000&Signature=\(signature)"
    }

    let script: ConformanceScript
    let makeProvider: ProviderConformance.MakeProvider
    let simulatorPath: String
    /// The wire format of the provider; nil if it is not known.
    let dialect: (any VideoDialect)?
    let ledger: ConformanceLedger

    /// A provider with its own stage.
    struct Cast: Sendable {
        let stage: ConformanceStage
        let provider: any VideoGenerating

        var origin: Origin { provider.info.endpoint.origin }
        var context: ExchangeContext {
            ExchangeContext(transport: stage, date: ConformanceBench.now, idempotencyKey: ConformanceBench.ownID)
        }
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
        case .noResponse: try await checkNoResponse()
        case .unclearResponse: try await checkUnclearResponses()
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
        case .damagedResponses: try await checkDamagedResponses()
        case .stopping: try await checkStopping()
        case .listing: try await checkListing()
        case .keyField: try await checkKeyField()
        case .charge: try await checkCharge()
        case .lookup: try await checkLookup()
        case .uploads: try await checkUploads()
        case .loopback: try await checkLoopback()
        case .simulator: try await checkSimulator(at: simulatorPath)
        }
    }

    /// Evaluates one expectation.
    func expect(_ holds: Bool, _ promised: String, seen: @autoclosure () -> String) {
        ledger.add(holds, promised, seen: seen())
    }

    // MARK: - Calls

    var request: VideoRequest { script.request(Self.prompt) }

    func submit(_ cast: Cast, _ rule: @escaping ConformanceStage.Rule) async -> Scene<TaskSnapshot> {
        let request = request
        return await cast.stage.play(rule) { try await cast.provider.submit(request, in: cast.context) }
    }

    func status(_ cast: Cast, of task: RemoteTask, _ response: HTTPResponse) async -> Scene<TaskSnapshot> {
        await cast.stage.play({ _ in response }) { try await cast.provider.status(of: task, in: cast.context) }
    }

    /// Plays one rule for every method that does not submit.
    func readings(
        _ cast: Cast,
        of task: RemoteTask,
        _ rule: @escaping ConformanceStage.Rule
    ) async -> [(verb: String, scene: Scene<Void>)] {
        let provider = cast.provider
        return [
            ("status", await cast.stage.play(rule) { _ = try await provider.status(of: task, in: cast.context) }),
            ("outputs", await cast.stage.play(rule) { _ = try await provider.outputs(of: task, in: cast.context) }),
            ("cancel", await cast.stage.play(rule) { _ = try await provider.cancel(task, in: cast.context) }),
            ("list", await cast.stage.play(rule) { _ = try await provider.list(TaskListing(), in: cast.context) }),
            (
                "lookUp",
                await cast.stage.play(rule) {
                    _ = try await provider.lookUp(Self.ownID, of: VideoRequest(prompt: ""), in: cast.context)
                }
            ),
        ]
    }

    /// Submits a task that is accepted, so that it carries every value that the provider keeps in it.
    func accepted(_ cast: Cast, id: String = "task-1") async throws -> RemoteTask {
        let response = makeResponse(script.accepted, .queued, id: id)
        return try await submit(cast) { _ in response }.result.get().remote
    }

    /// Polls a task that succeeded, so that it carries the id of its file.
    func succeeded(_ cast: Cast, id: String = "task-1", file: String = "file-1") async throws -> (
        task: RemoteTask, poll: HTTPRequest?
    ) {
        let task = try await accepted(cast, id: id)
        let scene = await status(cast, of: task, makeResponse(script.succeeded, .succeeded, id: id, file: file))
        var known = try scene.result.get().remote
        known.pollingURL = known.pollingURL ?? task.pollingURL
        known.resultURL = known.resultURL ?? task.resultURL
        known.cancelURL = known.cancelURL ?? task.cancelURL
        known.kind = known.kind ?? task.kind
        return (known, scene.requests.first)
    }

    /// Requests the links. A request that is equal to the poll gets the response to a poll; every other request gets
    /// the response with the links.
    func outputs(
        _ cast: Cast,
        of succeeded: (task: RemoteTask, poll: HTTPRequest?),
        link: String = link,
        file: HTTPResponse? = nil,
        poll: HTTPResponse? = nil
    ) async -> Scene<[VideoOutput]> {
        let id = succeeded.task.id
        let fileID = succeeded.task.fileID ?? "file-1"
        let poll = poll ?? makeResponse(script.succeeded, .succeeded, id: id, link: link, file: fileID)
        let file =
            file ?? script.file.map { makeResponse($0, .succeeded, id: id, link: link, file: fileID) }
            ?? HTTPResponse(status: 404)
        return await cast.stage.play({ request in
            request.isSame(as: succeeded.poll) ? poll : file
        }) { try await cast.provider.outputs(of: succeeded.task, in: cast.context) }
    }

    /// Returns a sample with its placeholders filled in, using a word for the state from the script.
    func makeResponse(
        _ sample: SampleResponse,
        _ state: RemoteState,
        id: String = "task-1",
        word: String? = nil,
        link: String = link,
        file: String = "file-1",
        reason: String = "no reason",
        base: String = baseURL
    ) -> HTTPResponse {
        sample.filled([
            .id: id, .status: word ?? script.word(for: state) ?? "", .link: link, .file: file, .reason: reason,
            .base: base, .own: Self.ownID, .data: link.isEmpty ? "" : Self.data,
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

    /// A description of the outcome.
    var outcome: String {
        switch result {
        case .success(let value): "\(value)"
        case .failure(let error as VideoError): "VideoError \(error.code): \(error)"
        case .failure(let error): "\(type(of: error)): \(error)"
        }
    }
}
