import Synchronization

/// Hands one answer from the thread that receives it to the caller's task, which feeds the sink.
///
/// It holds at most ``capacity`` bytes, where they come in pieces of ``pieceSize`` at most. The receiving side never
/// waits: it is told that there is no room for another piece, stops receiving, and is told when to go on.
package final class ResponseChannel: Sendable {
    /// How many bytes there is room for.
    let capacity: Int
    /// How large a piece is that always finds room, unless the buffer is full.
    package var pieceSize: Int { capacity / 2 }

    /// What arrived since the last one.
    struct Batch {
        /// The head, once.
        var head: HTTPResponseHead?
        /// The next bytes of the body.
        var body: [UInt8] = []
        /// How it ended; nothing follows.
        var outcome: Result<Void, HTTPTransportError>?

        fileprivate var isEmpty: Bool { head == nil && body.isEmpty && outcome == nil }
    }

    private struct State {
        var batch = Batch()
        var waiter: CheckedContinuation<Batch, Never>?

        mutating func take() -> Batch? {
            if batch.isEmpty { return nil }
            defer { batch = Batch() }
            return batch
        }
    }

    private let state = Mutex(State())

    /// - Parameter downloads: how many share the memory for buffers; 0 for an answer that is small.
    ///
    /// One alone gets 512 KiB: with half of it a fast download takes a tenth longer. The more there are when it begins,
    /// the less it gets, as if all shared 4 MiB, down to 128 KiB.
    package init(sharedBy downloads: Int = 1) {
        let share = downloads > 0 ? (4 << 20) / downloads : 0
        capacity = min(max(share, 128 << 10), 512 << 10)
    }

    // MARK: - The receiving side

    /// Puts the head.
    package func put(head: HTTPResponseHead) { state.withLock { $0.batch.head = head } }

    /// Puts bytes of the body.
    /// - Returns: whether the buffer is full now.
    package func put(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock {
            // A large piece is followed by others: room for them at once saves copying it again.
            if $0.batch.body.isEmpty, bytes.count >= 16 * 1024 { $0.batch.body.reserveCapacity(capacity) }
            $0.batch.body.append(contentsOf: bytes)
            return isFull($0.batch)
        }
    }

    private func isFull(_ batch: Batch) -> Bool { batch.body.count > capacity - pieceSize }

    /// Ends the answer.
    package func finish(_ outcome: Result<Void, HTTPTransportError>) {
        state.withLock { $0.batch.outcome = $0.batch.outcome ?? outcome }
    }

    /// Wakes the caller's task, if it waits and there is something for it.
    package func wake() {
        let ready = state.withLock { state -> (CheckedContinuation<Batch, Never>, Batch)? in
            guard let waiter = state.waiter, let batch = state.take() else { return nil }
            state.waiter = nil
            return (waiter, batch)
        }
        if let (waiter, batch) = ready { waiter.resume(returning: batch) }
    }

    // MARK: - The caller's side

    /// Feeds a sink until the answer has ended.
    /// - Parameter makeRoom: called when a full buffer was taken: the receiving side may go on.
    /// - Throws: ``HTTPTransportError``, or what the sink threw.
    package func deliver(to sink: some HTTPSink, makingRoom makeRoom: () -> Void) async throws {
        while true {
            let batch = await next()
            if case .failure(let error) = batch.outcome, error.code == .cancelled { throw error }
            if isFull(batch) { makeRoom() }
            if let head = batch.head { try await sink.receive(head: head) }
            if !batch.body.isEmpty { try await sink.receive(chunk: batch.body) }
            if let outcome = batch.outcome { return try outcome.get() }
        }
    }

    private func next() async -> Batch {
        await withCheckedContinuation { continuation in
            let batch = state.withLock { state in
                let batch = state.take()
                if batch == nil { state.waiter = continuation }
                return batch
            }
            if let batch { continuation.resume(returning: batch) }
        }
    }
}
