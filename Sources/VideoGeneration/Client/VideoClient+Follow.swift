extension VideoClient {
    /// Waits for many tasks at once, as for a server that was restarted. A task takes a few hundred bytes and no
    /// separate Swift task.
    ///
    /// ```swift
    /// try await client.follow(client.unfinished().map(\.id), wait: .unlimited) { id, change in
    ///     if case .success(let task) = change, task.state == .succeeded { try await client.save(id) }
    /// }
    /// ```
    /// Each task is polled as by ``updates(of:wait:observe:)``, at most 64 at a time.
    /// - Parameters:
    ///   - ids: the tasks.
    ///   - wait: how long to wait for all of them.
    ///   - endingsAtOnce: the number of last changes that `change` handles at the same time. The last change of a task
    ///     often starts a download.
    ///   - observe: receives failed polls and unknown status words as well.
    ///   - change: receives the task after each change, or the reason why the wait for it ended. It runs while the other
    ///     tasks are polled. The next change of the same task follows after it returns. A task that needs no waiting is
    ///     reported once, as it is in the journal.
    /// - Throws: the error of `change`, which ends the wait for all tasks; `CancellationError`.
    public func follow(
        _ ids: [VideoTask.ID],
        wait: WaitLimit = .standard,
        endingsAtOnce: Int = 64,
        observe: VideoObserver? = nil,
        change: @escaping @Sendable (VideoTask.ID, Result<VideoTask, VideoError>) async throws -> Void
    ) async throws {
        var following = await Following(ids, client: self, until: end(of: wait), endingsAtOnce: endingsAtOnce)
        try await withThrowingTaskGroup(of: Following.Event.self) { group in
            while true {
                while let (id, result) = following.nextEnding() {
                    group.addTask {
                        try await change(id, result)
                        return .handled(nil)
                    }
                }
                let now = clock.uptime.seconds
                while let (number, poller) = following.nextPoll(at: now) {
                    group.addTask { try await self.poll(poller, number, observe) }
                }
                if let alarm = following.nextAlarm {
                    group.addTask {
                        try await self.clock.sleep(for: .seconds(max(alarm - now, 0)))
                        return .alarm
                    }
                }
                guard !following.isOver, let event = try await group.next() else { break }
                if let (id, result) = following.handle(event) {
                    group.addTask {
                        try await change(id, result)
                        return .handled(event.number)
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func poll(_ poller: TaskPoller, _ number: Int, _ observe: VideoObserver?) async throws -> Following.Event {
        var poller = poller
        do {
            let task = try await poller.poll(pollingContext, observe)
            return .polled(number, poller, task.map { (poller.id, .success($0)) })
        } catch let error as VideoError {
            return .polled(number, nil, (poller.id, .failure(error)))
        }
    }
}
