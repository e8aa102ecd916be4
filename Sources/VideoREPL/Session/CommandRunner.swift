import VideoGeneration

/// Runs one command, shows what went wrong, and says how it ended.
struct CommandRunner: Sendable {
    let session: Session
    /// What Ctrl-C reaches; nil where the caller takes care of that.
    var interrupts: Interrupts?
    /// Whether a script goes on behind a failure.
    var keepsGoing = false

    /// Reads words and runs the command in them.
    func run(words: [String]) async -> ExitCode {
        do {
            let invocation = try session.commands.parse(words)
            return await run(invocation.inheriting(CommandOption.global, from: session.options))
        } catch {
            return show(error, session.options)
        }
    }

    /// The commands that may go on while somebody types.
    private static let background = ["generate", "again", "resume", "download"]

    /// Reads words and runs the command in them while other commands run. Ctrl-C does not reach it.
    func runInBackground(words: [String]) async -> ExitCode {
        var invocation = session.options
        do {
            invocation = try session.commands.parse(words).inheriting(CommandOption.global, from: session.options)
            invocation.isBackground = true
            guard let name = invocation.command, let command = session.commands[name],
                Self.background.contains(name)
            else {
                throw VideoError.usage(
                    "Only \(Self.background.joined(separator: ", ")) can run in the background.",
                    "Leave the & out."
                )
            }
            return try await command.run(invocation, session)
        } catch {
            return show(error, invocation)
        }
    }

    /// Runs a command until it ends or a signal stops it.
    func run(_ invocation: Invocation) async -> ExitCode {
        do {
            guard let name = invocation.command, let command = session.commands[name] else {
                session.console.lines(HelpText.overview(session.commands))
                return .done
            }
            guard !invocation.has(.help) else {
                session.console.lines(HelpText.page(command))
                return .done
            }
            guard let interrupts else { return try await command.run(invocation, session) }
            return try await interrupts.cancelling { [session] in try await command.run(invocation, session) }
        } catch {
            return show(error, invocation)
        }
    }

    private func show(_ error: any Error, _ invocation: Invocation) -> ExitCode {
        let failure = error as? CommandFailure ?? session.failure(error, (error as? VideoError)?.localID)
        session.show(failure, invocation)
        return failure.code
    }
}
