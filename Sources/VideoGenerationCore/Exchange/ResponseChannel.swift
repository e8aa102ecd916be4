import Synchronization

/// Hands one response from the thread that receives it to the caller's task, which feeds the sink.
///
/// Holds at most ``capacity`` bytes if they arrive in pieces of at most ``pieceSize``. The receiving side never
/// waits: ``write(_:)`` reports that there is no room for another piece, it stops receiving, and it is notified when to
/// continue.
package final class ResponseChannel: Sendable {
    /// The size of the buffer, in bytes.
    let capacity: Int
    /// The largest piece, in bytes, that always fits unless the buffer is full.
    package var pieceSize: Int { capacity / 2 }

    /// The parts of the response that arrived since the last batch.
    struct Batch {
        /// The head of the response, delivered once.
        var head: HTTPResponseHead?
        /// The next bytes of the body.
        var body: [UInt8] = []
        /// The result of the exchange. Nothing follows it.
        var outcome: Result<Void, HTTPTransportError>?

        fileprivate var isEmpty: Bool { head == nil && body.isEmpty && outcome == nil }
    }

    private struct State {
        var batch = Batch()
        var waiter: CheckedContinuation<Batch, Never>?

        mutating func removeBatch() -> Batch? {
            if batch.isEmpty { return nil }
            defer { batch = Batch() }
            return batch
        }
    }

    private let state = Mutex(State())

    /// Creates a channel.
    ///
    /// A single download gets 512 KiB: half of that makes a fast download take a tenth longer. With more downloads, each
    /// gets an equal share of 4 MiB, at least 128 KiB.
    /// - Parameter downloads: The number of downloads that share the memory for buffers; 0 for a small response.
    package init(sharedBy downloads: Int = 1) {
        let share = downloads > 0 ? (4 << 20) / downloads : 0
        capacity = min(max(share, 128 << 10), 512 << 10)
    }

    // MARK: - The receiving side

    /// Adds the head of the response.
    package func write(head: HTTPResponseHead) { state.withLock { $0.batch.head = head } }

    /// Adds bytes of the body.
    /// - Returns: Whether the buffer is full now.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock {
            // Others follow a large piece: reserving room for all of them avoids copying it again.
            if $0.batch.body.isEmpty, bytes.count >= 16 * 1024 { $0.batch.body.reserveCapacity(capacity) }
            $0.batch.body.append(contentsOf: bytes)
            return isFull($0.batch)
        }
    }

    private func isFull(_ batch: Batch) -> Bool { batch.body.count > capacity - pieceSize }

    /// Ends the response. Only the first outcome counts.
    package func finish(_ outcome: Result<Void, HTTPTransportError>) {
        state.withLock { $0.batch.outcome = $0.batch.outcome ?? outcome }
    }

    /// Wakes the caller's task if it is waiting and a batch is ready.
    package func wake() {
        let ready = state.withLock { state -> (CheckedContinuation<Batch, Never>, Batch)? in
            guard let waiter = state.waiter, let batch = state.removeBatch() else { return nil }
            state.waiter = nil
            return (waiter, batch)
        }
        if let (waiter, batch) = ready { waiter.resume(returning: batch) }
    }

    // MARK: - The caller's side

    /// Feeds a sink until the response has ended.
    /// - Parameter resume: Called after a full buffer was taken, so that the receiving side can continue.
    /// - Throws: ``HTTPTransportError``, or the sink's error.
    package func drain(into sink: some HTTPSink, resume: () -> Void) async throws {
        while true {
            let batch = await next()
            if case .failure(let error) = batch.outcome, error.code == .cancelled { throw error }
            if isFull(batch) { resume() }
            if let head = batch.head { try await sink.receive(head: head) }
            if !batch.body.isEmpty { try await sink.receive(chunk: batch.body) }
            if let outcome = batch.outcome { return try outcome.get() }
        }
    }

    private func next() async -> Batch {
        await withCheckedContinuation { continuation in
            let batch = state.withLock { state in
                let batch = state.removeBatch()
                if batch == nil { state.waiter = continuation }
                return batch
            }
            if let batch { continuation.resume(returning: batch) }
        }
    }
}
