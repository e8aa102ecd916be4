import VideoGeneration

/// A task in the envelope of the new-api family, `{code,message,data}`.
struct RelayEnvelope {
    let context: RequestContext
    let task: SimulatedTask

    init(_ context: RequestContext, _ task: SimulatedTask) {
        self.context = context
        self.task = task
    }

    /// The envelope with MiniMax's own response inside, which has the file's description and links if the task is done.
    var json: JSONValue {
        let isDone = task.stage() == .succeeded && !context.hidesOutput
        var inner = MiniMaxV1Routes.status(of: task, context).object ?? [:]
        if isDone { inner["file"] = MiniMaxFileRoutes.description(of: task, context) }
        // Older deployments put the result in the field for the reason of a failure.
        return envelope(reason: isDone ? task.fileID : nil, link: nil, inner: .object(inner))
    }

    /// The envelope of `/v1/video/generations/{id}`, which has the link next to the status.
    var generic: JSONValue {
        let link = task.stage() == .succeeded && !context.hidesOutput ? context.links.link(to: task.fileID) : nil
        return envelope(reason: nil, link: link, inner: ["task_id": .string(task.id)])
    }

    private func envelope(reason: String?, link: String?, inner: JSONValue) -> JSONValue {
        let (word, progress): (String, Int) =
            switch task.stage() {
            case .queued: ("QUEUED", 20)
            case .running(let share): ("IN_PROGRESS", 20 + Int(share * 79))
            case .succeeded: ("SUCCESS", 100)
            case .failed, .cancelled: ("FAILURE", 100)
            }
        var reason = reason ?? ""
        if case .failed(let failure) = task.stage() { reason = failure.message }
        var data: JSONObject = [
            "task_id": .string(task.id), "action": "video_generation", "status": context.status(word),
            "fail_reason": .string(reason), "submit_time": JSONValue(task.times.created),
            "start_time": JSONValue(task.times.started), "finish_time": JSONValue(task.times.ended),
            "progress": .string("\(progress)%"), "data": inner,
        ]
        if let link { data["result_url"] = .string(link) }
        return ["code": "success", "message": "", "data": .object(data)]
    }
}
