/// The sequence that ``VideoClient/updates(of:wait:observe:)`` returns.
struct TaskUpdates: AsyncSequence, Sendable {
    let client: VideoClient
    let id: VideoTask.ID
    let wait: WaitLimit
    let observe: VideoObserver?

    /// Creates an iterator. The wait starts now.
    func makeAsyncIterator() -> Iterator { Iterator(updates: self, end: client.end(of: wait)) }

    /// The iterator, which polls the provider.
    struct Iterator: AsyncIteratorProtocol {
        let updates: TaskUpdates
        let end: Double
        private var poller: TaskPoller?

        init(updates: TaskUpdates, end: Double) {
            self.updates = updates
            self.end = end
        }

        /// Returns the task after its next change, or nil after a final state.
        /// - Throws: ``VideoError``, with code `deadlineExceeded` if the wait is over; `CancellationError`. The task
        ///   stays in the journal.
        mutating func next() async throws -> VideoTask? {
            let client = updates.client
            guard poller != nil else {
                let task = try await client.checkedAgain(try await client.journal.syncedTask(updates.id))
                poller = try await client.poller(of: task, until: end)
                return task
            }
            while var current = poller, !current.isOver {
                defer { poller = current }
                try await client.clock.sleep(for: current.wait(at: client.clock.uptime.seconds))
                if let task = try await current.poll(client.pollingContext, updates.observe) { return task }
            }
            return nil
        }
    }
}

extension VideoClient {
    /// Returns the changes of a task, as an async sequence that polls the provider while the caller iterates.
    ///
    /// The sequence starts with the task in the journal and ends after a final state. Polling stops when the iteration
    /// stops. The task continues at the provider, and another sequence can follow it. The iteration throws
    /// ``VideoError``, with code `deadlineExceeded` if the wait is over, and `CancellationError`. The task stays in the
    /// journal.
    /// - Parameters:
    ///   - id: the task.
    ///   - wait: how long to wait. A final state that is reported at the last moment counts.
    ///   - observe: receives failed polls and unknown status words as well.
    public func updates(
        of id: VideoTask.ID,
        wait: WaitLimit = .standard,
        observe: VideoObserver? = nil
    ) -> some AsyncSequence<VideoTask, any Error> & Sendable {
        TaskUpdates(client: self, id: id, wait: wait, observe: observe)
    }

    /// Returns the end of a wait that starts now, in seconds of the steady clock.
    func end(of wait: WaitLimit) -> Double {
        let limit: Duration? =
            switch wait {
            case .standard: settings.wait
            case .atMost(let limit): limit
            case .unlimited: nil
            }
        return limit.map { clock.uptime.seconds + $0.seconds } ?? .infinity
    }

    func poller(of task: VideoTask, until end: Double) async throws(VideoError) -> TaskPoller {
        await TaskPoller(task, at: try provider(of: task), pollingContext, until: end)
    }

    var pollingContext: PollingContext {
        PollingContext(
            journal: journal,
            environment: environment,
            schedule: settings.polling,
            retry: settings.retry,
            retryQuotas: retryQuotas,
            learnedTimes: learnedTimes,
            record: JournalPollRecord(journal: journal)
        )
    }
}
