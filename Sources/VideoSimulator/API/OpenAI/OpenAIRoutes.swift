import VideoGeneration

/// The routes of `/v1/videos` according to OpenAI's reference of 2026-08.
enum OpenAIRoutes {
    static let all = CharacterRoutes.all + videos

    private static let videos = [
        Route("POST", "/v1/videos", .submit, .openAI) { context throws(Refusal) in
            created(context.accept(try OpenAIModel.order(try CreateForm(context))), context)
        },
        Route("GET", "/v1/videos", .list, .openAI) { context throws(Refusal) in try list(context) },
        Route("POST", "/v1/videos/edits", .submit, .openAI) { context throws(Refusal) in
            let form = try CreateForm(context)
            return try derive(form, context, from: form.fields["video"]?["id"]?.text)
        },
        Route("POST", "/v1/videos/extensions", .submit, .openAI) { context throws(Refusal) in
            let form = try CreateForm(context)
            return try derive(
                form,
                context,
                from: form.fields["video"]?["id"]?.text,
                extendedBy: try OpenAIModel.extensionSeconds(form.fields)
            )
        },
        Route("GET", "/v1/videos/{id}", .status, .openAI) { context throws(Refusal) in
            SimulatedResponse(VideoObject(context, try context.backend.task(context.parameter("id"))).json)
        },
        Route("DELETE", "/v1/videos/{id}", .cancel, .openAI) { context throws(Refusal) in
            let task = try context.backend.task(context.parameter("id"))
            guard task.stage().isFinal else {
                throw Refusal(.notReady, "Only completed or failed videos can be deleted.")
            }
            context.backend.update(task.id) { $0.isDeleted = true }
            return SimulatedResponse(["id": .string(task.id), "object": "video.deleted", "deleted": true])
        },
        Route("POST", "/v1/videos/{id}/remix", .submit, .openAI) { context throws(Refusal) in
            try derive(try CreateForm(context), context, from: context.parameter("id"))
        },
        Route("GET", "/v1/videos/{id}/content", .content, .openAI) { context throws(Refusal) in
            try content(of: try context.backend.task(context.parameter("id")), context)
        },
    ]

    private static func created(_ task: SimulatedTask, _ context: RequestContext) -> SimulatedResponse {
        var response = SimulatedResponse(VideoObject(context, task).json)
        response.set("openai-version", "2020-10-01")
        response.set("openai-processing-ms", "42")
        return response
    }

    /// Submits a task for a video made from another one. The size is the same, and so is the length unless it is
    /// extended.
    private static func derive(
        _ form: CreateForm,
        _ context: RequestContext,
        from id: String?,
        extendedBy seconds: Int = 0
    ) throws(Refusal) -> SimulatedResponse {
        guard let prompt = form.fields["prompt"]?.text else { throw .missing("prompt") }
        guard let id else {
            guard form.files["video"] != nil else { throw .missing("video") }
            return created(context.accept(try OpenAIModel.order(form)), context)
        }
        let source = try context.backend.task(id)
        guard source.stage() == .succeeded else {
            throw Refusal(.notReady, "Video '\(id)' is not completed.", parameter: "video")
        }
        var order = source.order
        guard order.seconds + seconds <= 120 else {
            throw Refusal(.invalidRequest, "A video can be at most 120 seconds long.", parameter: "seconds")
        }
        order.api = .openAI
        order.prompt = prompt
        order.seconds += seconds
        order.origin = source.id
        return created(context.accept(order), context)
    }

    private static func list(_ context: RequestContext) throws(Refusal) -> SimulatedResponse {
        var tasks = context.backend.tasks(of: [.openAI, .newAPI])
        if context.request.query("order") == "asc" { tasks.reverse() }
        if let after = context.request.query("after") {
            guard let index = tasks.firstIndex(where: { $0.id == after }) else {
                throw Refusal(.notFound, after)
            }
            tasks.removeFirst(index + 1)
        }
        let limit = context.request.query("limit").map { Int($0) ?? -1 } ?? 20
        guard (0...100).contains(limit) else {
            throw Refusal(.invalidRequest, "'limit' must be an integer from 0 to 100.", parameter: "limit")
        }
        let page = tasks.prefix(limit)
        return SimulatedResponse([
            "object": "list", "data": .array(page.map { VideoObject(context, $0).json }),
            "first_id": page.first.map { .string($0.id) } ?? .null,
            "last_id": page.last.map { .string($0.id) } ?? .null,
            // An empty page has no last ID. A client that continued after it would never stop.
            "has_more": .bool(limit > 0 && tasks.count > page.count),
        ])
    }

    private static func content(of task: SimulatedTask, _ context: RequestContext) throws(Refusal) -> SimulatedResponse
    {
        guard task.stage() == .succeeded, !context.hidesOutput else {
            throw Refusal(
                .notReady,
                "Video is not ready yet, use GET /v1/videos/\(task.id) to check its status."
            )
        }
        switch context.request.query("variant") ?? "video" {
        case "video": break
        case "thumbnail": return PreviewPicture(task).webP
        case "spritesheet": return PreviewPicture(task).jpeg
        case let other:
            throw Refusal(
                .invalidRequest,
                "Invalid value: '\(other)'. Supported values are: 'video', 'thumbnail', 'spritesheet'.",
                parameter: "variant"
            )
        }
        switch context.backend.options.contentDelivery {
        case .bytes: return context.file(of: task)
        case .redirect: return SimulatedResponse(redirectingTo: context.links.link(to: task.fileID))
        case .json:
            return SimulatedResponse([
                "id": .string(task.id), "status": "completed",
                "video_url": .string(context.links.link(to: task.fileID)),
            ])
        }
    }
}
