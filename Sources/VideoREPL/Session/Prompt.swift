import VideoGeneration

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads commands one after the other, from a person or from a script, and runs them.
struct Prompt {
    let session: Session
    let interrupts: Interrupts

    /// Runs until `quit` or the end of the input.
    /// - Returns: of a script the first failure, which ends it; of a person's session always done.
    func run() async -> ExitCode {
        let isPerson = isatty(STDIN_FILENO) == 1
        let code: ExitCode
        if isPerson, session.console.isTerminal, let editor = editor() {
            interrupts.whenIdle { editor.interrupt() }
            interrupts.observe(SIGWINCH) { editor.resize() }
            interrupts.observe(SIGCONT) { editor.redraw() }
            greet()
            code = await run(editor, isPerson: true)
        } else {
            let lines = PlainLines(STDIN_FILENO, prompts: isPerson, console: session.console)
            if isPerson {
                interrupts.whenIdle { lines.interrupt() }
                greet()
            }
            code = await run(lines, isPerson: isPerson)
        }
        farewell()
        return code
    }

    private func editor() -> LineEditor? {
        guard let folder = try? session.journal().folder else { return nil }
        let keys = (try? session.directory().entries.compactMap(\.keyEnv)) ?? []
        let history = History(
            path: folder + "/history",
            disk: session.disk,
            secrets: keys.compactMap { session.environment[$0] }
        )
        let completer = Completer(session: session)
        return LineEditor(console: session.console, history: history) { completer.candidates($0) }
    }

    private func run(_ source: some LineSource, isPerson: Bool) async -> ExitCode {
        await withTaskGroup(of: ExitCode.self) { jobs in
            let code = await runLines(source, isPerson: isPerson, &jobs)
            // A person who leaves stops the waiting; a script waits for what it began.
            if isPerson || code != .done { jobs.cancelAll() }
            var codes = [code]
            for await code in jobs { codes.append(code) }
            return isPerson ? .done : codes.first { $0 != .done } ?? .done
        }
    }

    private func runLines(
        _ source: some LineSource,
        isPerson: Bool,
        _ jobs: inout TaskGroup<ExitCode>
    ) async -> ExitCode {
        let runner = CommandRunner(session: session, interrupts: interrupts)
        var first = ExitCode.done
        while let reading = await command(from: source), !session.console.isClosed {
            var code = ExitCode.usage
            switch reading {
            case .success(let line):
                guard let word = line.words.first else { continue }
                if word == "quit" || word == "exit" { return first }
                if line.isBackground {
                    jobs.addTask { await runner.runInBackground(words: line.words) }
                    continue
                }
                code = await runner.run(words: line.words)
            case .failure(let error): session.console.error(error.shownText)
            }
            if code != .done, !isPerson {
                if first == .done { first = code }
                if !session.options.has(.keepGoing) || code == .interrupted { break }
            }
        }
        return first
    }

    /// The next command, which may go over several lines; nil at the end of the input.
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
                    source.remember(text)
                    return .success(line)
                } catch {
                    source.remember(text)
                    return .failure(error as? VideoError ?? .usage("\(error)"))
                }
            }
        }
    }

    private func greet() {
        session.console.line("video-repl makes videos and looks after them. `help` lists the commands, `quit` leaves.")
        guard let directory = try? session.directory() else { return }
        if session.whom.isEmpty, directory.preferred == nil {
            session.console.line(session.console.styled(Session.simulatorNotice, .yellow))
        }
    }

    /// What is left to do is said before leaving; it goes on at the providers.
    private func farewell() {
        guard !session.options.has(.json), let journal = try? session.journal(), let tasks = try? journal.tasks()
        else { return }
        let directory = try? session.directory()
        let unfinished = tasks.filter { $0.state.isUnfinished && !Simulation.made($0, directory) }
        guard !unfinished.isEmpty else { return }
        session.console.table(TaskTable.make(unfinished, now: session.clock.now))
        session.console.line("Unfinished; they go on at their providers. `video-repl resume` brings them home.")
    }
}
