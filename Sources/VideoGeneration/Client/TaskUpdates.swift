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
    public func makeAsyncIterator() -> Iterator {
        Iterator(updates: self, deadline: Deadline(after: wait, on: client.clock))
    }

    /// Asks, waits, and asks again.
    public struct Iterator: AsyncIteratorProtocol {
        let updates: TaskUpdates
        let deadline: Deadline
        private var watch: TaskWatch?

        init(updates: TaskUpdates, deadline: Deadline) {
            self.updates = updates
            self.deadline = deadline
        }

        /// The task after its next change; nil after the provider's last word.
        /// - Throws: ``VideoError`` with code `deadlineExceeded` where the time to wait is over; another where
        ///   asking again is pointless; `CancellationError`. In each case the task is in the journal.
        public mutating func next() async throws -> VideoTask? {
            guard watch != nil else {
                let watch = try TaskWatch(updates, deadline: deadline)
                self.watch = watch
                return watch.task
            }
            return try await watch?.next()
        }
    }
}

extension VideoClient {
    /// The states of a task as they change, until the provider's last word.
    /// - Parameters:
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
}
