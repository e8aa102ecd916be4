import VideoGeneration

extension Command {
    /// Asks the provider to cancel a task.
    static let cancel = Command(
        name: "cancel",
        summary: "ask the provider to cancel a task",
        theme: .tasks,
        arguments: "ID",
        argumentCount: 1...1,
        options: [.discard, .keyEnv],
        examples: ["cancel v42-k3f9", "cancel v42-k3f9 --discard"],
        completion: .task,
        remarks:
            "A finished video is not cancelled, because it is already paid for. With some providers, cancelling also deletes finished videos, even a video that finishes at the same moment. For these providers, --discard is required."
    ) { invocation, session in
        let word = invocation.arguments[0]
        // A new task shifts the row numbers, so an old number could delete the wrong video.
        if invocation.has(.discard), Int(word) != nil, session.listing.isEmpty {
            throw VideoError.usage(
                "A row number is valid only after `jobs` in the same session.",
                "Nothing was sent. Write the ID of the task."
            )
        }
        let task = try await session.task(word)
        let client = try await session.reachableClient(for: task, invocation)
        let result = try await cancelled(task, client, invocation, session)
        let now = try await session.journal().task(task.id) ?? task
        let (code, text) = outcome(result, now, session)
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
                "Nothing was sent. To cancel even if the video is lost: \(session.spelled("cancel \(task.id) --discard"))"
            throw error
        } catch {
            throw await session.failure(error, task.id)
        }
    }

    /// Returns the exit code and a message about the result.
    private static func outcome(_ result: Cancellation, _ now: VideoTask, _ session: Session) -> (ExitCode, String) {
        let who = now.provider.id
        switch result {
        case .cancelled: return (.done, "\(now.id) is cancelled.")
        case .requested:
            return (
                .stillRunning,
                "\(who) was asked to stop \(now.id), and may still finish it. See: \(session.spelled("show \(now.id)"))"
            )
        case .deleted: return (.done, "\(now.id) is cancelled, and \(who) deleted it.")
        case .refused where now.state == .succeeded:
            return (
                .stillRunning,
                "\(now.id) is already made, and nothing was deleted. Get it with: \(session.spelled("resume \(now.id)"))"
            )
        case .refused:
            return (
                .stillRunning,
                "\(who) did not cancel \(now.id). The task continues or has ended. See: \(session.spelled("show \(now.id)"))"
            )
        case .unsupported: return (.stillRunning, "\(who) cannot cancel tasks. \(now.id) continues there.")
        }
    }
}

extension CommandOption {
    static let discard = CommandOption(
        name: "discard",
        summary: "cancel even if that also deletes finished videos; a video that finishes at that moment is lost"
    )
}
