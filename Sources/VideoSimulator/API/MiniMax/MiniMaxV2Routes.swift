import VideoGeneration

/// The routes of MiniMax's second API. They use HTTP status codes, list tasks, and cancel or delete with DELETE.
enum MiniMaxV2Routes {
    static let all = [
        Route("POST", "/v2/video_generation", .submit, .miniMaxV2) { context throws(Refusal) in
            SimulatedResponse(["task_id": .string(context.accept(try MiniMaxV2Order.read(try context.json())).id)])
        },
        Route("GET", "/v2/query/video_generation/{id}", .status, .miniMaxV2) { context throws(Refusal) in
            SimulatedResponse(["task": describe(try context.backend.task(context.parameter("id")), context)])
        },
        Route("GET", "/v2/query/video_generation", .list, .miniMaxV2) { context throws(Refusal) in list(context) },
        Route("DELETE", "/v2/video_generation/{id}", .cancel, .miniMaxV2) { context throws(Refusal) in
            try cancel(try context.backend.task(context.parameter("id")), context)
        },
    ]

    private static func describe(_ task: SimulatedTask, _ context: RequestContext) -> JSONValue {
        let stage = task.stage()
        let order = task.order
        var object: JSONObject = [
            "id": .string(task.id), "model": .string(order.model), "status": context.status(stage.word),
            "created_at": JSONValue(task.times.created),
            "updated_at": JSONValue(max(task.times.created, task.times.started, task.times.ended)),
            "resolution": .string(order.resolution), "duration": JSONValue(order.seconds),
            "usage": [:], "ratio": .string(order.ratio), "task_type": "video_generation", "modality": "video",
        ]
        if stage == .succeeded, !context.hidesOutput {
            object["content"] = ["url": .string(context.links.link(to: task.fileID))]
            object["usage"] = ["video_seconds": JSONValue(order.seconds)]
        }
        if case .failed(let failure) = stage {
            object["error"] = ["code": .string(failure.code), "message": .string(failure.message)]
        }
        return .object(object)
    }

    private static func list(_ context: RequestContext) -> SimulatedResponse {
        let query = context.request.query
        func values(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }
        let ids = values("filter.task_ids")
        let tasks = context.backend.tasks(of: [.miniMaxV2]).filter { task in
            (ids.isEmpty || ids.contains(task.id))
                && (values("filter.status").first.map { $0 == task.stage().word } ?? true)
                && (values("filter.model").first.map { $0 == task.order.model } ?? true)
        }
        let size = min(max(Int(values("page_size").first ?? "") ?? 10, 1), 100)
        let page = min(max(Int(values("page_num").first ?? "") ?? 1, 1), 1_000_000)
        let items = tasks.dropFirst((page - 1) * size).prefix(size).map { describe($0, context) }
        return SimulatedResponse(["items": .array(items), "total": JSONValue(tasks.count)])
    }

    private static func cancel(_ task: SimulatedTask, _ context: RequestContext) throws(Refusal) -> SimulatedResponse {
        let action: String
        switch task.stage() {
        case .queued:
            context.backend.update(task.id) { $0.isCancelled = true }
            action = "cancelled"
        case .succeeded, .failed:
            context.backend.update(task.id) { $0.isDeleted = true }
            action = "deleted"
        case .running, .cancelled:
            throw Refusal(.invalidRequest, "a task that is \(task.stage().word) cannot be cancelled")
        }
        return SimulatedResponse(["task_id": .string(task.id), "action": .string(action), "status": .string(action)])
    }
}
