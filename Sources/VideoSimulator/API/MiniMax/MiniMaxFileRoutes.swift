import VideoGeneration
import VideoPlatform

/// The routes of MiniMax's file store, which holds finished videos and uploads.
enum MiniMaxFileRoutes {
    static func routes(prefix: String) -> [Route] {
        [
            Route("GET", prefix + "/v1/files/retrieve", .file, .miniMaxV1) { context throws(Refusal) in
                SimulatedResponse(["file": try file(context), "base_resp": MiniMaxV1Routes.success])
            },
            Route("GET", prefix + "/v1/files/retrieve_content", .content, .miniMaxV1) { context throws(Refusal) in
                context.file(of: try finishedTask(context.request.query("file_id"), context))
            },
            Route("GET", prefix + "/v1/files/list", .list, .miniMaxV1) { context throws(Refusal) in
                SimulatedResponse(["files": .array(list(context)), "base_resp": MiniMaxV1Routes.success])
            },
            Route("POST", prefix + "/v1/files/upload", .upload, .miniMaxV1) { context throws(Refusal) in
                SimulatedResponse(["file": try upload(context), "base_resp": MiniMaxV1Routes.success])
            },
            Route("POST", prefix + "/v1/files/delete", .cancel, .miniMaxV1) { context throws(Refusal) in
                let id = try context.json()["file_id"]?.identifier ?? ""
                if !context.backend.removeUpload(id) {
                    let task = try finishedTask(id, context)
                    context.backend.update(task.id) { $0.isDeleted = true }
                }
                return SimulatedResponse(["file_id": .number(id), "base_resp": MiniMaxV1Routes.success])
            },
        ]
    }

    /// Returns the description of a finished video's file with new links. Its size is 0, as in all observed responses.
    static func description(of task: SimulatedTask, _ context: RequestContext) -> JSONValue {
        [
            "file_id": .number(task.fileID), "bytes": 0, "created_at": JSONValue(task.times.ended),
            "filename": "output.mp4", "purpose": "video_generation",
            "download_url": .string(context.links.link(to: task.fileID)),
            "backup_download_url": .string(context.links.link(to: task.fileID, backup: true)),
        ]
    }

    private static func file(_ context: RequestContext) throws(Refusal) -> JSONValue {
        let id = context.request.query("file_id")
        if let upload = context.backend.uploads.first(where: { $0.id == id }) { return description(of: upload) }
        let task = try finishedTask(id, context)
        guard !context.hidesOutput, var file = description(of: task, context).object else {
            return ["file_id": .number(task.fileID), "bytes": 0, "filename": "output.mp4"]
        }
        // CometAPI's route has an additional model parameter and returns IDs as strings.
        if context.request.query("model") == "minimax-files-retrieve" { file["file_id"] = .string(task.fileID) }
        return .object(file)
    }

    private static func finishedTask(_ id: String?, _ context: RequestContext) throws(Refusal) -> SimulatedTask {
        guard let id, !id.isEmpty, id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Refusal(.invalidRequest, "file_id must be an integer")
        }
        let task = try context.backend.task(ofFile: id)
        guard task.stage() == .succeeded else { throw Refusal(.notFound, "file \(id)") }
        return task
    }

    private static func list(_ context: RequestContext) -> [JSONValue] {
        let purpose = context.request.query("purpose")
        let videos =
            purpose == nil || purpose == "video_generation"
            ? context.backend.tasks(of: [.miniMaxV1]).filter { $0.stage() == .succeeded } : []
        let uploads = context.backend.uploads.filter { purpose == nil || $0.purpose == purpose }
        return videos.map { description(of: $0, context) } + uploads.map(description)
    }

    private static func upload(_ context: RequestContext) throws(Refusal) -> JSONValue {
        let form = MultipartParser(type: context.request.field("content-type"), body: context.request.body)
        guard let purpose = form?.parts.first(where: { $0.name == "purpose" }),
            let file = form?.parts.first(where: { $0.name == "file" })
        else { throw Refusal(.invalidRequest, "purpose and file are required") }
        let upload = UploadedFile(
            id: IDGenerator.decimal(15),
            bytes: file.content.count,
            name: file.filename ?? "file",
            purpose: String(decoding: purpose.content, as: UTF8.self),
            created: Int(Date().timeIntervalSince1970)
        )
        context.backend.keep(upload)
        return description(of: upload)
    }

    private static func description(of upload: UploadedFile) -> JSONValue {
        [
            "file_id": .number(upload.id), "bytes": JSONValue(upload.bytes),
            "created_at": JSONValue(upload.created), "filename": .string(upload.name),
            "purpose": .string(upload.purpose),
        ]
    }
}
