import VideoGeneration
import VideoPlatform

/// Formats a task as JSON and as text.
enum TaskReport {
    /// Returns the last line of `--json`: exactly these keys, in this order.
    static func summary(_ task: VideoTask) -> JSONValue {
        let file = task.file
        var object = JSONObject()
        object["state"] = .string(task.state.rawValue)
        object["path"] = text(file?.path ?? task.destination)
        object["bytes"] = number(file?.bytes)
        object["sha256"] = text(file?.sha256)
        let film = file.flatMap { $0.format == nil ? $0 : nil }
        object["width"] = number((film?.width).map(Int64.init))
        object["height"] = number((film?.height).map(Int64.init))
        object["seconds"] = (film?.seconds).map { .number(Format.decimal($0, 3)) } ?? .null
        object["provider"] = .string(task.provider.id)
        object["model"] = text(task.model)
        object["taskID"] = text(task.remote?.id)
        object["id"] = .string(task.id.rawValue)
        object["submits"] = JSONValue(task.submits)
        return .object(object)
    }

    /// Returns a line of a list: the summary, with the prompt, the progress, the times and the error.
    static func row(_ task: VideoTask) -> JSONValue {
        guard case .object(var object) = summary(task) else { return .null }
        object["prompt"] = .string(task.request.prompt)
        object["progress"] = task.progress.map { .number(Format.decimal($0, 3)) } ?? .null
        object["createdAt"] = .string(task.createdAt.formatted(.iso8601))
        object["updatedAt"] = .string(task.updatedAt.formatted(.iso8601))
        object["error"] = text(task.failure?.message)
        return .object(object)
    }

    /// Returns a progress line for `--json`.
    static func change(_ job: JobState) -> JSONValue {
        var object = JSONObject()
        object["event"] = .string(job.download == nil ? "task" : "download")
        object["id"] = .string(job.task.id.rawValue)
        object["state"] = .string(job.task.state.rawValue)
        object["rawStatus"] = text(job.task.rawStatus)
        object["progress"] = job.progress.map { .number(Format.decimal($0, 3)) } ?? .null
        if let download = job.download {
            object["bytes"] = number(download.received)
            object["total"] = number(download.total)
        }
        if let trouble = job.trouble { object["trouble"] = .string(trouble) }
        return .object(object)
    }

    /// Returns an error line for `--json`.
    static func failure(_ error: VideoError) -> JSONValue {
        var object = JSONObject()
        object["event"] = "error"
        object["code"] = .string(error.code.rawValue)
        object["message"] = .string(error.message)
        object["advice"] = text(error.advice)
        object["purchase"] = .string(error.purchase.rawValue)
        object["provider"] = text(error.provider)
        object["id"] = text(error.localID?.rawValue)
        object["taskID"] = text(error.taskID)
        object["httpStatus"] = number(error.httpStatus.map(Int64.init))
        object["providerCode"] = text(error.providerCode)
        object["requestID"] = text(error.requestID)
        return .object(object)
    }

    /// Returns the facts about a stored video and its task, for display.
    static func facts(_ task: VideoTask) -> [(String, String)] {
        guard task.file != nil else { return [] }
        let time = Format.elapsed(JobState(task: task).elapsed(at: task.updatedAt))
        let model = task.model.map { ", \(Redaction.singleLine($0, limit: 60))" } ?? ""
        return file(task) + [("Task", "\(task.id) (\(task.provider.id)\(model)), \(submits(task)), in \(time)")]
    }

    /// Returns the facts about a stored video, for display.
    static func file(_ task: VideoTask) -> [(String, String)] {
        guard let file = task.file else { return [] }
        let isFilm = file.format == nil
        return [
            ("Path", file.path),
            ("Size", "\(Format.grouped(file.bytes)) bytes (\(Format.bytes(file.bytes)))"),
            ("Format", file.format.map { "\($0), saved unchanged; playback was not checked" } ?? ""),
            ("Dimensions", isFilm ? "\(file.width)x\(file.height)" : ""),
            ("Duration", isFilm ? "\(Format.decimal(file.seconds, 2)) s" : ""),
            ("SHA-256", file.sha256),
        ]
    }

    /// Returns the number of submits, such as `1 submit`.
    static func submits(_ task: VideoTask) -> String {
        task.submits == 1 ? "1 submit" : "\(task.submits) submits"
    }

    private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    private static func number(_ number: Int64?) -> JSONValue { number.map { .number(String($0)) } ?? .null }
}
