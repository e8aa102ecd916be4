import VideoGeneration

extension Command {
    /// Finishes one task, or all unfinished tasks.
    static let resume = Command(
        name: "resume",
        summary: "finish a task, or all unfinished tasks: wait, download, verify",
        theme: .tasks,
        arguments: "[ID]",
        argumentCount: 0...1,
        options: [
            .submitWaiting, .output, .overwrite, .acceptAny, .outputs, .wait, .provider, .dialect, .baseURL, .keyEnv,
            .budget, .budgetSeconds, .budgetPer,
        ],
        examples: [
            "resume", "resume v42-k3f9", "resume v42-k3f9 --output boat.mp4", "resume --submit",
            "resume --submit v42-k3f9",
        ],
        completion: .task,
        runsInBackground: true,
        remarks:
            "It never buys without --submit. The dialect, the address and the name of the key's variable come from the journal."
    ) { invocation, session in
        if let word = invocation.arguments.first {
            let task = try await session.task(word)
            if task.state == .intent, invocation.has(.submitWaiting) {
                return try await session.submit(waiting: task, invocation)
            }
            return try await session.resume(task, invocation)
        }
        return try await session.resumeAll(invocation)
    }
}
