extension VideoClient {
    /// Waits for many tasks at once, as a server does that was restarted: a few hundred bytes each, and no
    /// Swift task of their own.
    ///
    /// ```swift
    /// try await client.follow(client.unfinished().map(\.id), wait: nil) { id, change in
    ///     if case .success(let task) = change, task.state == .succeeded { try await client.save(id) }
    /// }
    /// ```
    /// Each task is asked about as ``updates(of:wait:observe:)`` would, at most 64 at a time.
    /// - Parameters:
    ///   - ids: the tasks.
    ///   - wait: how long to wait in all; nil for as long as it takes.
    ///   - endingsAtOnce: The number of last changes that `change` handles at the same time. The last change of a task
    ///     often starts a download.
    ///   - observe: is told about failed polls and unknown status words as well.
    ///   - change: is told the task after each change, or why it is waited for no longer. It runs while the
    ///     other tasks are waited for; the next change of the same task comes after it has returned. A task that needs no
    ///     waiting is told once, as the journal has it.
    /// - Throws: what `change` throws, which ends the waiting for all; `CancellationError`.
    public func follow(
        _ ids: [VideoTask.ID],
        wait: Duration? = .seconds(20 * 60),
        endingsAtOnce: Int = .max,
        observe: VideoObserver? = nil,
        change: @escaping @Sendable (VideoTask.ID, Result<VideoTask, VideoError>) async throws -> Void
    ) async throws {
        var following = await Following(ids, client: self, until: end(of: wait), endingsAtOnce: endingsAtOnce)
        try await withThrowingTaskGroup(of: Following.Event.self) { group in
            while true {
                while let (id, result) = following.nextEnding() {
                    group.addTask {
                        try await change(id, result)
                        return .told(nil)
                    }
                }
                let now = clock.uptime.seconds
                while let (number, watch) = following.nextPoll(at: now) {
                    group.addTask { try await poll(watch, number, observe) }
                }
                if let alarm = following.nextAlarm {
                    group.addTask {
                        try await clock.sleep(for: .seconds(max(alarm - now, 0)))
                        return .alarm
                    }
                }
                guard !following.isOver, let event = try await group.next() else { break }
                if let (id, result) = following.take(event) {
                    group.addTask {
                        try await change(id, result)
                        return .told(event.number)
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func poll(_ watch: TaskPoller, _ number: Int, _ observe: VideoObserver?) async throws -> Following.Event {
        var watch = watch
        do {
            let task = try await watch.poll(self, observe)
            return .polled(number, watch, task.map { (watch.id, .success($0)) })
        } catch let error as VideoError {
            return .polled(number, nil, (watch.id, .failure(error)))
        }
    }
}
