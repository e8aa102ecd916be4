import VideoGeneration

extension Command {
    /// Downloads the video of a task that the provider has finished.
    static let download = Command(
        name: "download",
        summary: "download the video of a task that the provider has finished",
        theme: .tasks,
        arguments: "ID",
        argumentCount: 1...1,
        options: [.output, .overwrite, .acceptAny, .outputs, .keyEnv],
        examples: ["download v42-k3f9", "download v42-k3f9 --output boat.mp4 --overwrite"],
        completion: .task,
        runsInBackground: true
    ) { invocation, session in
        try await session.resume(session.task(invocation.arguments[0]), invocation, isDownload: true)
    }
}
