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
            return await run(try read(words))
        } catch {
            return show(error, asked(for: words))
        }
    }

    private func read(_ words: [String]) throws -> Invocation {
        let invocation = try session.commands.parse(words)
        for option in [CommandOption.config, .state] {
            guard let value = invocation[option] else { continue }
            guard let own = session.commands[invocation.command ?? ""]?.options.first(where: { $0.name == option.name })
            else {
                throw VideoError.usage(
                    "--\(option.name) holds for a whole session and cannot change inside one.",
                    "Nothing was sent. Leave, and start: video-repl --\(option.name) \(value.shown)"
                )
            }
            throw JobFilter.unknown(value, own)
        }
        return invocation.inheriting(CommandOption.global, from: session.options)
    }

    /// What is known of a line that could not be read: whether JSON was asked for.
    private func asked(for words: [String]) -> Invocation {
        var invocation = session.options
        if words.contains("--json") { invocation.add("", to: .json) }
        return invocation
    }

    /// The commands that may go on while somebody types.
    private static let background = ["generate", "submit", "again", "compare", "resume", "download"]

    /// Reads words and runs the command in them while other commands run. Ctrl-C does not reach it.
    func runInBackground(words: [String]) async -> ExitCode {
        var invocation = asked(for: words)
        do {
            invocation = try read(words)
            invocation.isBackground = true
            guard let name = invocation.command, let command = session.commands[name],
                Self.background.contains(name)
            else {
                throw VideoError.usage(
                    "\(invocation.command ?? "This") cannot run in the background. Nothing was done.",
                    "Leave the & out. It goes with: \(Self.background.joined(separator: ", "))."
                )
            }
            guard !invocation.has(.help) else { return await run(invocation) }
            return try await command.run(invocation, session)
        } catch {
            return show(error, invocation)
        }
    }

    /// Runs a command until it ends or a signal stops it.
    func run(_ invocation: Invocation) async -> ExitCode {
        do {
            guard let name = invocation.command, let command = session.commands[name] else {
                HelpText.show(nil, session, invocation)
                return .done
            }
            guard !invocation.has(.help) else {
                HelpText.show(command, session, invocation)
                return .done
            }
            guard let interrupts else { return try await command.run(invocation, session) }
            return try await interrupts.cancelling { [session] in try await command.run(invocation, session) }
        } catch {
            return show(error, invocation)
        }
    }

    /// Shows an error.
    /// - Returns: its code.
    func show(_ error: any Error, _ invocation: Invocation) -> ExitCode {
        let failure = error as? CommandFailure ?? session.failure(error, (error as? VideoError)?.localID)
        session.show(failure, invocation)
        return failure.code
    }
}
