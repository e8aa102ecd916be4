import VideoGeneration

/// Runs one command, shows what went wrong, and says how it ended.
struct CommandRunner: Sendable {
    let session: Session
    let interrupts: Interrupts

    /// Reads words and runs the command in them.
    func run(words: [String]) async -> ExitCode {
        do {
            let invocation = try session.commands.parse(words)
            return await run(invocation.inheriting(CommandOption.global, from: session.options))
        } catch {
            return show(error, session.options)
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
            return try await interrupts.cancelling { [session] in try await command.run(invocation, session) }
        } catch {
            return show(error, invocation)
        }
    }

    private func show(_ error: any Error, _ invocation: Invocation) -> ExitCode {
        let failure = error as? CommandFailure ?? session.failure(error, (error as? VideoError)?.localID)
        session.console.endLive()
        session.show(failure, invocation)
        return failure.code
    }
}
