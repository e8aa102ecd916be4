import VideoGeneration

extension Command {
    /// Settles an unknown purchase.
    static let resolve = Command(
        name: "resolve",
        summary: "settle a purchase whose outcome is unknown; nothing is ever sent again by it",
        theme: .jobs,
        arguments: "ID",
        argumentCount: 1...1,
        options: [.taken, .notTaken, .keyEnv],
        examples: ["resolve v42-k3f9", "resolve v42-k3f9 --taken 761265120815345", "resolve v42-k3f9 --not-taken"],
        completion: .task,
        remarks:
            "Without an option the provider's own list is asked, where it has one. What is not certain there is shown, and --taken ID says which it is. To leave it open, do nothing."
    ) { invocation, session in
        let task = try session.task(invocation.arguments[0])
        guard !invocation.has(.taken) || !invocation.has(.notTaken) else {
            throw VideoError.usage("--taken and --not-taken cannot both be true.")
        }
        let resolution: OutcomeResolution =
            invocation[.taken].map { .taken($0) } ?? (invocation.has(.notTaken) ? .notTaken : .askProvider)
        let now = try await settled(task, resolution, invocation, session)
        if invocation.has(.json) {
            session.console.line(TaskReport.summary(now).description)
        } else if now.state == .failed {
            session.console.text("\(task.id) was not taken: nothing was bought.")
        } else {
            let id = Redaction.singleLine(now.remote?.id ?? "", limit: 80)
            session.console.text(
                "\(task.id) is \(id) at \(task.provider.id). Get it with: \(session.spelled("resume \(task.id)"))"
            )
        }
        return .done
    }

    private static func settled(
        _ task: VideoTask,
        _ resolution: OutcomeResolution,
        _ invocation: Invocation,
        _ session: Session
    ) async throws -> VideoTask {
        do {
            let client = try session.client(for: task, invocation, session.readableDirectory())
            return try await client.resolve(task.id, as: resolution)
        } catch let error as VideoError where error.code == .outcomeUnknown || error.code == .unsupported {
            var error = error
            let command = session.spelled("resolve \(task.id)")
            let advice = "If you know which it is: \(command) --taken ID. If it was not bought: \(command) --not-taken."
            error.advice = [error.advice, advice].compactMap { $0 }.joined(separator: " ")
            throw CommandFailure(error: error, task: task, code: .outcomeUnknown)
        } catch {
            // A list that cannot be read settles nothing.
            throw session.failure(error, task.id)
        }
    }
}

extension CommandOption {
    static let taken = CommandOption(name: "taken", value: "ID", summary: "it was taken; the provider's id of it")
    static let notTaken = CommandOption(name: "not-taken", summary: "it was not taken: nothing was bought")
}
