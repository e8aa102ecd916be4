import VideoGeneration

extension Command {
    /// Opens a stored video with the system's viewer.
    static let open = Command(
        name: "open",
        summary: "open a stored video with the system's viewer",
        theme: .tasks,
        arguments: "ID",
        argumentCount: 1...1,
        examples: ["open v42-k3f9"],
        completion: .task
    ) { invocation, session in
        let task = try await session.task(invocation.arguments[0])
        guard let file = task.file, task.state == .stored else {
            throw VideoError.usage(
                "\(task.id) is \(task.state), so there is no file to open.",
                "Get it with: \(session.spelled("resume \(task.id)"))"
            )
        }
        guard try session.disk.size(of: file.path) != nil else {
            throw VideoError.usage("The file of \(task.id) is no longer at \(file.path).")
        }
        guard
            let viewer = ["open", "xdg-open"].first(where: { ExternalProgram.start($0, [file.path], session.variables) }
            )
        else {
            throw VideoError(
                .configurationInvalid,
                "This system has no viewer: neither open nor xdg-open is on the path.",
                advice: "The file is \(file.path)."
            )
        }
        let facts: JSONObject = ["event": "open", "id": .string(task.id.rawValue), "path": .string(file.path)]
        session.tell("\(viewer) \(file.path)", facts, invocation)
        return .done
    }
}
