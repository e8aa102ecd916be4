public import VideoGenerationCore

/// MiniMax's templates ("video agent"): a scene of theirs, filled with texts and pictures.
///
/// ``MiniMaxV1Dialect`` uses it for requests whose source is a template; the query gives the link itself.
public struct VideoAgentDialect: VideoDialect {
    /// What `RemoteTask.kind` of a template's task is.
    public static let kind = "template"
    private let route: MiniMaxV1Dialect.Route

    /// Makes the dialect.
    public init(_ route: MiniMaxV1Dialect.Route = .official) { self.route = route }

    /// `minimax-template`
    public var name: String { "minimax-template" }
    /// None: a template brings its own.
    public var models: [ModelDescription] { [] }
    /// Templates.
    public var sources: Set<GenerationMode> { [.template] }
    /// MiniMax's tables.
    public var reader: ResponseReader {
        ResponseReader(
            statuses: route == .official ? .hailuo : .relays,
            errors: .miniMax,
            rules: route == .official ? .hailuo : .hailuoRelay,
            keyAdvice: route == .official ? ResponseReader.keysArePerRegion : nil
        )
    }

    /// POST `video_template_generation`.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        guard case .template(let id, let texts) = request.source else {
            throw VideoError(
                .invalidRequest,
                "The dialect minimax-template makes videos from templates only.",
                advice: "Nothing was sent. Name a template."
            )
        }
        var body: JSONObject = ["template_id": .string(id)]
        if !texts.isEmpty { body["text_inputs"] = .array(texts.map { ["value": .string($0)] }) }
        let pictures = request.pictures
        if !pictures.isEmpty {
            body["media_inputs"] = .array(try pictures.map { ["value": .string(try $0.sendableURL())] })
        }
        for option in request.options.sorted(by: { $0.key < $1.key }) { body[option.key] = option.value }
        return .posting(body, to: try route.url("video_template_generation", at: endpoint))
    }

    /// The task, marked as a template's.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    {
        var snapshot = try reader.submitted(response, at: endpoint)
        snapshot.remote.kind = Self.kind
        return snapshot
    }

    /// GET `query/video_template_generation?task_id=`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        let query = [("task_id", task.id)]
        return .reading(try route.url("query", "video_template_generation", query: query, at: endpoint))
    }
}

extension RemoteTask {
    var isTemplate: Bool { kind == VideoAgentDialect.kind }
}
