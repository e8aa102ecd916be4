public import VideoGenerationCore

/// xAI's API with the Grok Imagine models: `xai`.
///
/// A poll is HTTP 202 until the task has ended, also without a body, and never names the task. The charge is stated in
/// ticks, also for some rejected videos. The API has no list of tasks, no cancel, no idempotency key, and no field for
/// an ID of the caller that it repeats.
public struct XAIDialect: VideoDialect {
    static let modelOfText = "grok-imagine-video-1.5"
    static let modelOfVideo = "grok-imagine-video"
    /// The price of a tick: 10,000,000,000 ticks are a dollar, as the schema of the response states.
    private static let tick = Money(Decimal(sign: .plus, exponent: -10, significand: 1))

    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `xai`.
    public var name: String { "xai" }
    /// The descriptions of the Grok Imagine models.
    public var models: [ModelDescription] { XAIModels.all }
    /// The newest model. A request that starts from a video and names no model gets `grok-imagine-video`, the only model
    /// that takes videos.
    public var defaultModel: String? { Self.modelOfText }
    /// The sources that a request can start from: a video, by its link.
    public var sources: Set<GenerationMode> { [.video] }

    /// The words of a task. A finished task can come without a word.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(running: ["pending"], succeeded: ["done"], failed: ["failed"], expired: ["expired"]),
            idKeys: ["request_id"],
            rules: ResponseRules(taskIDs: ["request_id"], codes: ["code", "error.code"], outputs: [])
        )
        reader.state = { document in
            document.status == nil && document.json?["video"]?["url"]?.isBlank == false ? .succeeded : nil
        }
        reader.charge = { document in
            Self.ticks(in: document).map { Charge($0, "ticks", rate: Self.tick, readOn: XAIModels.readOn) }
        }
        return reader
    }

    /// Returns the submit request: POST `/videos/generations`, `/videos/edits` or `/videos/extensions`.
    /// - Throws: `VideoError` with code `invalidRequest` if the API has no field for a part of the request.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let body = try XAIBody(request, by: name)
        return .posting(body.json, to: try endpoint.url("videos", body.path))
    }

    /// Returns the task in the response to a submit.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try namingKey { try reader.submitted(response, at: endpoint) } }

    /// Returns the poll: GET `/videos/{request_id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("videos", task.id))
    }

    /// Returns the state of a task. HTTP 400 with a charge is the end of the task: its video was made and rejected.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        try namingKey { try reader.status(Self.withVerdict(response, on: task), of: task, at: endpoint) }
    }

    private static func ticks(in document: ResponseDocument) -> Decimal? {
        document.first("usage")?["cost_in_usd_ticks"]?.decimal
    }

    /// Returns a rejection with the word and the ID that it lacks.
    ///
    /// A wrong key is HTTP 400 with the same code, and must not end a task. Only the charge tells them apart: an amount
    /// above zero is a fact about this task.
    private static func withVerdict(_ response: HTTPResponse, on task: RemoteTask) -> HTTPResponse {
        guard response.status == 400 else { return response }
        let document = ResponseDocument(response)
        guard var rejection = document.json?.object, let ticks = ticks(in: document), ticks > 0, document.status == nil
        else { return response }
        rejection["status"] = "failed"
        if rejection["request_id"] == nil { rejection["request_id"] = .string(task.id) }
        return HTTPResponse(
            status: response.status,
            fields: response.head.fields,
            body: JSONValue.object(rejection).bytes
        )
    }

    /// Gives an error about the key its code. The API reports it as HTTP 400, like any invalid request.
    private func namingKey<Value>(_ read: () throws -> Value) throws -> Value {
        do { return try read() } catch var error as VideoError
            where error.code == .invalidRequest && error.message.lowercased().contains("api key")
        {
            error.code = .authenticationFailed
            error.advice = "Check the key, and that it belongs to this address."
            throw error
        }
    }
}
