import VideoGeneration

extension Session {
    /// Waits for the final state of a task at its provider.
    /// - Throws: ``VideoError``, or `CancellationError` if the caller is cancelled.
    func watch(_ task: VideoTask, _ client: VideoClient, wait: Duration, _ reporter: JobReporter) async throws
        -> VideoTask
    {
        var last = task
        for try await update in client.updates(of: task.id, wait: .atMost(wait), observe: { reporter.observe($0) }) {
            reporter.observe(.task(update))
            last = update
        }
        return last
    }

    /// Reports the files of the journal that cannot be read. Each of them may hold a purchase.
    /// - Parameter tasks: the tasks that were read.
    /// - Returns: whether there are such files.
    func tellUnreadable(besides tasks: [VideoTask]) throws -> Bool {
        let troubles = try journal().unreadable(besides: tasks)
        for trouble in troubles.prefix(5) { console.error(trouble.shownText, .red) }
        if troubles.count > 5 {
            console.error("\((troubles.count - 5).counted("more file")) of the journal cannot be read.")
        }
        return !troubles.isEmpty
    }

    /// Reports, at a signal, the tasks that are being submitted. The first signal waits for their responses; the second
    /// does not.
    func tellPurchases(isLast: Bool) {
        let orders = (try? openJournal?.latest(100).filter { $0.state == .submitting }) ?? []
        for task in orders {
            console.error(
                isLast
                    ? "\(task.id) may have been bought. Settle it with: \(spelled("resolve \(task.id)"))"
                    : "\(task.id) is being submitted. Waiting for the response, a few seconds at most."
            )
        }
    }

    /// Shows the result of a watched task, and returns the exit code.
    /// - Throws: ``CommandFailure`` if the task failed.
    func conclude(_ task: VideoTask, _ invocation: Invocation) throws -> ExitCode {
        if let failure = task.failure, task.state != .stored, task.state != .succeeded {
            throw self.failure(failure, task.id)
        }
        if task.state == .stored || invocation.has(.json) {
            reporter(invocation).finish(task)
        } else {
            console.text("\(task.id) is finished but not saved yet. Save it with: \(spelled("resume \(task.id)"))")
        }
        return .done
    }

    /// Watches every unfinished task.
    func watchAll(_ invocation: Invocation) async throws -> ExitCode {
        let wait = try wait(invocation)
        let code = try await all(invocation, mirrored: { _ in true }) { task, client, reporter in
            try await self.watch(task, client, wait: wait, reporter)
        }
        try await watchBoard(invocation) { _ in true }
        return code
    }

    /// Shows background tasks until they end.
    func watchBoard(_ invocation: Invocation, _ shown: @escaping @Sendable (JobState) -> Bool) async throws {
        try await reporter(invocation, mirrored: shown).ticking { [board, clock] in
            while board.jobs.contains(where: shown) { try await clock.sleep(for: .milliseconds(200)) }
        }
    }

    /// Resumes every unfinished task.
    func resumeAll(_ invocation: Invocation) async throws -> ExitCode {
        let wait = try wait(invocation)
        if let output = invocation[.output], !Destination.isFolder(folders.absolute(output)) {
            throw VideoError.usage(
                "--output \(output.shown) is not a folder, and there may be several videos.",
                "Name one task, or give a folder."
            )
        }
        let overwrite = invocation.has(.overwrite)
        return try await all(invocation) { task, client, reporter in
            try await client.resume(
                task.id,
                to: try self.place(of: task, invocation),
                replacing: overwrite,
                wait: .atMost(wait),
                observe: { reporter.observe($0) }
            )
        }
    }

    private typealias Outcome = (task: VideoTask, result: Result<VideoTask, any Error>)

    /// Performs work on every unfinished task, a few at a time, and shows them in one table.
    private func all(
        _ invocation: Invocation,
        mirrored: @escaping @Sendable (JobState) -> Bool = { _ in false },
        _ work: @escaping @Sendable (VideoTask, VideoClient, JobReporter) async throws -> VideoTask
    ) async throws -> ExitCode {
        let tasks = try journal().tasks()
        let (ready, aside, gone) = try await ready(tasks, invocation)
        let reporter = reporter(invocation, isTable: ready.count > 1, mirrored: mirrored)
        for (task, _) in ready { reporter.observe(.task(task)) }
        let outcomes = try await reporter.ticking {
            await withTaskGroup(of: Outcome.self) { group in
                var waiting = ready[...]
                var outcomes: [Outcome] = []
                func startNext() {
                    guard let (task, client) = waiting.popFirst() else { return }
                    group.addTask {
                        do {
                            return (task, .success(try await work(task, client, reporter)))
                        } catch {
                            return (task, .failure(error))
                        }
                    }
                }
                for _ in 0..<Self.together { startNext() }
                while let outcome = await group.next() {
                    outcomes.append(outcome)
                    startNext()
                }
                return outcomes
            }
        }
        try Task.checkCancellation()
        let isUnreadable = try tellUnreadable(besides: tasks)
        if ready.isEmpty, aside.isEmpty, !gone {
            guard !isUnreadable else { return .savingFailed }
            tell("No task is unfinished.", ["event": "idle", "unfinished": 0], invocation)
        }
        return report(outcomes, aside, reporter, invocation)
    }

    /// The number of tasks that are processed at once.
    private static let together = 8

    /// Returns the unfinished tasks that can be processed now, and the errors of the others.
    private func ready(_ tasks: [VideoTask], _ invocation: Invocation) async throws -> (
        [(VideoTask, VideoClient)], [CommandFailure], isSomethingElse: Bool
    ) {
        var isSomethingElse = !board.jobs.isEmpty
        var ready: [(VideoTask, VideoClient)] = []
        var aside: [CommandFailure] = []
        let directory = readableDirectory()
        for task in tasks where task.state.isUnfinished && !board.has(task.id) {
            do {
                let client = try client(for: task, invocation, directory)
                if await isGone(task, directory) {
                    isSomethingElse = true
                    note(
                        "\(task.id) was lost with the built-in simulator of another run. Nothing was paid for it.",
                        invocation
                    )
                } else if task.state == .outcomeUnknown {
                    let error =
                        task.failure ?? VideoError(.outcomeUnknown, "It is not known whether \(task.id) was bought.")
                    throw error
                } else if task.state == .intent || task.state == .submitting {
                    isSomethingElse = true
                    note("\(task.id) is being submitted by another process.", invocation)
                } else {
                    ready.append((task, client))
                }
            } catch {
                aside.append(failure(error, task.id))
            }
        }
        return (ready, aside, isSomethingElse)
    }

    private func report(
        _ outcomes: [Outcome],
        _ aside: [CommandFailure],
        _ reporter: JobReporter,
        _ invocation: Invocation
    ) -> ExitCode {
        var failures = aside
        for (task, result) in outcomes.sorted(by: { $0.task.id.number < $1.task.id.number }) {
            switch result {
            case .success(let task):
                if let failure = task.failure, task.state != .stored, task.state != .succeeded {
                    failures.append(self.failure(failure, task.id))
                } else {
                    reporter.finish(task)
                }
            case .failure(let error): failures.append(failure(error, task.id))
            }
        }
        for failure in failures { show(failure, invocation) }
        return failures.first?.code ?? .done
    }

    /// Shows an error: a sentence on standard error, and with `--json` also lines on standard output, the task last.
    func show(_ failure: CommandFailure, _ invocation: Invocation) {
        let text = failure.error.shownText
        // Several commands may run at once, so the message has to name the task.
        let name = invocation.isBackground ? failure.task?.id.rawValue : nil
        console.error(name.map { text.contains($0) ? text : "\($0): \(text)" } ?? text, .red)
        guard invocation.has(.json) else { return }
        console.line(TaskReport.failure(failure.error).description)
        if let task = failure.task { console.line(TaskReport.summary(task).description) }
    }
}

extension VideoError {
    /// The message and the advice as sentences on one line, without control characters.
    var shownText: String {
        Redaction.singleLine(description, limit: 1000)
    }
}
