import VideoGeneration

extension Session {
    /// Watches every unfinished task.
    func watchAll(_ invocation: Invocation) async throws -> ExitCode {
        let wait = try wait(invocation)
        let code = try await all(invocation, mirrored: { _ in true }) { task, client, reporter in
            try await self.watch(task, client, wait: wait, reporter)
        }
        try await watchBackground(invocation) { _ in true }
        return code
    }

    /// Shows background tasks until they end.
    func watchBackground(_ invocation: Invocation, _ shown: @escaping @Sendable (TaskDisplay) -> Bool) async throws {
        try await reporter(invocation, mirrored: shown).ticking { [background, clock] in
            while background.tasks.contains(where: shown) { try await clock.sleep(for: .milliseconds(200)) }
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
                wait: wait,
                observe: { reporter.observe($0) }
            )
        }
    }

    private typealias Outcome = (task: VideoTask, result: Result<VideoTask, any Error>)

    /// Performs work on every unfinished task, a few at a time, and shows them in one table.
    private func all(
        _ invocation: Invocation,
        mirrored: @escaping @Sendable (TaskDisplay) -> Bool = { _ in false },
        _ work: @escaping @Sendable (VideoTask, VideoClient, ProgressReporter) async throws -> VideoTask
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
        var isSomethingElse = !background.tasks.isEmpty
        var ready: [(VideoTask, VideoClient)] = []
        var aside: [CommandFailure] = []
        let directory = readableDirectory()
        for task in tasks where task.state.isUnfinished && !background.has(task.id) {
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
        _ reporter: ProgressReporter,
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
}
