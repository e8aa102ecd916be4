import VideoGeneration
import VideoPlatform

/// Formats a task as JSON and as text.
enum TaskReport {
    /// Returns the last line of `--json`: exactly these keys, in this order, and `outputs` if there are files besides the
    /// video.
    static func summary(_ task: VideoTask) -> JSONValue {
        let file = task.file
        var object = JSONObject()
        object["state"] = .string(task.state.rawValue)
        object["path"] = text(file?.path ?? task.destination)
        object["bytes"] = number(file?.bytes)
        object["sha256"] = text(file?.sha256)
        let video = file.flatMap { $0.format == nil ? $0 : nil }
        object["width"] = number((video?.width).map(Int64.init))
        object["height"] = number((video?.height).map(Int64.init))
        object["seconds"] = (video?.seconds).map { .number(Format.decimal($0, 3)) } ?? .null
        object["provider"] = .string(task.provider.id)
        object["model"] = text(task.model)
        object["taskID"] = text(task.remote?.id)
        object["id"] = .string(task.id.rawValue)
        object["submits"] = JSONValue(task.submits)
        if !task.extras.isEmpty { object["outputs"] = .array(task.extras.map(output)) }
        return .object(object)
    }

    private static func output(_ output: StoredOutput) -> JSONValue {
        [
            "kind": .string(output.kind.label), "path": .string(output.path), "bytes": number(output.bytes),
            "sha256": .string(output.sha256),
        ]
    }

    /// Returns a line of a list: the summary, with the prompt, the progress, the times and the error.
    static func row(_ task: VideoTask) -> JSONValue {
        guard case .object(var object) = summary(task) else { return .null }
        object["prompt"] = .string(task.request.prompt)
        object["progress"] = task.progress.map { .number(Format.decimal($0, 3)) } ?? .null
        object["createdAt"] = .string(task.createdAt.formatted(.iso8601))
        object["updatedAt"] = .string(task.updatedAt.formatted(.iso8601))
        object["error"] = text(task.failure?.message)
        if let reason = task.suspension { object["suspension"] = .string(reason) }
        object["charge"] = charge(task)
        if let label = task.label { object["label"] = .string(label) }
        return .object(object)
    }

    /// Returns the last line of `show`: a line of a list, with the route, the priority and the attempts.
    static func details(_ task: VideoTask) -> JSONValue {
        guard case .object(var object) = row(task) else { return .null }
        object["label"] = text(task.label)
        object["priority"] = JSONValue(task.priority)
        object["route"] = task.route.map { .object($0.json) } ?? .null
        object["attempts"] = .array(task.attempts.map(AttemptTable.json))
        if let warning = task.boughtTwice { object["boughtTwice"] = .string(warning) }
        return .object(object)
    }

    /// Returns the amount that the provider charged: in its own unit, and in a currency if a rate is known.
    static func charge(_ task: VideoTask) -> JSONValue { task.charge.map(json) ?? .null }

    /// Returns a charge for programs.
    static func json(_ charge: Charge) -> JSONValue {
        [
            "amount": .number("\(charge.amount)"), "unit": .string(charge.unit),
            "money": charge.money.map { .number("\($0.amount)") } ?? .null,
            "currency": text(charge.money?.currency), "rateReadOn": text(charge.rateReadOn),
        ]
    }

    /// Returns the charge of a task if it is known, and otherwise the estimate. A charge in a unit without a known rate
    /// has the estimate beside it.
    static func cost(_ task: VideoTask) -> String {
        let estimate = task.cost.map { "\($0), estimated" }
        guard let charge = task.charge else { return estimate ?? "" }
        let rate = charge.rateReadOn.map { ", at the rate of \(Redaction.singleLine($0, limit: 20))" } ?? ""
        let words = Redaction.singleLine("\(charge)", limit: 120) + ", charged" + rate
        return charge.money == nil ? [words, estimate].compactMap(\.self).joined(separator: "; ") : words
    }

    /// Returns a progress line for `--json`.
    static func change(_ display: TaskDisplay) -> JSONValue {
        var object = JSONObject()
        object["event"] = .string(display.download == nil ? "task" : "download")
        object["id"] = .string(display.task.id.rawValue)
        object["state"] = .string(display.task.state.rawValue)
        object["rawStatus"] = text(display.task.rawStatus)
        object["progress"] = display.progress.map { .number(Format.decimal($0, 3)) } ?? .null
        if let download = display.download {
            object["bytes"] = number(download.received)
            object["total"] = number(download.total)
        }
        if let trouble = display.trouble { object["trouble"] = .string(trouble) }
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
        let time = Format.elapsed(TaskDisplay(task: task).elapsed(at: task.updatedAt))
        let model = task.model.map { ", \(Redaction.singleLine($0, limit: 60))" } ?? ""
        return file(task) + [("Task", "\(task.id) (\(task.provider.id)\(model)), \(submits(task)), in \(time)")]
    }

    /// Returns the facts about a stored video, for display.
    static func file(_ task: VideoTask) -> [(String, String)] {
        guard let file = task.file else { return [] }
        let isVideo = file.format == nil
        return [
            ("Path", file.path),
            ("Size", "\(Format.grouped(file.bytes)) bytes (\(Format.bytes(file.bytes)))"),
            ("Format", file.format.map { "\($0), saved unchanged; playback was not checked" } ?? ""),
            ("Dimensions", isVideo ? "\(file.width)x\(file.height)" : ""),
            ("Duration", isVideo ? "\(Format.decimal(file.seconds, 2)) s" : ""),
            ("SHA-256", file.sha256),
        ] + task.extras.map { (name(of: $0.kind), $0.path) }
    }

    private static func name(of kind: VideoOutput.Kind) -> String {
        switch kind {
        case .video: "Video"
        case .lastFrame: "Last frame"
        case .audio: "Audio"
        case .thumbnail: "Thumbnail"
        case .spritesheet: "Spritesheet"
        }
    }

    /// Returns the number of submits, such as `1 submit`.
    static func submits(_ task: VideoTask) -> String {
        task.submits == 1 ? "1 submit" : "\(task.submits) submits"
    }

    private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    private static func number(_ number: Int64?) -> JSONValue { number.map { .number(String($0)) } ?? .null }
}

extension VideoError {
    /// The message and the advice as sentences on one line, without control characters.
    var shownText: String { Redaction.singleLine(description, limit: 1000) }
}
