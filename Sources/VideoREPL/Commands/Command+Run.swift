import VideoGeneration

extension Command {
    /// Runs the commands in a file.
    static let run = Command(
        name: "run",
        summary: "run the commands in a file, and stop at the first failure",
        theme: .tools,
        arguments: "FILE",
        argumentCount: 1...1,
        options: [.keepGoing],
        examples: ["run boats.txt", "run boats.txt --keep-going"],
        completion: .path,
        remarks: "Each line is one command. # starts a comment, and & at the end runs the command in the background."
    ) { invocation, session in
        let path = invocation.arguments[0]
        let bytes = try UserFile.bytes(session.folders.absolute(path), what: path.shown, session.disk)
        return try await session.inScript {
            let runner = CommandRunner(session: session)
            let code = await CommandLoop(runner: runner, isPerson: false, keepsGoing: invocation.has(.keepGoing))
                .run(ScriptLines(String(decoding: bytes, as: UTF8.self)))
            try Task.checkCancellation()
            return code
        }
    }
}
