public import VideoGenerationCore

/// MiniMax's second API, with the H3 models: `minimax-v2`.
///
/// Errors have a true HTTP status, the answer is `{task: {…}}` with the link in it, and there are a list,
/// a cancel for queued tasks and a delete for finished ones. Tasks are known for seven days.
public struct MiniMaxV2Dialect: VideoDialect {
    /// Makes the dialect.
    public init() {}

    /// `minimax-v2`
    public var name: String { "minimax-v2" }
    /// The H3 models.
    public var models: [ModelDescription] { MiniMaxV2Models.all }
    /// No: MiniMax refuses every other name.
    public var acceptsOtherModels: Bool { false }
    /// The model of the documents' examples.
    public var defaultModel: String? { "MiniMax-H3" }
    /// Yes.
    public var canList: Bool { true }
    /// Queued tasks are cancelled, finished ones deleted; a running one is refused.
    public var canCancel: Bool { true }
    /// DELETE removes a finished video.
    public var cancelDeletesFinished: Bool { true }
    /// MiniMax's codes, which stand at the end of the words.
    public var reader: ResponseReader {
        ResponseReader(statuses: .h3, errors: .miniMax, rules: .h3, keyAdvice: ResponseReader.keysArePerRegion)
    }

    /// POST `/v2/video_generation`.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let hasFrames = request.firstFrame != nil || request.lastFrame != nil
        try request.refuse(hasFrames && !request.references.isEmpty, "frames beside references", by: name)
        return .posting(try MiniMaxV2Body.make(request), to: try endpoint.bareHost.url("v2", "video_generation"))
    }

    /// GET `/v2/query/video_generation/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.bareHost.url("v2", "query", "video_generation", task.id))
    }

    /// DELETE `/v2/video_generation/{id}`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .deleting(try endpoint.bareHost.url("v2", "video_generation", task.id))
    }

    /// GET `/v2/query/video_generation?page_num=&page_size=`; the cursor is the number of a page.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        let query = [("page_num", "\(Self.page(listing))"), ("page_size", "\(listing.limit)")]
        return .reading(try endpoint.bareHost.url("v2", "query", "video_generation", query: query))
    }

    /// The tasks under `items`; another page where `total` says that there are more.
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
