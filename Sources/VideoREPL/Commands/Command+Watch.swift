import VideoGeneration

extension Command {
    /// Shows the progress of one task, or of all unfinished tasks.
    static let watch = Command(
        name: "watch",
        summary: "watch a task until the provider has finished it; without ID, watch all unfinished tasks",
        theme: .tasks,
        arguments: "[ID]",
        argumentCount: 0...1,
        options: [.wait, .keyEnv],
        examples: ["watch v42-k3f9", "watch 3", "watch"],
        completion: .task,
        remarks: "It polls the provider and shows the progress, but saves no file. Use resume to download the video."
    ) { invocation, session in
        guard let word = invocation.arguments.first else { return try await session.watchAll(invocation) }
        let task = try await session.task(word)
        if session.background.has(task.id) {
            try await session.watchBackground(task.id, invocation)
            return try await session.conclude(session.journal().task(task.id) ?? task, invocation)
        }
        try await session.refuseWaiting(task)
        let wait = try session.wait(invocation)
        let client = try await session.reachableClient(for: task, invocation)
        let reporter = session.reporter(invocation)
        let last = try await session.reporting(reporter) {
            try await session.watch(task, client, wait: wait, reporter)
        }
        return try await session.conclude(last, invocation)
    }
}
