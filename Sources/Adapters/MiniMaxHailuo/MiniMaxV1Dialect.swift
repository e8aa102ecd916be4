public import VideoGenerationCore

/// MiniMax's first API, with the Hailuo models: `minimax-v1`, and the two ways in which relays sell it.
///
/// Errors come as `base_resp` under HTTP 200, a finished task names a file, and the file's link is asked
/// for with `files/retrieve`, fresh at each call. There is neither a list of tasks nor a way to cancel one.
public struct MiniMaxV1Dialect: VideoDialect {
    /// Who serves the API.
    public enum Route: String, Sendable, Hashable, CaseIterable {
        /// MiniMax itself, on any of its hosts.
        case official = "minimax-v1"
        /// A relay, under `/minimax/v1`, which wraps the query in an envelope and often inlines the link.
        case relay = "minimax-relay"
        /// CometAPI, which sells `files/retrieve` as a model of its own.
        case cometapi = "minimax-cometapi"
    }

    /// Who serves the API.
    public let route: Route
    private let templates: VideoAgentDialect

    /// Makes the dialect.
    public init(_ route: Route = .official) {
        self.route = route
        templates = VideoAgentDialect(route)
    }

    /// The dialect's name.
    public var name: String { route.rawValue }
    /// The Hailuo models; without prices where a relay makes its own.
    public var models: [ModelDescription] {
        route == .official ? MiniMaxV1Models.all : MiniMaxV1Models.all.map(\.withoutPrices)
    }
    /// Whether a relay may sell more models than are known here.
    public var acceptsOtherModels: Bool { route != .official }
    /// The newest model that takes text alone.
    public var defaultModel: String? { "MiniMax-Hailuo-2.3" }
    /// Templates.
    public var sources: Set<GenerationMode> { templates.sources }
    /// What CometAPI asks for each `files/retrieve`.
    public var fileFee: Price? {
        route == .cometapi ? Price(Money(mills: 4), per: .call, readOn: "2026-10-05") : nil
    }
    /// MiniMax's tables, and the relays' words where a relay stands between.
    public var reader: ResponseReader {
        ResponseReader(
            statuses: route == .official ? .hailuo : .relays,
            errors: .miniMax,
            rules: route == .official ? .hailuo : .hailuoRelay,
            keyAdvice: route == .official ? ResponseReader.keysArePerRegion : nil
        )
    }

    /// POST `video_generation`, or a template's own path.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        if case .template = request.source { return try templates.submitRequest(request, at: endpoint) }
        try request.refuse(request.aspectRatio != nil, "an aspect ratio", by: name)
        try request.refuse(request.size != nil, "a size in pixels", by: name)
        return .posting(try MiniMaxV1Body.make(request), to: try route.url("video_generation", at: endpoint))
    }

    /// The task; a template's is marked, because another address answers for it.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    {
        if case .template = request.source {
            return try templates.submitted(response, of: request, at: endpoint)
        }
        return try reader.submitted(response, at: endpoint)
    }

    /// GET `query/video_generation?task_id=`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        if task.isTemplate { return try templates.statusRequest(for: task, at: endpoint) }
        let query = [("task_id", task.id)]
        return .reading(try route.url("query", "video_generation", query: query, at: endpoint))
    }

    /// GET `files/retrieve?file_id=`, once the file is known.
    public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        guard let file = task.fileID, !task.isTemplate else { return nil }
        var query = [("file_id", file)]
        if route == .cometapi { query.insert(("model", "minimax-files-retrieve"), at: 0) }
        return .reading(try route.url("files", "retrieve", query: query, at: endpoint))
    }

    /// The link and its backup.
    public func assets(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoAsset] {
        try reader.file(response, of: task, at: endpoint)
    }
}

extension MiniMaxV1Dialect.Route {
    /// An address of the API: the bare host is what MiniMax's documents call the base, and a base that
    /// was written with the version or the prefix at its end means the same.
    func url(_ segments: String..., query: [(String, String)] = [], at endpoint: Endpoint) throws -> HTTPURL {
        let prefix = self == .relay ? ["minimax", "v1"] : ["v1"]
        return try endpoint.bareHost.url(prefix + segments, query: query)
    }
}

extension Endpoint {
    /// The base without `/v1`, `/minimax` or `/minimax/v1` at its end.
    var bareHost: Endpoint {
        get throws {
            var text = baseURL.string
            for suffix in ["/", "/v1", "/v2", "/minimax"] where text.hasSuffix(suffix) {
                text.removeLast(suffix.count)
            }
            return try Endpoint(text)
        }
    }
}
