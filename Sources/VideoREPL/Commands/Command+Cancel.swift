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
        let task = try session.task(invocation.arguments[0])
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
