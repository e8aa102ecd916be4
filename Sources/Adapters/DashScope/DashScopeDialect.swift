public import VideoGenerationCore

/// Alibaba Cloud Model Studio with the Wan and HappyHorse models: `dashscope`.
///
/// A submit needs the field `X-DashScope-Async: enable`. Responses have the task inside `output`. A task and its link live
/// for 24 hours. Afterwards the API reports the task as `UNKNOWN`, which says nothing about its end and its price.
public struct DashScopeDialect: VideoDialect {
    /// The region whose models are known. Their prices depend on the region.
    public let region: DashScopeRegion

    /// Creates the dialect for a region.
    public init(_ region: DashScopeRegion = .singapore) { self.region = region }

    /// The name of the dialect, `dashscope`.
    public var name: String { "dashscope" }
    /// The descriptions of the region's models.
    public var models: [ModelDescription] { region.models }
    /// Wan 3.0, which takes every kind of input; nil in a region whose models are not known.
    public var defaultModel: String? { region.defaultModel }
    /// The sources that a request can start from: a video, by its link or its `oss://` URI.
    public var sources: Set<GenerationMode> { [.video] }
    /// Always true: the API has a list of tasks.
    public var canList: Bool { true }
    /// Always true: the API cancels a task that waits. It refuses to cancel a running one.
    public var canCancel: Bool { true }

    /// The tables of the API.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(
                queued: ["PENDING"],
                running: ["RUNNING", "SUSPENDED"],
                succeeded: ["SUCCEEDED"],
                failed: ["FAILED"],
                cancelled: ["CANCELED"]
            ),
            errors: .dashScope,
            idKeys: ["task_id"],
            rules: .dashScope,
            keys: ResponseKeys(envelopes: ["output"], codes: ["code"]),
            keyAdvice:
                "A key works in one region only: Singapore (dashscope), Beijing (dashscope-cn) or Virginia (dashscope-us)."
        )
        reader.charge = Self.charge
        return reader
    }

    /// Returns the next step of an upload: a video, an audio file or a picture above 5 MB goes to the temporary store of the
    /// request's model.
    public func uploadStep(
        for input: MediaInput,
        of request: VideoRequest,
        after responses: [HTTPResponse],
        at endpoint: Endpoint
    ) throws -> UploadStep {
        guard case .data(let file, let type) = input.source, DashScopeUpload.isNeeded(for: file, input.kind),
            let model = DashScopeBody(request: request).model ?? defaultModel
        else { return .inline }
        let url = try url(["uploads"], query: [("action", "getPolicy"), ("model", model)], at: endpoint)
        return try DashScopeUpload(file: file, type: type, policyURL: url).step(after: responses)
    }

    /// Returns the submit request: POST `services/aigc/video-generation/video-synthesis`.
    /// - Throws: `VideoError` with code `invalidRequest` if the API has no field for a part of the request.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let frames = [request.firstFrame, request.lastFrame].compactMap { $0 }
        try request.refuse(request.size != nil, "a size in pixels", by: name)
        try request.refuse(frames.contains { $0.kind != .picture }, "a frame that is not a picture", by: name)
        try request.refuse(request.lastFrame != nil && request.firstFrame == nil, "a last frame alone", by: name)
        try request.refuse(!frames.isEmpty && !request.references.isEmpty, "frames together with references", by: name)
        try request.refuse(
            request.media.contains(where: \.isInlineFile),
            "the bytes of a video or audio file",
            by: name
        )
        try refuseSources(of: request, frames)
        let path = ["services", "aigc", "video-generation", "video-synthesis"]
        var message = HTTPRequest.posting(try DashScopeBody(request: request).make(), to: try url(path, at: endpoint))
        // Without it, the API refuses the request, because it makes no video synchronously.
        message.fields["X-DashScope-Async"] = "enable"
        if request.hasStoredFile { message.fields["X-DashScope-OssResourceResolve"] = "enable" }
        return message
    }

    private func refuseSources(of request: VideoRequest, _ frames: [MediaInput]) throws {
        guard let source = request.source else { return }
        try request.refuse(!frames.isEmpty, "frames together with an earlier video", by: name)
        switch source {
        case .edit(let id), .extend(let id):
            try request.refuse(!Self.isAddress(id), "an earlier video that is not named by its URL", by: name)
        case .remix: try request.refuse(true, "a remix", by: name)
        case .template: try request.refuse(true, "a template", by: name)
        }
        if case .extend = source {
            try request.refuse(!request.references.isEmpty, "references together with an extension", by: name)
        }
    }

    private static func isAddress(_ id: String) -> Bool { HTTPURL(id) != nil || id.hasPrefix("oss://") }

    /// Returns the poll: GET `tasks/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try url(["tasks", task.id], at: endpoint))
    }

    /// Returns the state of a task. `UNKNOWN` means that the API no longer knows the task, and has to be repeated for as
    /// long as a task lives before it counts.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        var snapshot = try reader.status(response, of: task, at: endpoint)
        if snapshot.doubt == .gone { snapshot.isKnownStatus = true }
        snapshot.createdAt = snapshot.createdAt ?? Self.submitTime(in: reader.parse(response))
        return snapshot
    }

    /// Returns the request to cancel a task: POST `tasks/{id}/cancel`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .posting([:], to: try url(["tasks", task.id, "cancel"], at: endpoint))
    }

    /// Returns the request for a list: GET `tasks?page_no=&page_size=`. The cursor is the page number.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        let query = [("page_no", "\(Self.page(listing))"), ("page_size", "\(listing.limit)")]
        return .reading(try url(["tasks"], query: query, at: endpoint))
    }

    /// Returns the tasks under `data`, with a cursor if `total` says that there are more.
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

    /// Returns a URL of the API. A base URL that is a bare host gets the API's path.
    private func url(_ segments: [String], query: [(String, String)] = [], at endpoint: Endpoint) throws -> HTTPURL {
        let prefix = endpoint.baseURL.path == "/" ? ["api", "v1"] : []
        return try endpoint.url(prefix + segments, query: query)
    }
}

extension DashScopeDialect {
    /// Returns the billed seconds: for an edit or an extension, those of the input are included.
    @Sendable private static func charge(in document: ResponseDocument) -> Charge? {
        let usage = document.json?["usage"]
        guard let seconds = (usage?["duration"] ?? usage?["video_duration"])?.decimal, seconds > 0 else { return nil }
        return Charge(seconds, "seconds")
    }

    /// Returns the time of the submit. The API sends it without a zone, in UTC+8: `2023-12-20 21:36:31.896`.
    private static func submitTime(in document: ResponseDocument) -> Date? {
        guard let text = document.first("submit_time")?.text, text.utf8.count < 40 else { return nil }
        return JSONValue.string(text.replacing(" ", with: "T", maxReplacements: 1) + "+08:00").date
    }
}

extension MediaInput {
    /// Whether the input is a video or an audio file that was given as bytes, which the body of a submit cannot have.
    fileprivate var isInlineFile: Bool {
        guard kind != .picture, case .data = source else { return false }
        return true
    }

    /// Whether the input is at the provider already.
    fileprivate var isUploaded: Bool { if case .uploaded = source { true } else { false } }
}

extension VideoRequest {
    /// Whether an input is in the provider's temporary store, at an `oss://` URI.
    fileprivate var hasStoredFile: Bool {
        switch source {
        case .edit(let id), .extend(let id): id.hasPrefix("oss://") || media.contains(where: \.isUploaded)
        case .remix, .template, nil: media.contains(where: \.isUploaded)
        }
    }
}
