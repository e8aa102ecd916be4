public import VideoGenerationCore

/// MiniMax's first API, with the Hailuo models: `minimax-v1`, and the two variants that relays sell.
///
/// Errors arrive as `base_resp` with HTTP 200. A finished task names a file, and every call for its link sends a new
/// `files/retrieve`. The API can neither list nor cancel tasks.
public struct MiniMaxV1Dialect: VideoDialect {
    /// The server that provides the API.
    public enum Route: String, Sendable, Hashable, CaseIterable {
        /// MiniMax itself, on any of its hosts.
        case official = "minimax-v1"
        /// A relay at `/minimax/v1`, which wraps the response to a poll in an envelope and often includes the link.
        case relay = "minimax-relay"
        /// CometAPI, which sells `files/retrieve` as a separate model.
        case cometapi = "minimax-cometapi"
    }

    /// The server that provides the API.
    public let route: Route
    private let templates: VideoAgentDialect

    /// Creates the dialect for a server.
    public init(_ route: Route = .official) {
        self.route = route
        templates = VideoAgentDialect(route)
    }

    /// The name of the dialect, which is the raw value of ``route``.
    public var name: String { route.rawValue }
    /// The Hailuo models. They have no prices for relays, which set their own.
    public var models: [ModelDescription] {
        route == .official ? MiniMaxV1Models.all : MiniMaxV1Models.all.map(\.withoutPrices)
    }
    /// True for relays, which may sell models that are not listed here.
    public var acceptsOtherModels: Bool { route != .official }
    /// The newest model that accepts text alone.
    public var defaultModel: String? { "MiniMax-Hailuo-2.3" }
    /// The sources that a request can start from: templates.
    public var sources: Set<GenerationMode> { templates.sources }
    /// The price of each `files/retrieve` at CometAPI; nil for other servers.
    public var fileFee: Price? {
        route == .cometapi ? Price(Money(mills: 4), per: .call, readOn: "2026-10-05") : nil
    }
    /// Returns MiniMax's limit of submits a minute for the Hailuo models. Relays set their own.
    public func limits(at endpoint: Endpoint) -> SubmitLimits {
        // From MiniMax's page of rate limits, read on 2026-10-05. Older pages say 5, and packages allow 20 to 50.
        route == .official && MiniMaxRegion.contains(endpoint) ? SubmitLimits(perMinute: 20) : SubmitLimits()
    }
    /// MiniMax's tables of statuses and errors, with the relays' status words for relays.
    public var reader: ResponseReader { route.reader }

    /// Returns the submit request: POST `video_generation`, or the path of the template API.
    /// - Throws: `VideoError` if the request has a field that the API does not have.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        if case .template = request.source { return try templates.submitRequest(request, at: endpoint) }
        try request.refuse(request.aspectRatio != nil, "an aspect ratio", by: name)
        try request.refuse(request.size != nil, "a size in pixels", by: name)
        try request.refuseVideosAndAudio(by: name)
        return .posting(try MiniMaxV1Body.make(request), to: try route.url("video_generation", at: endpoint))
    }

    /// Returns the task in the response to a submit. A template's task is marked, because it has another status
    /// endpoint.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    {
        if case .template = request.source {
            return try templates.submitted(response, of: request, at: endpoint)
        }
        return try reader.submitted(response, at: endpoint)
    }

    /// Returns the kind of a template's task; nil for every other request.
    public func kind(of request: VideoRequest) -> String? {
        request.mode == .template ? templates.kind(of: request) : nil
    }

    /// Returns the poll: GET `query/video_generation?task_id=`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        if task.isTemplate { return try templates.statusRequest(for: task, at: endpoint) }
        let query = [("task_id", task.id)]
        return .reading(try route.url("query", "video_generation", query: query, at: endpoint))
    }

    /// Returns the request for the links: GET `files/retrieve?file_id=`, or nil while the file is unknown.
    public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        guard let file = task.fileID, !task.isTemplate else { return nil }
        var query = [("file_id", file)]
        if route == .cometapi { query.insert(("model", "minimax-files-retrieve"), at: 0) }
        return .reading(try route.url("files", "retrieve", query: query, at: endpoint))
    }

    /// Returns the link and its backup from the response to `files/retrieve`.
    public func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoOutput] {
        try reader.file(response, of: task, at: endpoint)
    }
}

extension MiniMaxV1Dialect.Route {
    /// The tables of the API and of its templates.
    var reader: ResponseReader {
        ResponseReader(
            statuses: self == .official ? .hailuo : .relays,
            errors: .miniMax,
            rules: self == .official ? .hailuo : .hailuoRelay,
            keyAdvice: self == .official ? ResponseReader.keysArePerRegion : nil
        )
    }

    /// Returns a URL of the API. MiniMax's documentation calls the bare host the base URL. A base URL that ends with
    /// the version or the prefix is accepted, too.
    func url(_ segments: String..., query: [(String, String)] = [], at endpoint: Endpoint) throws -> HTTPURL {
        let prefix = self == .relay ? ["minimax", "v1"] : ["v1"]
        return try endpoint.bareHost.url(prefix + segments, query: query)
    }
}

extension Endpoint {
    /// The base URL without `/v1`, `/v2`, `/minimax` or `/minimax/v1` at its end.
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
