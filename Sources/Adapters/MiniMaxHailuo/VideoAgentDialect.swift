public import VideoGenerationCore

/// MiniMax's templates ("video agent"): prepared scenes that a request fills with texts and pictures.
///
/// ``MiniMaxV1Dialect`` uses this dialect for requests whose source is a template. The response to a poll contains the
/// link.
public struct VideoAgentDialect: VideoDialect {
    /// The value of `RemoteTask.kind` for a template's task.
    public static let kind = "template"
    private let route: MiniMaxV1Dialect.Route

    /// Creates the dialect for a server.
    public init(_ route: MiniMaxV1Dialect.Route = .official) { self.route = route }

    /// The name of the dialect, `minimax-template`.
    public var name: String { "minimax-template" }
    /// An empty list, because a template chooses its own model.
    public var models: [ModelDescription] { [] }
    /// The sources that a request can start from: templates.
    public var sources: Set<GenerationMode> { [.template] }
    /// MiniMax's tables of statuses and errors, with the relays' status words for relays.
    public var reader: ResponseReader { route.reader }

    /// Returns the submit request: POST `video_template_generation`.
    /// - Throws: `VideoError` with code `invalidRequest` if the request has no template.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        guard case .template(let id, let texts) = request.source else {
            throw VideoError(
                .invalidRequest,
                "The dialect minimax-template generates videos from templates only.",
                advice: "Nothing was sent. Name a template."
            )
        }
        try request.refuseVideosAndAudio(by: name)
        var body: JSONObject = ["template_id": .string(id)]
        if !texts.isEmpty { body["text_inputs"] = .array(texts.map { ["value": .string($0)] }) }
        let pictures = request.pictures
        if !pictures.isEmpty {
            body["media_inputs"] = .array(try pictures.map { ["value": .string(try $0.sendableURL())] })
        }
        body.merge(request.options)
        return .posting(body, to: try route.url("video_template_generation", at: endpoint))
    }

    /// Returns the task in the response to a submit, marked as a template's task.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    {
        var snapshot = try reader.submitted(response, at: endpoint)
        snapshot.remote.kind = Self.kind
        return snapshot
    }

    /// Always the kind of a template's task.
    public func kind(of request: VideoRequest) -> String? { Self.kind }

    /// Returns the poll: GET `query/video_template_generation?task_id=`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        let query = [("task_id", task.id)]
        return .reading(try route.url("query", "video_template_generation", query: query, at: endpoint))
    }
}

extension RemoteTask {
    var isTemplate: Bool { kind == VideoAgentDialect.kind }
}
