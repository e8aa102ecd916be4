import VideoGeneration

extension Command {
    /// Asks the provider to stop.
    static let cancel = Command(
        name: "cancel",
        summary: "ask the provider to stop a task",
        theme: .jobs,
        arguments: "ID",
        argumentCount: 1...1,
        options: [.discard, .keyEnv],
        examples: ["cancel v42-k3f9", "cancel v42-k3f9 --discard"],
        completion: .task,
        remarks:
            "A video that is made already is not cancelled: it is paid. Some providers would delete it, and one that is made in the same moment with it; there --discard is needed."
    ) { invocation, session in
        let word = invocation.arguments[0]
        // Another order moves the rows, and the wrong video would be deleted.
        if invocation.has(.discard), Int(word) != nil, session.listing.isEmpty {
            throw VideoError.usage(
                "A row number stands for a task only after `jobs` in the same session.",
                "Nothing was sent. Write the ID of the task."
            )
        }
        let task = try session.task(word)
        let client = try await session.reachableClient(for: task, invocation)
        let answer = try await cancelled(task, client, invocation, session)
        let now = try session.journal().task(task.id) ?? task
        let (code, text) = outcome(answer, now, session)
        if invocation.has(.json) {
            session.console.line(TaskReport.summary(now).description)
            if code != .done { session.console.error(text) }
        } else if code == .done {
            session.console.text(text)
        } else {
            session.console.error(text)
        }
        return code
    }

    private static func cancelled(
        _ task: VideoTask,
        _ client: VideoClient,
        _ invocation: Invocation,
        _ session: Session
    ) async throws -> Cancellation {
        do {
            return try await client.cancel(task.id, discard: invocation.has(.discard))
        } catch var error as VideoError where error.code == .discardRequired {
            error.advice =
                "Nothing was sent. If the video may be lost: \(session.spelled("cancel \(task.id) --discard"))"
            throw error
        } catch {
            throw session.failure(error, task.id)
        }
    }

    /// The exit code, and what became of a task in words.
    private static func outcome(_ answer: Cancellation, _ now: VideoTask, _ session: Session) -> (ExitCode, String) {
        let who = now.provider.id
        switch answer {
        case .cancelled: return (.done, "\(now.id) is cancelled.")
        case .deleted: return (.done, "\(now.id) is cancelled, and removed at \(who).")
        case .refused where now.state == .succeeded:
            return (
                .stillRunning,
                "\(now.id) is made already, and nothing was deleted. Get it with: \(session.spelled("resume \(now.id)"))"
            )
        case .refused:
            return (
                .stillRunning,
                "\(who) did not cancel \(now.id): it goes on, or has ended. See: \(session.spelled("show \(now.id)"))"
            )
        case .unsupported: return (.stillRunning, "\(who) cannot cancel: \(now.id) goes on there.")
        }
    }
}

extension CommandOption {
    static let discard = CommandOption(
        name: "discard",
        summary: "cancel where that also deletes finished videos: one that is made just now is lost"
    )
}
