public import VideoGenerationCore

/// The relays' "unified video format" for veo and similar models: `/v1/video/create` and `/v1/video/query`.
public struct VeoUnifiedDialect: VideoDialect {
    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `veo-unified`.
    public var name: String { "veo-unified" }
    /// The nine veo models. Other names are sent as they are.
    public var models: [ModelDescription] { ModelCatalog.veoUnified }
    /// The relays' status words and those of veo's own steps. `video_generation_completed` is not the end of a task,
    /// because upsampling follows.
    public var reader: ResponseReader {
        ResponseReader(statuses: Self.statuses, idKeys: ["id", "task_id"], rules: ResponseRules([.noChannel]))
    }

    private static let statuses = StatusTable.relays.adding(
        StatusTable(
            running: [
                "image_downloading", "video_generating", "video_generation_completed", "video_upsampling",
                "video_upsampling_completed",
            ],
            failed: ["video_generation_failed", "video_upsampling_failed"]
        )
    )

    /// Returns the submit request: POST `/video/create`. `enhance_prompt` and `enable_upsample` are options.
    /// - Throws: `VideoError` with code `invalidRequest` if the request names no model.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        guard let model = request.model else { throw VideoError.modelIsMissing(in: ModelName.veo.map(\.rawValue)) }
        try request.refuseVideosAndAudio(by: name)
        var body: JSONObject = ["model": .string(model), "prompt": .string(request.prompt)]
        let images = try request.pictures.map { JSONValue.string(try $0.sendableURL()) }
        if !images.isEmpty { body["images"] = .array(images) }
        body["aspect_ratio"] = request.aspectRatio.map { .string($0) }
        // The relays' documentation of veo does not have these two fields; relays of other models declare them.
        body["size"] = (request.size?.description ?? request.resolution).map { .string($0) }
        body["duration"] = request.seconds.map { JSONValue($0) }
        body.merge(request.options)
        return .posting(body, to: try endpoint.url("video", "create"))
    }

    /// Returns the poll: GET `/video/query?id=`. The id may contain a colon.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("video", "query", query: [("id", task.id)]))
    }
}

extension VideoError {
    static func modelIsMissing(in known: [String]) -> VideoError {
        VideoError(
            .invalidRequest,
            "This dialect requires a model, and the request names none.",
            advice: "Nothing was sent. \(known.isEmpty ? "" : "Known models: \(known.joined(separator: ", ")).")"
        )
    }
}
