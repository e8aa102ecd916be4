import VideoGeneration

extension Command {
    /// Settles a task whose outcome is unknown.
    static let resolve = Command(
        name: "resolve",
        summary: "settle a task whose outcome is unknown; its request is never sent again",
        theme: .tasks,
        arguments: "ID",
        argumentCount: 1...1,
        options: [.taken, .notTaken, .keyEnv],
        examples: ["resolve v42-k3f9", "resolve v42-k3f9 --taken 761265120815345", "resolve v42-k3f9 --not-taken"],
        completion: .task,
        remarks:
            "Without an option, it asks the provider for the task by its own ID, and then searches the provider's list of tasks, as far as the provider has them. If no match is certain, it shows the candidates. --taken ID then selects the right one. To leave the outcome unknown, do nothing."
    ) { invocation, session in
        let task = try await session.task(invocation.arguments[0])
        guard !invocation.has(.taken) || !invocation.has(.notTaken) else {
            throw VideoError.usage("--taken and --not-taken cannot be used together.")
        }
        let resolution: OutcomeResolution =
            invocation[.taken].map { .taken($0) } ?? (invocation.has(.notTaken) ? .notTaken : .askProvider)
        let now = try await settled(task, resolution, invocation, session)
        if invocation.has(.json) {
            session.console.line(TaskReport.summary(now).description)
        } else if now.state == .failed {
            session.console.text("The provider did not accept \(task.id). Nothing was bought.")
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
            let client = try await session.client(for: task, invocation, session.readableDirectory())
            return try await client.resolve(task.id, as: resolution)
        } catch let error as VideoError where error.code == .outcomeUnknown || error.code == .unsupported {
            var error = error
            let command = session.spelled("resolve \(task.id)")
            let advice = "If you know which it is: \(command) --taken ID. If it was not bought: \(command) --not-taken."
            error.advice = [error.advice, advice].compactMap { $0 }.joined(separator: " ")
            throw CommandFailure(error: error, task: task, code: .outcomeUnknown)
        } catch {
            // A list that cannot be read does not settle the task.
            throw await session.failure(error, task.id)
        }
    }
}

extension CommandOption {
    static let taken = CommandOption(name: "taken", value: "ID", summary: "the provider took the task under this ID")
    static let notTaken = CommandOption(name: "not-taken", summary: "the provider did not take it; nothing was bought")
}
