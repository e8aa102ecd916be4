import VideoGeneration

/// A task in the format of OpenAI's video object. Relays add `metadata.url`.
struct VideoObject {
    let context: RequestContext
    let task: SimulatedTask

    init(_ context: RequestContext, _ task: SimulatedTask) {
        self.context = context
        self.task = task
    }

    var json: JSONValue {
        let stage = task.stage()
        let (word, progress): (String, Int) =
            switch stage {
            case .queued: ("queued", 0)
            case .running(let share): ("in_progress", Int(share * 100))
            case .succeeded: ("completed", 100)
            case .failed, .cancelled: ("failed", 0)
            }
        var error = JSONValue.null
        if case .failed(let failure) = stage {
            error = ["code": .string(failure.code), "message": .string(failure.message)]
        }
        let order = task.order
        let ended = task.times.ended
        var object: JSONObject = [
            "id": .string(task.id), "object": "video", "created_at": JSONValue(task.times.created),
            "status": context.status(word), "progress": JSONValue(progress), "model": .string(order.model),
            "prompt": .string(order.prompt), "seconds": .string("\(order.seconds)"),
            "size": .string("\(order.size)"), "completed_at": stage == .succeeded ? JSONValue(ended) : .null,
            "expires_at": stage == .succeeded ? JSONValue(ended + 3600) : .null,
            "remixed_from_video_id": order.origin.map(JSONValue.string) ?? .null, "error": error,
        ]
        if order.api == .newAPI {
            object["task_id"] = .string(task.id)
            if stage == .succeeded, !context.hidesOutput {
                object["metadata"] = ["url": .string(context.links.link(to: task.fileID))]
            }
        }
        return .object(object)
    }
}
