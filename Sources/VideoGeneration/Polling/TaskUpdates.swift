/// The states of a task as they change: an async sequence that asks the provider while somebody iterates.
///
/// It begins with the task as the journal knows it and ends after the provider's last word. Whoever stops
/// iterating stops the polling; the task goes on at the provider, and another sequence takes it up.
public struct TaskUpdates: AsyncSequence, Sendable {
    /// A task after a change.
    public typealias Element = VideoTask

    let client: VideoClient
    let id: VideoTask.ID
    let wait: Duration?
    let observe: VideoObserver?

    /// Starts to wait.
    public func makeAsyncIterator() -> Iterator { Iterator(updates: self, end: client.end(of: wait)) }

    /// Asks, waits, and asks again.
    public struct Iterator: AsyncIteratorProtocol {
        let updates: TaskUpdates
        let end: Double
        private var watch: TaskPoller?

        init(updates: TaskUpdates, end: Double) {
            self.updates = updates
            self.end = end
        }

        /// The task after its next change; nil after the provider's last word.
        /// - Throws: ``VideoError`` with code `deadlineExceeded` where the time to wait is over; another where
        ///   asking again is pointless; `CancellationError`. In each case the task is in the journal.
        public mutating func next() async throws -> VideoTask? {
            let client = updates.client
            guard watch != nil else {
                let task = try await client.askedOnceMore(try await client.known(updates.id))
                watch = try TaskPoller(task, client, until: end)
                return task
            }
            while var current = watch, !current.isOver {
                defer { watch = current }
                try await client.clock.sleep(for: current.wait(at: client.clock.uptime.seconds))
                if let task = try await current.poll(client, updates.observe) { return task }
            }
            return nil
        }
    }
}

extension VideoClient {
    /// The states of a task as they change, until the provider's last word.
    /// - Parameters:
    ///   - id: the task.
    ///   - wait: how long to wait in all; nil for as long as it takes. The end of the wait is not the end of
    ///     the task, and a success seen at the last moment counts.
    ///   - observe: is told about failed polls and unknown status words as well.
    public func updates(
        of id: VideoTask.ID,
        wait: Duration? = .seconds(20 * 60),
        observe: VideoObserver? = nil
    ) -> TaskUpdates {
        TaskUpdates(client: self, id: id, wait: wait, observe: observe)
    }

    /// When a wait that begins now is over, on the steady clock, in seconds.
    func end(of wait: Duration?) -> Double { wait.map { clock.uptime.seconds + $0.seconds } ?? .infinity }
}
