public import VideoGenerationCore

/// MiniMax's second API, with the H3 models: `minimax-v2`.
///
/// Errors have a real HTTP status, and the response to a poll is `{task: {…}}` with the link in it. The API can list
/// tasks, cancel queued tasks and delete finished ones. It keeps tasks for seven days.
public struct MiniMaxV2Dialect: VideoDialect {
    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `minimax-v2`.
    public var name: String { "minimax-v2" }
    /// The descriptions of the H3 models.
    public var models: [ModelDescription] { MiniMaxV2Models.all }
    /// Always false, because MiniMax rejects every other name.
    public var acceptsOtherModels: Bool { false }
    /// The model of the examples in MiniMax's documentation.
    public var defaultModel: String? { "MiniMax-H3" }
    /// Always true: the API has a list of tasks.
    public var canList: Bool { true }
    /// Always true: the API cancels queued tasks and deletes finished ones. It refuses to cancel a running task.
    public var canCancel: Bool { true }
    /// Always true: DELETE on a finished task removes the video.
    public var cancelDeletesFinished: Bool { true }
    /// Returns MiniMax's limits of submits a minute and of tasks in flight for the H3 models.
    public func limits(at endpoint: Endpoint) -> SubmitLimits {
        // From MiniMax's page of rate limits, read on 2026-10-05.
        MiniMaxRegion.contains(endpoint) ? SubmitLimits(inFlight: 30, perMinute: 300) : SubmitLimits()
    }
    /// MiniMax's tables of statuses and errors. Error codes appear at the end of the messages.
    public var reader: ResponseReader {
        ResponseReader(statuses: .h3, errors: .miniMax, rules: .h3, keyAdvice: ResponseReader.keysArePerRegion)
    }

    /// Returns the submit request: POST `/v2/video_generation`.
    /// - Throws: `VideoError` with code `invalidRequest` if the request has both frames and references.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let hasFrames = request.firstFrame != nil || request.lastFrame != nil
        try request.refuse(hasFrames && !request.references.isEmpty, "frames together with references", by: name)
        try request.refuseVideosAndAudio(by: name)
        return .posting(try MiniMaxV2Body.make(request), to: try endpoint.bareHost.url("v2", "video_generation"))
    }

    /// Returns the poll: GET `/v2/query/video_generation/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.bareHost.url("v2", "query", "video_generation", task.id))
    }

    /// Returns the request to cancel or delete a task: DELETE `/v2/video_generation/{id}`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .deleting(try endpoint.bareHost.url("v2", "video_generation", task.id))
    }

    /// Returns the request for a list: GET `/v2/query/video_generation?page_num=&page_size=`. The cursor is the page
    /// number.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        let query = [("page_num", "\(Self.page(listing))"), ("page_size", "\(listing.limit)")]
        return .reading(try endpoint.bareHost.url("v2", "query", "video_generation", query: query))
    }

    /// Returns the tasks under `items`, with a cursor if `total` says that there are more.
    public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let tasks = try reader.list(response, at: endpoint)
        let total = ResponseDocument(response).first("total")?.int ?? 0
        let seen = Self.page(listing).multipliedReportingOverflow(by: listing.limit)
        let hasMore = !tasks.isEmpty && !seen.overflow && seen.partialValue < total
        return TaskPage(tasks, next: hasMore ? "\(Self.page(listing) + 1)" : nil)
    }

    private static func page(_ listing: TaskListing) -> Int {
        listing.after.flatMap { Int($0) }.map { min(max($0, 1), 1_000_000) } ?? 1
    }
}
