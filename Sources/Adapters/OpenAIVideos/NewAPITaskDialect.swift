public import VideoGenerationCore

/// new-api's own task routes, `/v1/video/generations`: the answer lies in a `{code, message, data}`
/// envelope, and so does the upstream's answer in it, to any depth.
public struct NewAPITaskDialect: VideoDialect {
    /// Makes the dialect.
    public init() {}

    /// `newapi-task`
    public var name: String { "newapi-task" }
    /// None: each relay sells its own.
    public var models: [ModelDescription] { [] }
    /// The relays' tables; the OpenAI style's content route is the last resort for the bytes.
    public var reader: ResponseReader {
        ResponseReader(
            statuses: .relays,
            // The envelope of some routes has the ID itself as its data.
            rules: ResponseRules(
                taskIDs: ["task_id", "id", "data.task_id", "data.id", "data.data.task_id", "data"],
                [.noChannel]
            ),
            contentLink: { task, endpoint in try endpoint.url("videos", task.id, "content") }
        )
    }

    /// POST `/video/generations`.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        guard let model = request.model else { throw VideoError.modelIsMissing(in: []) }
        var body: JSONObject = ["model": .string(model), "prompt": .string(request.prompt)]
        let images = try request.pictures.map { JSONValue.string(try $0.sendableURL()) }
        if images.count == 1 { body["image"] = images[0] } else if !images.isEmpty { body["images"] = .array(images) }
        body["duration"] = request.seconds.map { JSONValue($0) }
        // The relay looks for a resolution's name in `size` as well.
        body["size"] = (request.size?.description ?? request.resolution).map { .string($0) }
        if let ratio = request.aspectRatio { body["metadata"] = ["aspect_ratio": .string(ratio)] }
        for option in request.options.sorted(by: { $0.key < $1.key }) { body[option.key] = option.value }
        return .posting(body, to: try endpoint.url("video", "generations"))
    }

    /// GET `/video/generations/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("video", "generations", task.id))
    }
}
