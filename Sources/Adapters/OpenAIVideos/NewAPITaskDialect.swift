public import VideoGenerationCore

/// The task API of new-api, `/v1/video/generations`. The response is in a `{code, message, data}` envelope, which may
/// contain the upstream's response in further envelopes, to any depth.
public struct NewAPITaskDialect: VideoDialect {
    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `newapi-task`.
    public var name: String { "newapi-task" }
    /// An empty list, because each relay sells its own models.
    public var models: [ModelDescription] { [] }
    /// The relays' tables of statuses and errors. The content endpoint of the OpenAI style is the last resort for the
    /// bytes.
    public var reader: ResponseReader {
        ResponseReader(
            statuses: .relays,
            // In the envelope of some endpoints, `data` is the id itself.
            rules: ResponseRules(
                taskIDs: ["task_id", "id", "data.task_id", "data.id", "data.data.task_id", "data"],
                [.noChannel]
            ),
            contentLink: { task, endpoint in try endpoint.url("videos", task.id, "content") }
        )
    }

    /// Returns the submit request: POST `/video/generations`.
    /// - Throws: `VideoError` with code `invalidRequest` if the request names no model.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        guard let model = request.model else { throw VideoError.modelIsMissing(in: []) }
        try request.refuseVideosAndAudio(by: name)
        var body: JSONObject = ["model": .string(model), "prompt": .string(request.prompt)]
        let images = try request.pictures.map { JSONValue.string(try $0.sendableURL()) }
        if images.count == 1 { body["image"] = images[0] } else if !images.isEmpty { body["images"] = .array(images) }
        body["duration"] = request.seconds.map { JSONValue($0) }
        // The relay also accepts the name of a resolution in `size`.
        body["size"] = (request.size?.description ?? request.resolution).map { .string($0) }
        if let ratio = request.aspectRatio { body["metadata"] = ["aspect_ratio": .string(ratio)] }
        body.merge(request.options)
        return .posting(body, to: try endpoint.url("video", "generations"))
    }

    /// Returns the poll: GET `/video/generations/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("video", "generations", task.id))
    }
}
