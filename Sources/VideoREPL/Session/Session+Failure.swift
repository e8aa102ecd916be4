import VideoGeneration
import VideoGenerationPostgres

extension Session {
    /// Returns an error with the task from the journal, and with the next step as a command that can be typed.
    func failure(_ cause: any Error, _ id: VideoTask.ID?) async -> CommandFailure {
        let task = if let id { try? await journal().task(id) } else { nil as VideoTask? }
        var error: VideoError
        if cause is CancellationError {
            error = VideoError(.cancelled, "Stopped. Nothing was sent.")
            if let task, task.submits > 0, task.state.isUnfinished {
                error.message =
                    switch task.state {
                    case .outcomeUnknown, .submitting:
                        "Stopped waiting for \(task.id); it is not known whether \(task.provider.id) accepted it."
                    case .succeeded: "Stopped. The video of \(task.id) is finished, and the downloaded part is kept."
                    default: "Stopped waiting for \(task.id). The task continues at \(task.provider.id)."
                    }
                if !isPrompt, Simulation.made(task, readableDirectory()) {
                    error.message = "Stopped. \(task.id) ends with the built-in simulator. Nothing was paid for it."
                    return CommandFailure(error: error, task: task, code: .interrupted)
                }
            } else if let task {
                error.message =
                    task.state == .intent
                    ? "Stopped. \(task.id) waits to be submitted, and was not bought."
                    : "Stopped. \(task.id) is \(task.state)."
            } else if let count = await continuingCount(), count > 0 {
                error.message = "Stopped waiting. \(count == 1 ? "1 task continues" : "\(count) tasks continue")."
                error.advice = "List them with: \(spelled("jobs")). Resume them with: \(spelled("resume"))"
                return CommandFailure(error: error, task: nil, code: .interrupted)
            }
        } else {
            error = cause as? VideoError ?? VideoError(.storageFailed, Redaction.singleLine("\(cause)"))
            // The library names its own methods.
            if error.code == .notSubmitted { error.advice = "Nothing was sent." }
            if let task, task.state == .failed, error.isAnswered { Self.place(&error, task) }
        }
        error.localID = error.localID ?? id
        if let task, error.purchase == .none { error.purchase = task.purchase }
        if let id, let next = nextStep(task?.state, id, error) {
            error.advice = [cause is CancellationError ? nil : error.advice, next].compactMap { $0 }
                .joined(separator: " ")
        }
        return CommandFailure(error: error, task: task, code: ExitCode(cause, task: task))
    }

    /// Adds the provider and the billing to a provider's own message, which names neither.
    private static func place(_ error: inout VideoError, _ task: VideoTask) {
        let isTaken = task.remote != nil
        let who = task.provider.id
        error.message = "\(who) \(isTaken ? "did not make \(task.id)" : "refused the request"): \(error.message)"
        // A refusal already says that nothing was bought.
        let money = isTaken ? "There is no file. \(who) decides whether the task is billed." : nil
        error.advice = [error.advice, money].compactMap { $0 }.joined(separator: " ")
    }

    /// Returns the number of tasks that continue without this command, here or at their providers.
    private func continuingCount() async -> Int? {
        let directory = readableDirectory()
        return try? await openJournal?.tasks().count { task in
            task.state.isUnfinished && (isPrompt || !Simulation.made(task, directory))
        }
    }

    private func nextStep(_ state: VideoTask.State?, _ id: VideoTask.ID, _ error: VideoError) -> String? {
        switch state {
        // The same command would fail on the same disk.
        case .succeeded where error.code == .storageFailed:
            "Save it with: \(spelled("download \(id)")) --output PATH, or with --overwrite if the file may be replaced."
        case .succeeded where error.code == .unexpectedFormat:
            "Save it unchanged with: \(spelled("resume \(id)")) --accept-any"
        case .outcomeUnknown, .submitting: "Settle it with: \(spelled("resolve \(id)"))"
        case .intent:
            "To submit it, run: \(spelled("resume --submit \(id)")). To drop it, run: \(spelled("cancel \(id)"))"
        case .queued, .running, .succeeded: "To resume, run: \(spelled("resume \(id)"))"
        default: nil
        }
    }

    /// Returns a command as it is typed here: outside the prompt, with the program's name and the files of this session.
    func spelled(_ command: String) -> String { isPrompt ? command : spelledInShell(command) }

    /// Returns a command as it is typed in a shell.
    func spelledInShell(_ command: String) -> String {
        let files = [CommandOption.config, .manifest, .state].flatMap { option in
            options.all(option).map { "--\(option.name) \($0.asTypedWord)" }
        }
        // A password is not printed.
        let journal = options[.journal].map { "--journal \(PostgresJournal.shown($0).asTypedWord)" }
        return (["video-repl"] + files + [journal, command].compactMap(\.self)).joined(separator: " ")
    }
}

extension String {
    /// The text as one word of a command line, in quotes if it needs them.
    var asTypedWord: String {
        let isPlain = !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || "/._-~:".contains($0) }
        return isPlain ? self : inShellQuotes
    }
}

/// An error, the task that it concerns, and the exit code.
struct CommandFailure: Error {
    let error: VideoError
    let task: VideoTask?
    let code: ExitCode
}
