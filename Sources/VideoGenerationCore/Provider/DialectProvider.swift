/// A provider that consists of a dialect, an endpoint and a key.
///
/// Each verb is one exchange: the dialect creates the request, this type attaches the key for the endpoint's own origin
/// and the origins that the dialect trusts with it, sends it, and the dialect reads the response. This type also decides whether a broken exchange may have bought a
/// video, in the same way for every dialect.
/// ```swift
/// let provider = DialectProvider(
///     id: "acme", dialect: AcmeDialect(), endpoint: try Endpoint("https://api.acme.example"),
///     key: try Secret(environment: "ACME_KEY"))
/// ```
public struct DialectProvider: VideoGenerating {
    /// The wire format of the provider.
    public let dialect: any VideoDialect
    /// The provider's ID, its address, and the capabilities of its models.
    public private(set) var info: ProviderInfo
    /// The key, bound to the endpoint's origin and to those that the dialect trusts with it; nil if the provider needs none.
    public let credential: Credential?
    private let trusts429: Bool

    /// Creates a provider.
    /// - Parameters:
    ///   - id: The provider's ID in this program.
    ///   - dialect: The wire format.
    ///   - endpoint: The address of the API, as the provider's documentation gives it.
    ///   - key: The API key; nil for a server that needs none.
    ///   - model: The model that is used if a request names none; nil for the dialect's default.
    ///   - models: Descriptions of models. A description replaces the dialect's description of the same name.
    ///   - keyVariable: The environment variable that holds the key. The journal stores its name, so that a later run
    ///     finds the key.
    ///   - resendsAfter429: Whether HTTP 429 proves that nothing was bought, so that the request may be sent again later.
    ///     Pass false for a relay that tries several upstream channels, because one of them may have made the video.
    ///   - limits: The limits of the account. A limit replaces the dialect's documented one.
    public init(
        id: String,
        dialect: any VideoDialect,
        endpoint: Endpoint,
        key: Secret?,
        model: String? = nil,
        models: [ModelDescription] = [],
        keyVariable: String? = nil,
        resendsAfter429: Bool = true,
        limits: SubmitLimits? = nil
    ) {
        self.dialect = dialect
        trusts429 = resendsAfter429
        let trusted = dialect.trustedOrigins(for: endpoint).filter(\.getsKey).map(\.origin)
        credential = key.map { Credential(dialect.authorizer(for: $0), for: [endpoint.origin] + trusted) }
        info = ProviderInfo(
            id: id,
            dialect: dialect.name,
            endpoint: endpoint,
            defaultModel: model ?? dialect.defaultModel,
            models: models + dialect.models.filter { known in !models.contains { $0.name == known.name } },
            acceptsOtherModels: dialect.acceptsOtherModels,
            sources: dialect.sources,
            fileFee: dialect.fileFee,
            canList: dialect.canList,
            canLookUp: dialect.canLookUp,
            canCancel: dialect.canCancel,
            cancelDeletesFinished: dialect.cancelDeletesFinished,
            keyVariable: keyVariable
        )
        info.limits = dialect.limits(at: endpoint).overridden(by: limits)
        info.throttledStatuses = dialect.throttledStatuses
        if case .body(let place)? = dialect.ownIDField { info.ownIDPlace = place }
    }

    var endpoint: Endpoint { info.endpoint }

    /// Returns the request that ``submit(_:in:)`` would send, without the key. It uploads nothing: a note is in the place
    /// of each file that ``prepare(_:in:)`` would upload.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the request does not fit the model.
    public func preview(_ request: VideoRequest) throws -> HTTPRequest {
        try naming { try dialect.submitRequest(try placingUploads(in: try info.checked(request)), at: endpoint) }
    }

    /// Submits a request that fits the model with one POST; see ``VideoGenerating/submit(_:in:)``.
    /// - Throws: ``VideoError``, also if the Swift task is cancelled: code `notSent` or `outcomeUnknown`.
    public func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
        var request = try withModel(request, at: context.date)
        if let place = info.ownIDPlace, let id = context.idempotencyKey {
            request = request.settingOption(id, at: place)
        }
        var message = try naming { try dialect.submitRequest(try info.checked(request), at: endpoint) }
        message.isSafe = false
        if case .header(let name)? = dialect.ownIDField { message.fields[name] = context.idempotencyKey }
        let response: HTTPResponse
        let isVideo: Bool
        do {
            (response, isVideo) = try await submitExchange(message, in: context)
        } catch is CancellationError {
            throw VideoError.stoppedBeforeSubmit
        } catch let error as HTTPTransportError {
            throw try VideoError(error, during: .submit, provider: info.id)
        }
        if isVideo { return try await kept(TaskSnapshot(RemoteTask(id: ""), .succeeded), 0, in: context) }
        var reading = SubmitReading(response, to: message.url, of: request, by: dialect, at: endpoint)
        reading.trusts429 = trusts429
        return try await keepingVideo(of: try naming { try reading.task() }.scrubbed(by: credential), in: context)
    }

    /// Returns the request with the default model if it names none.
    func withModel(_ request: VideoRequest, at date: Date) throws -> VideoRequest {
        guard request.source == nil, request.model == nil else { return request }
        var request = request
        request.model = try info.defaultModel(for: request, at: date)
        return request
    }

    /// Sends one GET, for the list or for a task that does not exist; see ``VideoGenerating/checkEndpoint(in:)``.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the response is a web page; `CancellationError`.
    public func checkEndpoint(in context: ExchangeContext) async throws {
        let task = RemoteTask(id: DialectProbe.unknownTask)
        guard
            let request = (try? dialect.listRequest(TaskListing(limit: 1), at: endpoint))
                ?? (try? dialect.statusRequest(for: task, at: endpoint))
        else { return }
        let response: HTTPResponse
        do { response = try await read(request, .status, in: context) } catch is VideoError { return }
        // Web frameworks send a page with a 4xx status for a missing route, such as the list if the API has none. A
        // submit to a wrong address would be refused in the same way, without a purchase.
        guard response.isWebPage, !(400..<500).contains(response.status) else { return }
        throw VideoError(
            .configurationInvalid,
            "\(info.id) returned a web page instead of an API's response for \(request.url).",
            advice: "Nothing was sent and nothing was bought. The base URL \(endpoint.baseURL) is probably wrong: "
                + "many base URLs end with /v1.",
            provider: info.id,
            httpStatus: response.status
        )
    }

    /// Returns the reference to a task by its ID, with the model and the dialect's kind of the request.
    public func reference(to id: String, of request: VideoRequest) -> RemoteTask {
        RemoteTask(id: id, model: request.model, kind: dialect.kind(of: request))
    }

    /// Polls a task with one GET; see ``VideoGenerating/status(of:in:)``.
    /// - Throws: ``VideoError`` if the poll fails; `CancellationError`.
    public func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        // A finished video that came without an ID cannot be polled.
        if task.id.isEmpty, task.output != nil { return TaskSnapshot(task, .succeeded) }
        let task = task.restored(by: credential)
        do { return try await polledStatus(of: task, in: context) } catch let error as VideoError
            where error.code == .sizeLimitExceeded
        {
            return try await stateByContent(of: task, in: context, otherwise: error)
        }
    }

    private func polledStatus(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        let request = try dialect.statusRequest(for: task, at: endpoint)
        let response = try await read(request, .status, in: context)
        var snapshot = try naming(task) { try dialect.snapshot(response, of: task, at: endpoint) }
        snapshot.outputs = try naming(task) { try snapshot.outputs.map { try reachable($0, from: request) } }
        snapshot.failure = snapshot.failure.map { named($0, task) }
        return snapshot.scrubbed(by: credential)
    }

    /// Fetches the links with one GET, or two if the file's ID is not known; see ``VideoGenerating/outputs(of:in:)``.
    /// - Throws: ``VideoError``, with code `outputMissing` if the task has no video; `CancellationError`.
    public func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] {
        guard let output = task.output.flatMap({ HTTPURL($0) }) else {
            if task.id.isEmpty, task.output == RemoteTask.receivedOutput { throw named(Self.receivedIsMissing, task) }
            return try await freshOutputs(of: task, in: context)
        }
        // The link of the submit's response is the only one if the provider knows the task by no other way.
        let kept = VideoOutput(
            output,
            expiresAt: LinkExpiry.date(of: output),
            needsCredential: output.origin == endpoint.origin
        )
        if task.id.isEmpty { return [kept] }
        do { return try await freshOutputs(of: task, in: context) } catch is VideoError { return [kept] }
    }

    private func freshOutputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] {
        if let outputs = try await file(of: task, in: context) { return outputs }
        let snapshot = try await status(of: task, in: context)
        if snapshot.outputs.isEmpty, snapshot.remote.fileID != task.fileID,
            let outputs = try await file(of: snapshot.remote, in: context)
        {
            return outputs
        }
        guard !snapshot.outputs.isEmpty else {
            throw named(
                snapshot.failure
                    ?? VideoError(.outputMissing, "The task has no video (it is \(snapshot.state))."),
                task
            )
        }
        return try naming(task) { try downloadable(snapshot.outputs) }
    }

    private func file(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput]? {
        let task = task.restored(by: credential)
        guard let request = try dialect.fileRequest(for: task, at: endpoint) else { return nil }
        let response = try await read(request, .file, in: context)
        if let verdict = dialect.reader.verdict(in: response) { throw named(verdict, task) }
        return try naming(task) {
            try downloadable(
                dialect.outputs(response, of: task, at: endpoint).map { try reachable($0, from: request) }
            )
        }
    }

    /// Cancels a task with one request; see ``VideoGenerating/cancel(_:in:)``.
    /// - Throws: ``VideoError`` if the request fails; `CancellationError`.
    public func cancel(_ task: RemoteTask, in context: ExchangeContext) async throws -> Cancellation {
        let task = task.restored(by: credential)
        guard let request = try dialect.cancelRequest(for: task, at: endpoint) else { return .unsupported }
        let response = try await read(request, .cancel, in: context)
        return try naming(task) { try dialect.cancellation(response, of: task) }
    }

    /// Fetches a page of tasks with one GET; see ``VideoGenerating/list(_:in:)``.
    /// - Throws: ``VideoError``, with code `unsupported` if the API has no list; `CancellationError`.
    public func list(_ listing: TaskListing, in context: ExchangeContext) async throws -> TaskPage {
        guard let request = try dialect.listRequest(listing, at: endpoint) else {
            throw named(VideoError(.unsupported, "The dialect \(dialect.name) has no list of tasks."), nil)
        }
        let response = try await read(request, .list, in: context)
        var page = try naming { try dialect.page(response, of: listing, at: endpoint) }
        page.date = page.date ?? RetryHint.date(of: response.head.fields)
        page.tasks = page.tasks.map { $0.scrubbed(by: credential) }
        return page
    }

    /// Finds tasks by the caller's own ID with one request; see ``VideoGenerating/lookUp(_:of:in:)``.
    /// - Throws: ``VideoError``; `CancellationError`.
    public func lookUp(_ ownID: String, of request: VideoRequest, in context: ExchangeContext) async throws
        -> [TaskSnapshot]?
    {
        // A value of the caller was sent instead of the ID. It may be the same for many tasks.
        if let place = info.ownIDPlace, request.hasOption(at: place) { return nil }
        guard let message = try dialect.lookupRequest(for: ownID, of: request, at: endpoint) else { return nil }
        let response = try await read(message, .lookup, in: context)
        return try naming { try dialect.found(response, for: ownID, of: request, at: endpoint) }.map {
            $0.scrubbed(by: credential)
        }
    }

    /// Reads a response that a link returned instead of a video; see ``VideoDialect/content(_:of:at:)``.
    /// - Returns: The outputs that the response links to.
    /// - Throws: ``VideoError``; a transient `outputMissing` if the task is still running.
    public func outputs(
        fromUnexpectedResponse response: HTTPResponse,
        to output: VideoOutput,
        of task: RemoteTask
    ) throws -> [VideoOutput] {
        let snapshot = try naming(task) { try dialect.content(response, of: output, at: endpoint) }
        guard snapshot.outputs.isEmpty else {
            return try naming(task) {
                try snapshot.outputs.map { try reachable($0, from: output.link.map { .reading($0) }) }
            }
        }
        throw named(
            snapshot.failure
                ?? VideoError(.outputMissing, "The video is not available yet.", isTransient: true),
            task
        )
    }
}
