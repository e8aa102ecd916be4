import VideoGeneration

/// The routes of MiniMax's first API, and those of relays that offer it under `/minimax`.
enum MiniMaxV1Routes {
    static let all = routes(prefix: "", query: .miniMaxV1) + routes(prefix: "/minimax", query: .miniMaxRelay)

    private static func routes(prefix: String, query: API) -> [Route] {
        [
            Route("POST", prefix + "/v1/video_generation", .submit, .miniMaxV1) { context throws(Refusal) in
                accepted(context.accept(try MiniMaxV1Model.order(try context.json())))
            },
            Route("GET", prefix + "/v1/query/video_generation", .status, query) { context throws(Refusal) in
                let task = try context.backend.task(context.request.query("task_id") ?? "")
                return SimulatedResponse(
                    query == .miniMaxRelay ? RelayEnvelope(context, task).json : status(of: task, context)
                )
            },
            Route("POST", prefix + "/v1/video_template_generation", .submit, .miniMaxTemplate) {
                context throws(Refusal) in
                accepted(context.accept(try templateOrder(try context.json())))
            },
            Route("GET", prefix + "/v1/query/video_template_generation", .status, .miniMaxTemplate) {
                context throws(Refusal) in
                SimulatedResponse(
                    templateStatus(of: try context.backend.task(context.request.query("task_id") ?? ""), context)
                )
            },
        ] + MiniMaxFileRoutes.routes(prefix: prefix)
    }

    static let success: JSONValue = ["status_code": 0, "status_msg": "success"]

    private static func accepted(_ task: SimulatedTask) -> SimulatedResponse {
        SimulatedResponse(["task_id": .string(task.id), "base_resp": success])
    }

    /// Returns the response of the status route.
    static func status(of task: SimulatedTask, _ context: RequestContext) -> JSONValue {
        let isDone = task.stage() == .succeeded && !context.hidesOutput
        return [
            "task_id": .string(task.id), "status": context.status(word(task.stage())),
            "file_id": .string(isDone ? task.fileID : ""),
            "video_width": JSONValue(isDone ? task.order.size.width : 0),
            "video_height": JSONValue(isDone ? task.order.size.height : 0), "base_resp": outcome(of: task),
        ]
    }

    private static func templateStatus(of task: SimulatedTask, _ context: RequestContext) -> JSONValue {
        let isDone = task.stage() == .succeeded && !context.hidesOutput
        return [
            "task_id": .string(task.id), "status": context.status(word(task.stage())),
            "video_url": .string(isDone ? context.links.link(to: task.fileID) : ""),
            "base_resp": outcome(of: task),
        ]
    }

    private static func templateOrder(_ body: JSONValue) throws(Refusal) -> Order {
        guard let template = body["template_id"]?.identifier else {
            throw Refusal(.invalidRequest, "template_id is required")
        }
        let texts = body["text_inputs"]?.array?.compactMap { $0["value"]?.text } ?? []
        guard let size = VideoSize(width: 1280, height: 720) else { throw Refusal(.internalError) }
        return Order(
            api: .miniMaxTemplate,
            model: template,
            prompt: texts.joined(separator: "\n"),
            size: size,
            seconds: 6
        )
    }

    private static func word(_ stage: SimulatedTask.Stage) -> String {
        switch stage {
        case .queued(let share): share < 0.5 ? "Preparing" : "Queueing"
        case .running: "Processing"
        case .succeeded: "Success"
        case .failed, .cancelled: "Fail"
        }
    }

    private static func outcome(of task: SimulatedTask) -> JSONValue {
        guard case .failed(let failure) = task.stage() else { return success }
        return [
            "status_code": .number(Int(failure.code).map(String.init) ?? "1000"),
            "status_msg": .string(failure.message),
        ]
    }
}
