import VideoGeneration

extension Command {
    /// Buys a video, waits, and brings it home.
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
        remarks: "One POST a video, never more. Ctrl-C stops the waiting, not the job: resume takes it up again."
    ) { invocation, session in
        let purchase = try await Purchase(invocation, session)
        return try await session.follow(invocation) { try await purchase.generate($0) }
    }

    /// Buys a video and comes back.
    static let submit = Command(
        name: "submit",
        summary: "order a video and come back at once; resume or watch brings it home",
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
            // It is told once, at the end, where somebody types.
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
