import VideoGeneration
import VideoGenerationPostgres

extension Command {
    /// Creates a task for the workers.
    static let enqueue = Command(
        name: "enqueue",
        summary: "create a task in a journal in PostgreSQL, which a worker submits and stores",
        theme: .make,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.request + CommandOption.selection + [.route] + CommandOption.naming
            + [.output, .overwrite] + CommandOption.limits,
        examples: [
            #"enqueue "a paper boat in the rain" --output /videos/boat.mp4 --label scene-12"#,
            #"enqueue "a boat" --journal postgres://app@db.example.com/videos"#,
        ],
        remarks: "The file is saved on the machine of the worker. With a label, the command can be repeated safely."
    ) { invocation, session in
        let journal = try await session.databaseJournal()
        let task = try await Submission(invocation, session).enqueue(in: journal)
        if invocation.has(.json) {
            session.console.line(TaskReport.summary(task).description)
        } else if task.state == .intent {
            session.console.text("\(task.id) waits for a worker, and nothing was sent yet.")
        } else {
            session.console.text("\(task.id) has the label already, and is \(TaskDisplay(task: task).word).")
        }
        return .done
    }

    /// Lets the workers go on with a suspended task.
    static let release = Command(
        name: "release",
        summary: "let the workers go on with a task that is suspended; `show` says why it is",
        theme: .tasks,
        arguments: "ID",
        argumentCount: 1...1,
        examples: ["release v42-k3f9"],
        completion: .task
    ) { invocation, session in
        let word = invocation.arguments[0]
        guard let id = VideoTask.ID(rawValue: word) else {
            throw VideoError.usage("\(word.shown) is not the ID of a task.")
        }
        let journal = try await session.databaseJournal()
        let wasSuspended = try await journal.existingTask(id).suspension != nil
        let task = try await journal.release(suspended: id)
        session.tell(
            wasSuspended ? "\(id) is released, and is \(TaskDisplay(task: task).word)." : "\(id) was not suspended.",
            [
                "event": "release", "id": .string(id.rawValue), "state": .string(task.state.rawValue),
                "wasSuspended": .bool(wasSuspended),
            ],
            invocation
        )
        return .done
    }
}
