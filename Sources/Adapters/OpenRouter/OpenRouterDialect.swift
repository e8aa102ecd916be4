public import VideoGenerationCore

/// OpenRouter's API for videos, `/videos`, with the models of many vendors: `openrouter`.
///
/// The response to the submit has the URL of the polls. A finished task has signed links, which need no key and expire,
/// and links to the API's own content route, which need the key. The API has no list of tasks and cancels none.
public struct OpenRouterDialect: VideoDialect {
    /// The documentation asks for a poll in 10 to 30 seconds.
    private static let pollInterval: Duration = .seconds(10)

    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `openrouter`.
    public var name: String { "openrouter" }
    /// Empty: OpenRouter's own list, ``models(_:at:)``, describes its models.
    public var models: [ModelDescription] { [] }
    /// The sources that a request can start from: an earlier task, to edit or extend its video.
    public var sources: Set<GenerationMode> { [.video] }

    /// OpenRouter's tables. The reason of a failed task is a string in `error`.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(
                queued: ["pending"],
                running: ["in_progress"],
                succeeded: ["completed"],
                // OpenRouter's own provider for the AI SDK also knows `dead`.
                failed: ["failed", "dead"],
                cancelled: ["cancelled"],
                expired: ["expired"]
            ),
            idKeys: ["id"],
            rules: ResponseRules(taskIDs: ["id"], codes: ["error.code"], outputs: [], pollsNameTask: true),
            // The signed links come before `unsigned_urls`, which lead to the content route.
            keys: ResponseKeys(links: ["urls", "unsigned_urls"]),
            contentLink: { task, endpoint in try endpoint.url("videos", task.id, "content", query: [("index", "0")]) }
        )
        reader.charge = Self.charge
        return reader
    }

    /// Returns the submit request: POST `/videos`.
    /// - Throws: `VideoError` with code `invalidRequest` if the request names no model, or is a remix.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        .posting(try OpenRouterBody.make(request, by: name), to: try endpoint.url("videos"))
    }

    /// Returns the task that a submit created, to be polled after ten seconds.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { paced(try reader.submitted(response, at: endpoint)) }

    /// Returns the poll: GET at the URL in the response to the submit, or `/videos/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        if let url = carriedURL(task.pollingURL, at: endpoint) { return .reading(url) }
        return .reading(try endpoint.url("videos", task.id))
    }

    /// Returns the state of a task, to be polled again after ten seconds.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        paced(try reader.status(response, of: task, at: endpoint))
    }

    /// Returns the request for the models: GET `/videos/models`.
    public func modelListRequest(at endpoint: Endpoint) throws -> HTTPRequest? {
        .reading(try endpoint.url("videos", "models"))
    }

    /// Returns the models that make videos, without those that only enlarge one.
    public func models(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [ModelDescription] {
        guard let list = reader.parse(response).json?["data"]?.array else {
            throw VideoError(.malformedResponse, "The response contains no list of models.")
        }
        return list.compactMap(OpenRouterModels.description)
    }

    /// Returns `usage.cost`. With the caller's own key for a vendor, the vendor bills the video, and the amount here is
    /// not the whole charge.
    private static func charge(_ document: ResponseDocument) -> Charge? {
        guard let usage = document.first("usage"), usage["is_byok"]?.bool != true,
            let amount = usage["cost"]?.decimal
        else { return nil }
        return Charge(Money(amount, "USD"))
    }

    private func paced(_ snapshot: TaskSnapshot) -> TaskSnapshot {
        var snapshot = snapshot
        snapshot.pollAfter = max(snapshot.pollAfter ?? .zero, Self.pollInterval)
        return snapshot
    }
}
