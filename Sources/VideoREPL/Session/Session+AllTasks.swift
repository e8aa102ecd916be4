import VideoGeneration

extension Session {
    /// Watches every unfinished task.
    func watchAll(_ invocation: Invocation) async throws -> ExitCode {
        let code = try await followAll(invocation, mirrored: { _ in true }) { task, _, _ in task }
        // A command in the background may not have a task yet.
        try await watchBackground(invocation, { _ in true }) { [background] in background.isBusy }
        return code
    }

    /// Shows a background task until it ends.
    func watchBackground(_ id: VideoTask.ID, _ invocation: Invocation) async throws {
        try await watchBackground(invocation, { $0.task.id == id }) { [background] in background.has(id) }
    }

    private func watchBackground(
        _ invocation: Invocation,
        _ shown: @escaping @Sendable (TaskDisplay) -> Bool,
        while isRunning: @escaping @Sendable () -> Bool
    ) async throws {
        try await reporter(invocation, mirrored: shown).ticking { [clock] in
            while isRunning() { try await clock.sleep(for: .milliseconds(200)) }
        }
    }

    /// Resumes every unfinished task.
    func resumeAll(_ invocation: Invocation) async throws -> ExitCode {
        if let output = invocation[.output], !Destination.isFolder(folders.absolute(output)) {
            throw VideoError.usage(
                "--output \(output.shown) is not a folder, and there may be several videos.",
                "Name one task, or give a folder."
            )
        }
        let overwrite = invocation.has(.overwrite)
        let outputs = try invocation.outputs()
        return try await followAll(invocation) { task, client, reporter in
            guard task.state == .succeeded || task.state == .stored else { throw Self.error(of: task) }
            return try await client.save(
                task.id,
                to: try self.place(of: task, invocation),
                replacing: overwrite,
                outputs: outputs,
                observe: { reporter.observe($0) }
            )
        }
    }

    /// Returns the error of a task that ended without a video.
    private static func error(of task: VideoTask) -> VideoError {
        var error =
            task.failure
            ?? VideoError(task.state == .cancelled ? .cancelled : .taskExpired, "\(task.id) is \(task.state).")
        error.provider = error.provider ?? task.provider.id
        error.taskID = error.taskID ?? task.remote?.id
        return error
    }

    private typealias Outcomes = [VideoTask.ID: Result<VideoTask, any Error>]

    /// Waits for every unfinished task, and shows them in one table.
    /// - Parameter end: handles a task that the provider has finished, and returns the task afterwards.
    private func followAll(
        _ invocation: Invocation,
        mirrored: @escaping @Sendable (TaskDisplay) -> Bool = { _ in false },
        _ end: @escaping @Sendable (VideoTask, VideoClient, ProgressReporter) async throws -> VideoTask
    ) async throws -> ExitCode {
        let wait = try wait(invocation)
        let tasks = try await journal().tasks()
        let ready = try await ready(tasks, invocation)
        let submits = invocation.has(.submitWaiting)
        let count = ready.tasks.count + (submits ? ready.waiting.count : 0)
        let reporter = reporter(invocation, isTable: count > 1, mirrored: mirrored)
        for task in ready.tasks { reporter.observe(.task(task)) }
        let outcomes = try await reporter.ticking {
            try await withThrowingTaskGroup(of: Outcomes.self) { group in
                for (client, tasks) in ready.clients.values {
                    group.addTask {
                        try await Self.follow(tasks.map(\.id), client, wait, reporter) {
                            try await end($0, client, reporter)
                        }
                    }
                }
                if submits {
                    // The tasks above are polled meanwhile, because a limit of tasks in flight waits for their ends.
                    group.addTask { await self.submitAll(ready.waiting, invocation, reporter) }
                }
                return try await group.reduce(into: [:]) { $0.merge($1) { $1 } }
            }
        }
        try Task.checkCancellation()
        if !submits { tellWaiting(ready.waiting.count, invocation) }
        let isUnreadable = try await tellUnreadable(besides: tasks)
        if ready.tasks.isEmpty, ready.waiting.isEmpty, ready.failures.isEmpty, !ready.hasOthers {
            guard !isUnreadable else { return .savingFailed }
            tell("No task is unfinished.", ["event": "idle", "unfinished": 0], invocation)
        }
        return await report(outcomes, ready.failures, reporter, invocation)
    }

    /// The number of videos that are downloaded from a provider at the same time.
    private static let downloadsAtOnce = 8

    /// Waits for the tasks of one client.
    /// - Returns: the tasks after their ends, or the reasons why the waiting stopped.
    private static func follow(
        _ ids: [VideoTask.ID],
        _ client: VideoClient,
        _ wait: Duration,
        _ reporter: ProgressReporter,
        _ end: @escaping @Sendable (VideoTask) async throws -> VideoTask
    ) async throws -> Outcomes {
        let (stream, outcomes) = AsyncStream<(VideoTask.ID, Result<VideoTask, any Error>)>.makeStream()
        try await client.follow(
            ids,
            wait: .atMost(wait),
            endingsAtOnce: downloadsAtOnce,
            observe: { reporter.observe($0) }
        ) { id, change in
            do {
                let task = try change.get()
                reporter.observe(.task(task))
                guard task.state != .queued, task.state != .running else { return }
                outcomes.yield((id, .success(try await end(task))))
            } catch {
                outcomes.yield((id, .failure(error)))
            }
        }
        outcomes.finish()
        return await stream.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }

    /// The unfinished tasks, sorted by the possible next step.
    private struct ReadyTasks {
        /// The tasks that can be waited for, in the order of the journal.
        var tasks: [VideoTask] = []
        /// The same tasks by provider, each with a client.
        var clients: [ProviderConfiguration: (client: VideoClient, tasks: [VideoTask])] = [:]
        /// The tasks that wait to be submitted.
        var waiting: [VideoTask] = []
        /// The errors of the tasks that cannot be waited for.
        var failures: [CommandFailure] = []
        /// Whether there are other unfinished tasks, or commands in the background.
        var hasOthers = false
    }

    /// Sorts the unfinished tasks of the journal.
    private func ready(_ tasks: [VideoTask], _ invocation: Invocation) async throws -> ReadyTasks {
        var ready = ReadyTasks()
        ready.hasOthers = background.isBusy(besides: invocation)
        let directory = readableDirectory()
        for task in tasks where task.state.isUnfinished && !background.has(task.id) {
            if task.state == .intent {
                // A command in the background has a task in the journal before it shows the task.
                if background.isBusy(besides: invocation) { ready.hasOthers = true } else { ready.waiting.append(task) }
                continue
            }
            do {
                let entry = try directory.entry(for: task, invocation)
                let known = ready.clients[entry]?.client
                let client =
                    if let known { known } else {
                        try await client([provider(entry)], acceptsAny: invocation.has(.acceptAny))
                    }
                if task.state == .submitting {
                    ready.hasOthers = true
                    // A command in the background has a task in the journal before it shows the task.
                    if !background.isBusy(besides: invocation) {
                        note("\(task.id) is being submitted by another process.", invocation)
                    }
                } else if await isGone(task, directory) {
                    ready.hasOthers = true
                    note(
                        "\(task.id) was lost with the built-in simulator of another run. Nothing was paid for it.",
                        invocation
                    )
                } else if task.state == .outcomeUnknown {
                    throw task.failure
                        ?? VideoError(.outcomeUnknown, "It is not known whether \(task.id) was bought.")
                } else {
                    ready.tasks.append(task)
                    ready.clients[entry, default: (client, [])].tasks.append(task)
                }
            } catch {
                ready.failures.append(await failure(error, task.id))
            }
        }
        return ready
    }

    private func report(
        _ outcomes: Outcomes,
        _ failures: [CommandFailure],
        _ reporter: ProgressReporter,
        _ invocation: Invocation
    ) async -> ExitCode {
        var failures = failures
        for (id, result) in outcomes.sorted(by: { $0.key.number < $1.key.number }) {
            switch result {
            case .success(let task):
                if let failure = task.failure, task.state != .stored, task.state != .succeeded {
                    failures.append(await self.failure(failure, id))
                } else {
                    reporter.finish(task)
                }
            case .failure(let error): failures.append(await failure(error, id))
            }
        }
        for failure in failures { show(failure, invocation) }
        return failures.first?.code ?? .done
    }
}
