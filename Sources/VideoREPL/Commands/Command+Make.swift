import VideoGeneration

extension Command {
    /// Submits a request, waits for the video, and downloads it.
    static let generate = Command(
        name: "generate",
        summary: "make a video and save it",
        theme: .make,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.order + CommandOption.whom + [.output, .overwrite, .acceptAny, .wait]
            + CommandOption.care,
        examples: [
            #"generate "a paper boat in the rain""#,
            #"generate "a paper boat in the rain" --seconds 6 --output boat.mp4"#,
            #"generate "the boat sails away" --first-frame boat.png --provider minimax"#,
            #"generate "a boat" --dialect openai-videos --base-url https://api.example.com/v1 --key-env RELAY_KEY"#,
        ],
        runsInBackground: true,
        remarks: "It sends one POST per video, never more. Ctrl-C stops the wait, not the task; resume finishes it."
    ) { invocation, session in
        let purchase = try await Purchase(invocation, session)
        return try await session.follow(invocation) { try await purchase.generate($0) }
    }

    /// Submits a request without waiting for the video.
    static let submit = Command(
        name: "submit",
        summary: "submit a request and return at once; resume downloads the video later",
        theme: .make,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.order + CommandOption.whom + [.output, .overwrite] + CommandOption.care,
        examples: [#"submit "a paper boat in the rain""#],
        runsInBackground: true
    ) { invocation, session in
        let purchase = try await Purchase(invocation, session)
        let reporter = session.reporter(invocation)
        let task = try await session.reporting(reporter) {
            // In the background, the message at the end announces the task. An earlier one would repeat it.
            try await purchase.submit { if !invocation.isBackground { reporter.observe($0) } }
        }
        if invocation.has(.json) {
            session.console.line(TaskReport.summary(task).description)
        } else {
            session.console.text(
                "\(task.id) is \(task.state) at \(task.provider.id). Get it with: \(session.spelled("resume \(task.id)"))"
            )
        }
        return .done
    }
}
