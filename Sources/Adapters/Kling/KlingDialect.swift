public import VideoGenerationCore

/// Kling's own API: `kling`.
///
/// Each kind of request has its own path, which is also the path of its polls: `text2video`, `image2video` and
/// `multi-image2video`. Every response is in an envelope with a code, and a code other than 0 is an error under any HTTP
/// status. The API lists tasks and finds them by the caller's own ID. It cannot cancel them.
public struct KlingDialect: VideoDialect {
    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `kling`.
    public var name: String { "kling" }
    /// The descriptions of Kling's models.
    public var models: [ModelDescription] { KlingModels.all }
    /// The newest model that is described.
    public var defaultModel: String? { "kling-v3" }
    /// Always true: the API has a list of tasks for each kind of request.
    public var canList: Bool { true }
    /// Always true: the path of a poll also takes the caller's own ID.
    public var canLookUp: Bool { true }
    /// The field `external_task_id`, which the API repeats, and which has to be unique in an account.
    public var ownIDField: OwnIDField? { .body("external_task_id") }

    /// The tables of the API.
    public var reader: ResponseReader {
        ResponseReader(
            statuses: .kling,
            errors: .kling,
            idKeys: ["task_id"],
            rules: .kling,
            keys: ResponseKeys(ownIDs: ["task_info.external_task_id"]),
            keyAdvice: "The API takes an API key, not the pair of an access key and a secret key."
        )
    }

    /// Returns the submit request: POST `/v1/videos/{kind}`.
    /// - Throws: `VideoError` with code `invalidRequest` if the request has a part that the API has no field for.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let kind = Kind(of: request.mode)
        let hasFrames = request.firstFrame != nil || request.lastFrame != nil
        try request.refuse(hasFrames && !request.references.isEmpty, "frames together with references", by: name)
        try request.refuse(request.media.contains { $0.kind != .picture }, "an input that is not a picture", by: name)
        try request.refuse(request.size != nil, "a size in pixels", by: name)
        let hasRatio = request.aspectRatio != nil
        try request.refuse(hasRatio && kind == .image, "an aspect ratio together with frames", by: name)
        return .posting(try KlingBody.make(request), to: try kind.url(at: endpoint))
    }

    /// Returns the evidence in the places that ``reader`` declares.
    ///
    /// An error about `external_task_id` may mean that an earlier submit used the ID and bought the video. Kling does not
    /// document a code for this, so such an error proves nothing.
    public func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
        var evidence = reader.evidence(in: response, at: endpoint)
        let message = reader.parse(response).json?["message"]?.text?.lowercased() ?? ""
        if message.contains("external_task_id") || message.contains("external task id") {
            evidence.isSpoken = false
            evidence.codes = []
        }
        return evidence
    }

    /// Returns the task in the response to a submit. It is marked with the kind of the request, because the path of its
    /// polls depends on it.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try reader.submitted(response, at: endpoint).marked(Kind(of: request.mode)) }

    /// Returns the kind of a request, which is a part of the path of its polls.
    public func kind(of request: VideoRequest) -> String? { Kind(of: request.mode).rawValue }

    /// Returns the poll: GET `/v1/videos/{kind}/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try (task.kind.flatMap(Kind.init) ?? .text).url(task.id, at: endpoint))
    }

    /// Returns the request for a list: GET `/v1/videos/{kind}?pageNum=&pageSize=`. The kind follows from the mode of the
    /// listing, and the cursor is the page number.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        let query = [("pageNum", "\(Self.page(listing))"), ("pageSize", "\(Self.size(listing))")]
        return .reading(try Kind(of: listing.mode ?? .text).url(query: query, at: endpoint))
    }

    /// Returns the tasks under `data`, with a cursor if the page is full. The API does not say how many tasks there are.
    public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let tasks = try reader.list(response, at: endpoint).map { $0.marked(Kind(of: listing.mode ?? .text)) }
        let rows = reader.parse(response).json?["data"]?.array?.count ?? 0
        let hasMore = rows >= Self.size(listing) && Self.page(listing) < Self.lastPage
        return TaskPage(tasks, next: hasMore ? "\(Self.page(listing) + 1)" : nil)
    }

    /// Returns the request for the task with the caller's own ID: GET `/v1/videos/{kind}/{external_task_id}`.
    public func lookupRequest(for ownID: String, of request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest?
    { .reading(try Kind(of: request.mode).url(ownID, at: endpoint)) }

    /// Returns the task with the caller's own ID, marked with the kind of the request.
    /// - Throws: `VideoError` for every error. Kling does not document the error for an ID that it does not know, so no
    ///   error means that there is no task.
    public func found(
        _ response: HTTPResponse,
        for ownID: String,
        of request: VideoRequest,
        at endpoint: Endpoint
    ) throws -> [TaskSnapshot] {
        _ = try reader.accepted(response, .lookup)
        return try reader.found(response, at: endpoint).map { $0.marked(Kind(of: request.mode)) }
    }

    /// The last page and the largest size of a page that the API documents.
    private static let lastPage = 1_000
    private static let largestSize = 500

    private static func page(_ listing: TaskListing) -> Int {
        listing.after.flatMap { Int($0) }.map { min(max($0, 1), lastPage) } ?? 1
    }

    private static func size(_ listing: TaskListing) -> Int { min(max(listing.limit, 1), largestSize) }
}

extension KlingDialect {
    /// The kind of a request, which is a part of the path and is kept in `RemoteTask.kind`.
    enum Kind: String {
        case text = "text2video"
        case image = "image2video"
        case references = "multi-image2video"

        init(of mode: GenerationMode) {
            switch mode {
            case .firstFrame, .lastFrame: self = .image
            case .references: self = .references
            case .text, .template, .video: self = .text
            }
        }

        /// Returns the URL of a task of this kind, or of the list if there is no ID.
        func url(_ id: String? = nil, query: [(String, String)] = [], at endpoint: Endpoint) throws -> HTTPURL {
            guard let id else { return try endpoint.url("v1", "videos", rawValue, query: query) }
            return try endpoint.url("v1", "videos", rawValue, id, query: query)
        }
    }
}

extension TaskSnapshot {
    fileprivate func marked(_ kind: KlingDialect.Kind) -> TaskSnapshot {
        var snapshot = self
        snapshot.remote.kind = kind.rawValue
        return snapshot
    }
}
