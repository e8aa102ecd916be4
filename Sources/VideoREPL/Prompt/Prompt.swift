import VideoGeneration
import VideoPlatform

/// The prompt: an interactive session, or a script on standard input.
struct Prompt {
    let session: Session
    let interrupts: Interrupts

    /// Runs commands until `quit` or the end of the input.
    func run() async -> ExitCode {
        let isPerson = isatty(STDIN_FILENO) == 1
        let directory = try? session.directory()
        let runner = CommandRunner(session: session, interrupts: interrupts)
        let code: ExitCode
        if isPerson, session.console.isTerminal, let editor = editor(directory) {
            interrupts.whenIdle { editor.interrupt() }
            interrupts.whenLeaving { editor.leave() }
            interrupts.observe(SIGWINCH) { editor.resize() }
            interrupts.observe(SIGCONT) { editor.redraw() }
            greet(directory)
            code = await CommandLoop(runner: runner, isPerson: true).run(editor)
            editor.lend()
        } else {
            let lines = PlainLines(STDIN_FILENO, prompts: isPerson, console: session.console)
            if isPerson {
                interrupts.whenIdle { lines.interrupt() }
                greet(directory)
            }
            code = await CommandLoop(runner: runner, isPerson: isPerson).run(lines)
        }
        await farewell()
        return code
    }

    private func editor(_ directory: ProviderDirectory?) -> LineEditor? {
        guard let folder = try? session.stateFolder() else { return nil }
        let keys = directory?.entries.compactMap(\.keyEnv) ?? []
        let history = History(
            path: folder + "/history",
            disk: session.disk,
            secrets: keys.compactMap { session.variables[$0] }
        )
        let completer = Completer(session: session)
        return LineEditor(console: session.console, history: history) { completion in
            // A key press does not wait for a database that does not respond.
            TimeLimit.wait(for: .seconds(1)) { await completer.candidates(completion) } ?? []
        }
    }

    private func greet(_ directory: ProviderDirectory?) {
        session.console.text("video-repl generates videos and manages them. `help` lists the commands, `quit` leaves.")
        guard let directory else { return }
        if session.selection.isEmpty, directory.preferred == nil, session.isFirstNotice() {
            session.console.text(Session.simulatorNotice, .yellow)
        }
    }

    /// Lists the unfinished tasks before the session ends, with the commands that finish them.
    private func farewell() async {
        guard !session.options.has(.json), let tasks = await lastTasks() else { return }
        let directory = session.readableDirectory()
        let unfinished = tasks.filter { $0.state.isUnfinished && !Simulation.made($0, directory) }
        guard !unfinished.isEmpty else { return }
        session.console.table(TaskTable.make(unfinished, now: session.clock.now))
        for sentence in Self.farewell(to: unfinished, session.spelledInShell) { session.console.text(sentence) }
    }

    /// Returns the tasks of the journal; nil if it cannot be read. A database may hold those of many machines, so only
    /// the newest ones are read.
    private func lastTasks() async -> [VideoTask]? {
        guard (try? session.folders.database(session.options[.journal])) ?? nil != nil else {
            return try? await session.journal().tasks()
        }
        return await TimeLimit.value(within: .seconds(2)) { [session] in
            try? await session.journal().latest(500).reversed()
        }
    }

    /// Returns the next steps for unfinished tasks. A provider may never have received a task at `outcomeUnknown`, so
    /// it is not said to continue there.
    /// - Parameter spelled: returns a command as it is typed after the session.
    static func farewell(to tasks: [VideoTask], _ spelled: (String) -> String) -> [String] {
        let unknown = tasks.count { $0.state == .outcomeUnknown }
        let waiting = tasks.count { $0.state == .intent }
        let accepted = tasks.count - unknown - waiting
        var sentences: [String] = []
        if unknown > 0 {
            let facts =
                unknown == 1
                ? "1 task has an unknown outcome, and its video"
                : "\(unknown) tasks have unknown outcomes, and their videos"
            sentences.append("\(facts) may have been bought. To settle a task, run: \(spelled("resolve ID"))")
        }
        if waiting > 0 {
            let (facts, them) =
                waiting == 1
                ? ("1 task waits to be submitted, and was", "it")
                : ("\(waiting) tasks wait to be submitted, and were", "them")
            sentences.append("\(facts) not bought. To submit \(them), run: \(spelled("resume --submit"))")
        }
        if accepted > 0 {
            let others = unknown > 0 || waiting > 0 ? "The other" : accepted == 1 ? "This" : "These"
            let (facts, videos) =
                accepted == 1
                ? ("task continues at its provider", "video") : ("tasks continue at their providers", "videos")
            sentences.append("\(others) \(facts). To get the \(videos), run: \(spelled("resume"))")
        }
        return sentences
    }
}
