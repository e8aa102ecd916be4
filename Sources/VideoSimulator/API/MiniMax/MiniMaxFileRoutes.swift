import VideoGeneration
import VideoPlatform

/// The routes of MiniMax's file store, which holds finished videos and uploads.
enum MiniMaxFileRoutes {
    static func routes(prefix: String) -> [Route] {
        [
            Route("GET", prefix + "/v1/files/retrieve", .file, .miniMax) { call throws(Refusal) in
                SimulatedResponse(["file": try file(call), "base_resp": MiniMaxRoutes.success])
            },
            Route("GET", prefix + "/v1/files/retrieve_content", .content, .miniMax) { call throws(Refusal) in
                call.file(of: try finishedTask(call.request.query("file_id"), call))
            },
            Route("GET", prefix + "/v1/files/list", .list, .miniMax) { call throws(Refusal) in
                SimulatedResponse(["files": .array(list(call)), "base_resp": MiniMaxRoutes.success])
            },
            Route("POST", prefix + "/v1/files/upload", .upload, .miniMax) { call throws(Refusal) in
                SimulatedResponse(["file": try upload(call), "base_resp": MiniMaxRoutes.success])
            },
            Route("POST", prefix + "/v1/files/delete", .cancel, .miniMax) { call throws(Refusal) in
                let id = try call.json()["file_id"]?.identifier ?? ""
                if !call.backend.removeUpload(id) {
                    let task = try finishedTask(id, call)
                    call.backend.update(task.id) { $0.isDeleted = true }
                }
                return SimulatedResponse(["file_id": .number(id), "base_resp": MiniMaxRoutes.success])
            },
        ]
    }

    /// Returns the description of a finished video's file with new links. Its size is 0, as in all observed responses.
    static func description(of task: SimulatedTask, _ call: Call) -> JSONValue {
        [
            "file_id": .number(task.fileID), "bytes": 0, "created_at": JSONValue(task.times.ended),
            "filename": "output.mp4", "purpose": "video_generation",
            "download_url": .string(call.links.link(to: task.fileID)),
            "backup_download_url": .string(call.links.link(to: task.fileID, backup: true)),
        ]
    }

    private static func file(_ call: Call) throws(Refusal) -> JSONValue {
        let id = call.request.query("file_id")
        if let upload = call.backend.uploads.first(where: { $0.id == id }) { return description(of: upload) }
        let task = try finishedTask(id, call)
        guard !call.hidesOutput, var file = description(of: task, call).object else {
            return ["file_id": .number(task.fileID), "bytes": 0, "filename": "output.mp4"]
        }
        // CometAPI's route has an additional model parameter and returns IDs as strings.
        if call.request.query("model") == "minimax-files-retrieve" { file["file_id"] = .string(task.fileID) }
        return .object(file)
    }

    private static func finishedTask(_ id: String?, _ call: Call) throws(Refusal) -> SimulatedTask {
        guard let id, !id.isEmpty, id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Refusal(.invalidRequest, "file_id must be an integer")
        }
        let task = try call.backend.task(ofFile: id)
        guard task.stage() == .succeeded else { throw Refusal(.notFound, "file \(id)") }
        return task
    }

    private static func list(_ call: Call) -> [JSONValue] {
        let purpose = call.request.query("purpose")
        let videos =
            purpose == nil || purpose == "video_generation"
            ? call.backend.tasks(of: [.miniMax]).filter { $0.stage() == .succeeded } : []
        let uploads = call.backend.uploads.filter { purpose == nil || $0.purpose == purpose }
        return videos.map { description(of: $0, call) } + uploads.map(description)
    }

    private static func upload(_ call: Call) throws(Refusal) -> JSONValue {
        let form = MultipartParser(type: call.request.field("content-type"), body: call.request.body)
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
        call.backend.keep(upload)
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
