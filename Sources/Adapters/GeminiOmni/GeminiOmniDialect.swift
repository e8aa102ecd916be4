public import VideoGenerationCore

/// The interactions of the Gemini API with the Omni models: `gemini-omni`.
///
/// An interaction runs in the background and is polled. Its response repeats the inputs, so it can be large. The video
/// is a link that needs the key, or base64 in the response. The API has no list of interactions, and cannot look one up
/// by the label that carries this program's ID.
public struct GeminiOmniDialect: VideoDialect {
    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `gemini-omni`.
    public var name: String { "gemini-omni" }
    /// The descriptions of the Omni models.
    public var models: [ModelDescription] { GeminiOmniModels.all }
    /// The generally available model that Google names as the replacement of Veo.
    public var defaultModel: String? { "gemini-omni-1.1-flash" }
    /// The sources that a request can start from: earlier videos.
    public var sources: Set<GenerationMode> { [.video] }
    /// Always true: the API cancels interactions that run in the background.
    public var canCancel: Bool { true }
    /// The label that carries this program's ID of a task. Polls repeat it.
    public var ownIDField: OwnIDField? { .body("labels.task") }

    /// The words of an interaction. Only outputs of the model are outputs: the response repeats the inputs.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(
                queued: ["queued"],
                running: ["in_progress", "requires_action", "requires_continuation", "idle"],
                succeeded: ["completed"],
                failed: ["failed", "incomplete", "budget_exceeded"],
                cancelled: ["cancelled"]
            ),
            idKeys: ["id"],
            rules: ResponseRules(taskIDs: ["id"], codes: ["error.code"], outputs: []),
            keys: ResponseKeys(reasons: ["errors"], ownIDs: ["labels.task"])
        )
        reader.outputs = { document, endpoint in Self.videos(in: document, at: endpoint) }
        reader.charge = { document in
            // `usage` of google-genai 3.6.1. The price of a token depends on its kind.
            document.first("usage")?["total_tokens"]?.int.map { Charge(Decimal($0), "tokens") }
        }
        return reader
    }

    /// Returns an authorizer that sends `x-goog-api-key: KEY`.
    public func authorizer(for key: Secret) -> any RequestAuthorizer {
        KeyAuthorizer(key, in: "x-goog-api-key", prefix: "")
    }

    /// Returns 256 MiB for the responses that contain an interaction: it repeats the inputs, 20 MB were seen, and a video
    /// can be inside.
    public func responseLimit(for operation: DialectOperation) -> Int {
        switch operation {
        case .submit, .status, .file, .cancel: 256 << 20
        case .content, .list, .lookup, .upload: 1 << 20
        }
    }

    /// Returns the submit request: POST `/v1beta/interactions`. The preview models exist under `v1beta` only.
    /// - Throws: `VideoError` with code `invalidRequest` if the API has no field for a part of the request.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let hasFrames = request.firstFrame != nil || request.lastFrame != nil
        try request.refuse(request.size != nil, "a size in pixels", by: name)
        try request.refuse(request.media.contains { $0.kind != .picture }, "a video or audio reference", by: name)
        try request.refuse(request.lastFrame != nil && request.firstFrame == nil, "a last frame alone", by: name)
        try request.refuse(hasFrames && !request.references.isEmpty, "frames together with references", by: name)
        try refuseSources(of: request)
        // Both would leave no interaction to poll.
        try request.refuse(request.options["stream"]?.bool == true, "a streamed response", by: name)
        try request.refuse(request.options["store"]?.bool == false, "a task that is not stored", by: name)
        return .posting(
            try GeminiOmniBody(request: request, defaultModel: defaultModel).make(),
            to: try url(at: endpoint)
        )
    }

    private func refuseSources(of request: VideoRequest) throws {
        guard let source = request.source else { return }
        try request.refuse(!request.pictures.isEmpty, "pictures together with an earlier video", by: name)
        switch source {
        case .edit: break
        case .extend(let id):
            try request.refuse(HTTPURL(id) == nil, "an extension of a video that is not named by its URL", by: name)
        case .remix: try request.refuse(true, "a remix", by: name)
        case .template: try request.refuse(true, "a template", by: name)
        }
    }

    /// Returns the task in the response to a submit.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try namingKey { try reader.submitted(response, at: endpoint) } }

    /// Returns the poll: GET `/v1beta/interactions/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try url(task.id, at: endpoint))
    }

    /// Returns the state of an interaction. The reason of a failure can be in one of its steps.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        try namingKey { try reader.status(Self.withError(response), of: task, at: endpoint) }
    }

    /// Returns the request to cancel an interaction: POST `/v1beta/interactions/{id}/cancel`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .posting([:], to: try url(task.id, "cancel", at: endpoint))
    }

    /// Returns the result of a request to cancel. Only the word `cancelled` proves that the interaction ended.
    public func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation {
        let result = try reader.cancellation(response)
        let word = reader.parse(response).first("status")?.text
        switch word.flatMap({ reader.statuses[$0] }) {
        case .queued, .running: return .requested
        case nil where result == .cancelled: return .requested
        default: return result
        }
    }

    private func url(_ segments: String..., at endpoint: Endpoint) throws -> HTTPURL {
        try endpoint.url(["v1beta", "interactions"] + segments)
    }

    /// Gives an error about the key its code. The API reports it as HTTP 400, like any invalid request.
    private func namingKey<Value>(_ read: () throws -> Value) throws -> Value {
        do { return try read() } catch var error as VideoError
            where error.code == .invalidRequest && error.message.lowercased().contains("api key")
        {
            error.code = .authenticationFailed
            error.advice = "Check the key, and that it belongs to this address."
            throw error
        }
    }
}
