import VideoGeneration

extension Command {
    /// Submits a request without waiting for the video.
    static let submit = Command(
        name: "submit",
        summary: "submit a request and return at once; resume downloads the video later",
        theme: .make,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.request + CommandOption.selection + [.route] + CommandOption.naming
            + [.output, .overwrite] + CommandOption.limits,
        examples: [#"submit "a paper boat in the rain""#, #"submit "a boat" --label scene-12 --priority 5"#],
        runsInBackground: true
    ) { invocation, session in
        let submission = try await Submission(invocation, session)
        let reporter = session.reporter(invocation)
        let task = try await session.reporting(reporter) {
            // In the background, the message at the end announces the task. An earlier one would repeat it.
            try await submission.submit { if !invocation.isBackground { reporter.observe($0) } }
        }
        if invocation.has(.json) {
            session.console.line(TaskReport.summary(task).description)
        } else if task.state == .intent {
            let command = session.spelled("resume --submit \(task.id)")
            session.console.text("\(task.id) waits, and was not bought. To submit it, run: \(command)")
        } else if task.state.isUnfinished, task.state != .outcomeUnknown {
            let command = session.spelled("resume \(task.id)")
            session.console.text("\(task.id) is \(task.state) at \(task.provider.id). Get it with: \(command)")
        }
        return .done
    }
}
