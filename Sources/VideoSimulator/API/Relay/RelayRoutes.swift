import VideoGeneration

/// The routes that relays add: `/v1/video/generations` with the envelope, and the unified format of the veo models.
enum RelayRoutes {
    static let all = [
        Route("POST", "/v1/video/generations", .submit, .newAPI) { context throws(Refusal) in
            let form = try CreateForm(context)
            return SimulatedResponse(
                VideoObject(context, context.accept(try RelayModel.order(form.fields, api: .newAPI))).json
            )
        },
        Route("GET", "/v1/video/generations/{id}", .status, .newAPI) { context throws(Refusal) in
            SimulatedResponse(RelayEnvelope(context, try context.backend.task(context.parameter("id"))).generic)
        },
        Route("POST", "/v1/video/create", .submit, .unified) { context throws(Refusal) in
            let body = try context.json()
            let task = context.accept(try RelayModel.order(body, api: .unified))
            var object = unified(task, context)
            object["enhanced_prompt"] = .string(task.order.prompt)
            return SimulatedResponse(.object(object))
        },
        Route("GET", "/v1/video/query", .status, .unified) { context throws(Refusal) in
            let task = try context.backend.task(context.request.query("id") ?? "")
            var object = unified(task, context)
            let isDone = task.stage() == .succeeded && !context.hidesOutput
            object["video_url"] = isDone ? .string(context.links.link(to: task.fileID)) : .null
            if case .failed(let failure) = task.stage() { object["error"] = .string(failure.message) }
            return SimulatedResponse(.object(object))
        },
    ]

    /// Returns a task in the unified format. Times are in milliseconds, as in most of these relays.
    private static func unified(_ task: SimulatedTask, _ context: RequestContext) -> JSONObject {
        let word =
            switch task.stage() {
            case .queued: "pending"
            case .running(let share): share < 0.8 ? "video_generating" : "video_generation_completed"
            case .succeeded: "completed"
            case .failed: "video_generation_failed"
            case .cancelled: "error"
            }
        let times = task.times
        return [
            "id": .string(task.id), "status": context.status(word),
            "status_update_time": JSONValue(max(times.created, times.started, times.ended) * 1000),
        ]
    }
}
