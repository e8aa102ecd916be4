import VideoGeneration

extension Command {
    /// Finishes one task, or all unfinished tasks.
    static let resume = Command(
        name: "resume",
        summary: "finish a task, or all unfinished tasks: wait, download, verify",
        theme: .tasks,
        arguments: "[ID]",
        argumentCount: 0...1,
        options: [.output, .overwrite, .acceptAny, .outputs, .wait, .provider, .dialect, .baseURL, .keyEnv],
        examples: ["resume", "resume v42-k3f9", "resume v42-k3f9 --output boat.mp4"],
        completion: .task,
        runsInBackground: true,
        remarks: "It never buys. The dialect, the address and the name of the key's variable come from the journal."
    ) { invocation, session in
        if let word = invocation.arguments.first {
            return try await session.resume(try session.task(word), invocation)
        }
        return try await session.resumeAll(invocation)
    }
}
