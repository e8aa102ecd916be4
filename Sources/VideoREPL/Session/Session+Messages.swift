import VideoGeneration
import VideoGenerationPostgres

extension Session {
    /// Shows a remark about the result, on standard error if standard output is JSON.
    func note(_ text: String, _ invocation: Invocation) {
        if invocation.has(.json) {
            console.error(text)
        } else {
            console.text(text, .dim)
        }
    }

    /// Says that the effect of a command ends with this run, unless further commands can follow.
    func noteEnd(of effect: String, instead: String, _ invocation: Invocation) {
        guard !isPrompt, !isInScript else { return }
        note("This \(effect) lasts for this run only, which ends here. \(instead), or use the prompt.", invocation)
    }

    /// Shows a warning about a request. The request is submitted anyway.
    func warn(_ text: String, _ invocation: Invocation) {
        if invocation.has(.json) { console.error(text) } else { console.text(text, .yellow) }
    }

    /// Reports the effect of a command: a sentence, or with `--json` an object.
    func tell(_ text: String, _ facts: JSONObject, _ invocation: Invocation) {
        guard invocation.has(.json) else { return console.text(text, .dim) }
        var object = facts
        object["message"] = .string(text)
        console.line(JSONValue.object(object).description)
    }

    /// Shows an error: a sentence on standard error, and with `--json` also lines on standard output, the task last.
    func show(_ failure: CommandFailure, _ invocation: Invocation) {
        let text = failure.error.shownText
        // Several commands may run at once, so the message has to name the task.
        let name = invocation.isBackground ? failure.task?.id.rawValue : nil
        console.error(name.map { text.contains($0) ? text : "\($0): \(text)" } ?? text, .red)
        guard invocation.has(.json) else { return }
        console.line(TaskReport.failure(failure.error).description)
        if let task = failure.task { console.line(TaskReport.summary(task).description) }
    }

    /// Reports the files of the journal that cannot be read. Each of them may hold a purchase.
    /// - Parameter tasks: the tasks that were read.
    /// - Returns: whether there are such files.
    func tellUnreadable(besides tasks: [VideoTask]) async throws -> Bool {
        tell(unreadable: try await journal().unreadable(besides: tasks))
    }

    /// Reports tasks that cannot be read.
    /// - Returns: whether there are any.
    func tell(unreadable troubles: [VideoError]) -> Bool {
        for trouble in troubles.prefix(5) { console.error(trouble.shownText, .red) }
        if troubles.count > 5 {
            console.error("\((troubles.count - 5).counted("more file")) of the journal cannot be read.")
        }
        return !troubles.isEmpty
    }

    /// Reports, at a signal, the tasks that are being submitted. The first signal waits for their responses; the second
    /// does not.
    func tellPurchases(isLast: Bool) async {
        let tasks: [VideoTask]
        if let database = openJournal as? PostgresJournal {
            tasks = (try? await database.ownSubmits()) ?? []
        } else {
            tasks = (try? await openJournal?.latest(100).filter { $0.state == .submitting }) ?? []
        }
        for task in tasks {
            console.error(
                isLast
                    ? "\(task.id) may have been bought. Settle it with: \(spelled("resolve \(task.id)"))"
                    : "\(task.id) is being submitted. Waiting for the response, a few seconds at most."
            )
        }
    }
}
