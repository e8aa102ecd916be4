import VideoGeneration

/// Reads commands from a person or a script, one after the other, and runs them.
struct CommandLoop {
    let runner: CommandRunner
    /// Whether a person types the commands. A person continues after a mistake; a script stops at its first failure.
    let isPerson: Bool

    /// Whether this script continues after a failure. The session's options can set this for all scripts.
    var keepsGoing = false

    private var continuesAfterFailure: Bool { keepsGoing || runner.session.options.has(.keepGoing) }

    /// Runs commands until `quit` or the end of the input.
    /// - Returns: the first failure of a script; always `done` for a person.
    func run(_ source: some LineSource) async -> ExitCode {
        await withTaskGroup(of: ExitCode.self) { commands in
            let code = await runLines(source, &commands)
            // If a person leaves, the waiting stops. A script waits for the commands that it started in the background.
            if isPerson || code != .done && !continuesAfterFailure { commands.cancelAll() }
            var codes = [code]
            for await code in commands { codes.append(code) }
            return isPerson ? .done : codes.first { $0 != .done } ?? .done
        }
    }

    private func runLines(
        _ source: some LineSource,
        _ commands: inout TaskGroup<ExitCode>
    ) async -> ExitCode {
        let session = runner.session
        var first = ExitCode.done
        while let reading = await command(from: source), !session.console.isClosed {
            var code = ExitCode.usage
            switch reading {
            case .success(let line):
                if line.words.isEmpty { continue }
                if Self.isEnd(line) { return first }
                if line.isBackground {
                    session.background.begin()
                    commands.addTask {
                        defer { session.background.end() }
                        return await runner.run(words: line.words, inBackground: true)
                    }
                    continue
                }
                code = await runner.run(words: line.words)
            case .failure(let error): code = await runner.show(error, session.options)
            }
            if code != .done, !isPerson {
                if first == .done { first = code }
                if !continuesAfterFailure || code == .interrupted { break }
            }
        }
        return first
    }

    private static func isEnd(_ line: PromptLine) -> Bool { ["quit", "exit"].contains(line.words.first) }

    /// Returns the next command, which may span several lines, or nil at the end of the input.
    private func command(from source: some LineSource) async -> Result<PromptLine, VideoError>? {
        var text = ""
        while true {
            switch await source.next(prompt: text.isEmpty ? "video> " : "  ...> ") {
            case .interrupted: text = ""
            case .end: return text.isEmpty ? nil : .failure(.usage("The input ends in the middle of a command."))
            case .line(let line):
                text += text.isEmpty ? line : "\n" + line
                do {
                    guard case .line(let line) = try PromptLine.read(text) else { continue }
                    if !Self.isEnd(line) { source.remember(text) }
                    return .success(line)
                } catch {
                    source.remember(text)
                    return .failure(error as? VideoError ?? .usage("\(error)"))
                }
            }
        }
    }
}
