import VideoGeneration

extension Command {
    /// Submits a request, waits for the video, and downloads it.
    static let generate = Command(
        name: "generate",
        summary: "make a video and save it",
        theme: .make,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.request + CommandOption.selection + [.route] + CommandOption.naming
            + [.output, .overwrite, .acceptAny, .outputs, .wait] + CommandOption.limits,
        examples: [
            #"generate "a paper boat in the rain""#,
            #"generate "a paper boat in the rain" --seconds 6 --output boat.mp4"#,
            #"generate "the boat sails away" --first-frame boat.png --provider minimax"#,
            #"generate "a boat" --dialect openai-videos --base-url https://api.example.com/v1 --key-env RELAY_KEY"#,
            #"generate "a boat" --route minimax,runway/gen4.5 --label scene-12"#,
        ],
        runsInBackground: true,
        remarks: "It sends one POST per video, never more. Ctrl-C stops the wait, not the task; resume finishes it."
    ) { invocation, session in
        let submission = try await Submission(invocation, session)
        return try await session.finish(invocation) { try await submission.generate($0) }
    }
}
