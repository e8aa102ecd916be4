import VideoGeneration
import VideoGenerationPostgres

/// Runs one command, shows its error, and returns its exit code.
struct CommandRunner: Sendable {
    let session: Session
    /// Cancels the command on a signal; nil if the caller handles signals.
    var interrupts: Interrupts?

    /// Parses words and runs the command. Ctrl-C does not reach a command in the background.
    func run(words: [String], inBackground isBackground: Bool = false) async -> ExitCode {
        var invocation = optionsForError(of: words)
        do {
            invocation = try read(words)
            invocation.isBackground = isBackground
            if isBackground { try checkBackground(invocation) }
        } catch {
            return await show(error, invocation)
        }
        return await run(invocation)
    }

    private func read(_ words: [String]) throws -> Invocation {
        let invocation = try CommandTable.all.parse(words)
        for option in [CommandOption.config, .manifest, .state, .journal] {
            guard let value = invocation[option] else { continue }
            guard let own = CommandTable.all[invocation.command ?? ""]?.options.first(where: { $0.name == option.name })
            else {
                throw VideoError.usage(
                    "--\(option.name) applies to a whole session and cannot change during it.",
                    "Nothing was sent. Quit, and start: video-repl --\(option.name) \(option == .journal ? PostgresJournal.shown(value).shown : value.shown)"
                )
            }
            throw TaskFilter.unknown(value, own)
        }
        return invocation.inheriting(CommandOption.global, from: session.options)
    }

    /// Returns the options for a line that cannot be parsed: those of the session, and whether the line asks for JSON.
    private func optionsForError(of words: [String]) -> Invocation {
        var invocation = session.options
        if words.contains("--json") { invocation.add("", to: .json) }
        return invocation
    }

    private func checkBackground(_ invocation: Invocation) throws {
        let able = CommandTable.all.commands.filter(\.runsInBackground).map(\.name)
        let name = invocation.command ?? "This"
        guard !able.contains(name) else { return }
        throw VideoError.usage(
            "\(name) cannot run in the background. Nothing was done.",
            "Remove the &. These commands can: \(able.joined(separator: ", "))."
        )
    }

    /// Runs a command until it ends or a signal cancels it.
    func run(_ invocation: Invocation) async -> ExitCode {
        do {
            guard let name = invocation.command, let command = CommandTable.all[name] else {
                HelpText.show(nil, session, invocation)
                return .done
            }
            guard !invocation.has(.help) else {
                HelpText.show(command, session, invocation)
                return .done
            }
            guard let interrupts, !invocation.isBackground else { return try await command.run(invocation, session) }
            return try await interrupts.cancelling { [session] in try await command.run(invocation, session) }
        } catch {
            return await show(error, invocation)
        }
    }

    /// Shows an error.
    /// - Returns: the exit code of the error.
    func show(_ error: any Error, _ invocation: Invocation) async -> ExitCode {
        let failure: CommandFailure
        if let known = error as? CommandFailure {
            failure = known
        } else {
            failure = await session.failure(error, (error as? VideoError)?.localID)
        }
        session.show(failure, invocation)
        return failure.code
    }
}
