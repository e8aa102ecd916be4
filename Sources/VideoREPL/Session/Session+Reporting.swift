import VideoGeneration

extension Session {
    /// Returns a reporter for the tasks of one command.
    func reporter(
        _ invocation: Invocation,
        isTable: Bool = false,
        mirrored: @escaping @Sendable (TaskDisplay) -> Bool = { _ in false }
    ) -> ProgressReporter {
        ProgressReporter(
            console: console,
            clock: clock,
            background: background,
            isJSON: invocation.has(.json),
            isTable: isTable,
            isBackground: invocation.isBackground,
            expected: { await self.expectedDuration(of: $0) },
            mirrored: mirrored
        )
    }

    /// Runs work that ends with a stored video, shows its progress, and reports the result.
    /// - Throws: ``CommandFailure`` with the task and the next step.
    func finish(
        _ invocation: Invocation,
        _ work: @escaping @Sendable (@escaping VideoObserver) async throws -> VideoTask
    ) async throws -> ExitCode {
        let reporter = reporter(invocation)
        let task = try await reporting(reporter) { try await work { reporter.observe($0) } }
        reporter.finish(task)
        if !invocation.has(.json), !invocation.isBackground {
            await PreviewImage.show(task, console, variables, clock)
        }
        return .done
    }

    /// Shows the progress of work, and converts every error into a ``CommandFailure`` with the task and the next step.
    func reporting<Value: Sendable>(
        _ reporter: ProgressReporter,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            return try await reporter.ticking(work)
        } catch {
            let id = (error as? VideoError)?.localID ?? reporter.tasks.last?.task.id
            throw await failure(error, id)
        }
    }

    /// Returns the time that a task is expected to take, or nil if it is unknown.
    private func expectedDuration(of task: VideoTask) async -> Duration? {
        // All clients of a journal share what they learned, so this one needs no providers.
        try? await client([]).expectedDuration(of: task)
    }
}
