public import VideoGenerationCore

/// ByteDance's own API for the Seedance models: `seedance`, at BytePlus ModelArk and at Volcengine Ark.
///
/// A request is a list of content: the text, and pictures, videos and audio with their roles. Errors have a real HTTP
/// status. The API can list tasks, cancel queued tasks and delete finished ones. Only succeeded tasks are billed, by
/// tokens.
public struct SeedanceDialect: VideoDialect {
    /// The region whose models are known. The models of one region do not exist in the other.
    public let region: SeedanceRegion

    /// Creates the dialect for a region.
    public init(_ region: SeedanceRegion = .global) { self.region = region }

    /// The name of the dialect, `seedance`.
    public var name: String { "seedance" }
    /// The descriptions of the region's models.
    public var models: [ModelDescription] { region.models }
    /// The region's Seedance 2.0.
    public var defaultModel: String? { region.defaultModel }
    /// Always true: the API has a list of tasks.
    public var canList: Bool { true }
    /// Always true: the API cancels queued tasks and deletes finished ones. It refuses to cancel a running task.
    public var canCancel: Bool { true }
    /// Always true: DELETE on a finished task removes its record.
    public var cancelDeletesFinished: Bool { true }
    /// The field `safety_identifier`, which the API repeats. It neither refuses a value that was used before nor finds a
    /// task by it.
    public var ownIDField: OwnIDField? { .body("safety_identifier") }

    /// The tables of the API.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: .seedance,
            errors: .seedance,
            idKeys: ["id"],
            // Errors have a real HTTP status, so no code has to be declared.
            rules: ResponseRules(taskIDs: ["id"], codes: ["error.code"], outputs: []),
            keys: ResponseKeys(ownIDs: ["safety_identifier"]),
            keyAdvice: "A key works in one region only: BytePlus (seedance) or Volcengine (seedance-cn)."
        )
        reader.outputs = Self.outputs
        reader.charge = Self.charge
        return reader
    }

    /// Returns the submit request: POST `contents/generations/tasks`.
    /// - Throws: `VideoError` with code `invalidRequest` if the request has a part that the API has no field for.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        try request.refuse(request.size != nil, "a size in pixels", by: name)
        let frames = [request.firstFrame, request.lastFrame].compactMap { $0 }
        try request.refuse(!frames.isEmpty && !request.references.isEmpty, "frames together with references", by: name)
        try request.refuse(
            request.lastFrame != nil && request.firstFrame == nil,
            "a last frame without a first frame",
            by: name
        )
        try request.refuse(frames.contains { $0.kind != .picture }, "a frame that is not a picture", by: name)
        // The documentation of reference videos lists URLs as the only form.
        try request.refuse(request.references.contains(where: \.isInlineVideo), "the bytes of a video", by: name)
        return .posting(try SeedanceBody.make(request), to: try tasks(at: endpoint))
    }

    /// Returns the poll: GET `contents/generations/tasks/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try tasks(task.id, at: endpoint))
    }

    /// Returns the request to cancel or delete a task: DELETE `contents/generations/tasks/{id}`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .deleting(try tasks(task.id, at: endpoint))
    }

    /// Returns the request for a list: GET `contents/generations/tasks?page_num=&page_size=`. The cursor is the page
    /// number.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        let query = [("page_num", "\(Self.page(listing))"), ("page_size", "\(listing.limit)")]
        return .reading(try endpoint.url("contents", "generations", "tasks", query: query))
    }

    /// Returns the tasks under `items`, with a cursor if `total` says that there are more.
    public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let tasks = try reader.list(response, at: endpoint)
        let total = reader.parse(response).json?["total"]?.int ?? 0
        let seen = Self.page(listing).multipliedReportingOverflow(by: listing.limit)
        let hasMore = !tasks.isEmpty && !seen.overflow && seen.partialValue < total
        return TaskPage(tasks, next: hasMore ? "\(Self.page(listing) + 1)" : nil)
    }

    private static func page(_ listing: TaskListing) -> Int {
        listing.after.flatMap { Int($0) }.map { min(max($0, 1), 1_000_000) } ?? 1
    }

    private func tasks(_ id: String? = nil, at endpoint: Endpoint) throws -> HTTPURL {
        guard let id else { return try endpoint.url("contents", "generations", "tasks") }
        return try endpoint.url("contents", "generations", "tasks", id)
    }
}

extension SeedanceDialect {
    /// Returns the video and, if the request asked for it with `return_last_frame`, the last frame.
    @Sendable private static func outputs(in document: ResponseDocument, at endpoint: Endpoint) -> [VideoOutput] {
        let search = LinkSearch(at: endpoint)
        var outputs = search.outputs(in: document)
        if let video = outputs.first, let frame = document.first("content")?["last_frame_url"].flatMap(search.link) {
            outputs.append(VideoOutput(frame, kind: .lastFrame, expiresAt: video.expiresAt))
        }
        return outputs
    }

    /// Returns the billed tokens. A task that failed has none.
    @Sendable private static func charge(in document: ResponseDocument) -> Charge? {
        guard let tokens = document.first("usage")?["total_tokens"]?.int, tokens > 0 else { return nil }
        return Charge(Decimal(tokens), "tokens")
    }
}

extension MediaInput {
    fileprivate var isInlineVideo: Bool {
        guard kind == .video, case .data = source else { return false }
        return true
    }
}
