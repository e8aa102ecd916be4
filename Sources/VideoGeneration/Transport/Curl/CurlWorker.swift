import CLibcurl

/// The work of the loop's thread: drives libcurl, ends exchanges that are complete, late or abandoned, and wakes
/// callers.
///
/// All of its methods run on that one thread. Callers are woken after a turn and not during it, so that a small
/// response (head, body and end) wakes its caller only once.
final class CurlWorker {
    typealias Instant = ContinuousClock.Instant

    /// A command of a caller.
    enum Command {
        /// Starts an exchange.
        case start(CurlJob)
        /// Continues to receive, because the caller took a full buffer.
        case resume(ObjectIdentifier)
        /// Cancels an exchange, because the caller's task was cancelled.
        case cancel(ObjectIdentifier)
        /// Ends an exchange that no longer has a receiver.
        case abandon(ObjectIdentifier)
    }

    private let multi: OpaquePointer
    private let settings: CurlSettings
    private var active: [ObjectIdentifier: CurlTransfer] = [:]
    private var dirty: [CurlTransfer] = []
    /// The transfers that have ended and are still registered with libcurl.
    private var ended: [(transfer: CurlTransfer, isReusable: Bool)] = []
    private var idleHandles: [CurlHandle] = []
    /// A lower bound for the next deadline.
    private var earliestDeadline: Instant?

    init(multi: OpaquePointer, settings: CurlSettings) {
        self.multi = multi
        self.settings = settings
    }

    func handle(_ command: Command) {
        switch command {
        case .start(let job): start(job)
        case .resume(let id):
            guard let transfer = active[id] else { return }
            let code = transfer.resume(at: .now)
            if code != 0 { end(transfer, transfer.outcome(code)) } else { noteDeadline(of: transfer) }
        case .cancel(let id):
            guard let transfer = active[id] else { return }
            if transfer.cancel(at: .now) {
                noteDeadline(of: transfer)
            } else {
                end(transfer, .failure(transfer.cancelled))
            }
        case .abandon(let id):
            if let transfer = active[id] { end(transfer, .failure(transfer.cancelled)) }
        }
    }

    /// Lets libcurl work once.
    /// - Returns: How long libcurl can wait for the network now, in milliseconds.
    func runOnce() -> Int32 {
        removeEnded()
        if clibcurl_multi_perform(multi) != 0 { endAll() }
        var context: UnsafeMutableRawPointer?
        var code: Int32 = 0
        while clibcurl_multi_next_done(multi, &context, &code) {
            guard let context else { continue }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            end(transfer, transfer.outcome(code))
        }
        let now = Instant.now
        for transfer in dirty {
            transfer.flush(at: now)
            noteDeadline(of: transfer)
        }
        dirty.removeAll(keepingCapacity: true)
        endLate(at: now)
        guard let earliestDeadline else { return 60_000 }
        // Rounded up so that no deadline fires early.
        return Int32(clamping: min((earliestDeadline - now).milliseconds + 1, 60_000))
    }

    /// Marks a transfer whose caller must be woken at the end of this turn.
    func markDirty(_ transfer: CurlTransfer) { dirty.append(transfer) }

    /// Moves all deadlines by the time for which the thread was held up, which isn't a server's fault. libcurl's
    /// own deadline for connecting can't be moved.
    func extendDeadlines(by lost: Duration) { active.values.forEach { $0.extendDeadlines(by: lost) } }

    /// Removes the ended transfers from libcurl. Before libcurl 7.87 this waits for the resolver, so callers are
    /// served first, including those that run on this thread.
    func removeEnded() {
        for (transfer, isReusable) in ended {
            _ = clibcurl_multi_remove(multi, transfer.handle.easy)
            // libcurl keeps the buffer of an aborted transfer, and then rejects a new buffer size.
            guard isReusable, idleHandles.count < 64 else { continue }
            transfer.handle.reset()
            idleHandles.append(transfer.handle)
        }
        ended.removeAll(keepingCapacity: true)
    }

    /// Ends every exchange in progress.
    func endAll() {
        for transfer in active.values { end(transfer, .failure(transfer.cancelled)) }
    }

    private func start(_ job: CurlJob) {
        guard let handle = idleHandles.popLast() ?? CurlHandle() else {
            return job.fail(.connectionFailed, "libcurl has no memory for another request.")
        }
        let transfer = CurlTransfer(job, handle: handle, worker: self)
        guard transfer.prepare(settings) else {
            return job.fail(.invalidRequest, "libcurl did not accept the request.")
        }
        let refusal = clibcurl_multi_add(multi, handle.easy)
        guard refusal == 0 else {
            return job.fail(.connectionFailed, "libcurl could not start the request (\(refusal)).")
        }
        active[job.id] = transfer
        noteDeadline(of: transfer)
    }

    private func end(_ transfer: CurlTransfer, _ outcome: Result<Void, HTTPTransportError>) {
        guard active.removeValue(forKey: transfer.job.id) != nil else { return }
        transfer.job.channel.finish(outcome)
        transfer.job.channel.wake()
        let isReusable = if case .success = outcome { true } else { false }
        ended.append((transfer, isReusable))
    }

    private func noteDeadline(of transfer: CurlTransfer) {
        guard let next = transfer.deadlines.next else { return }
        earliestDeadline = earliestDeadline.map { min($0, next) } ?? next
    }

    private func endLate(at now: Instant) {
        guard let earliest = earliestDeadline, now >= earliest else { return }
        earliestDeadline = nil
        for transfer in active.values {
            if let passed = transfer.deadlines.passed(at: now) {
                end(transfer, .failure(transfer.late(passed)))
            } else {
                noteDeadline(of: transfer)
            }
        }
    }
}

extension CurlJob {
    fileprivate func fail(_ code: HTTPTransportError.Code, _ message: String) {
        channel.finish(.failure(HTTPTransportError(code, .notSent, message)))
        channel.wake()
    }
}

extension Duration {
    /// The whole milliseconds, rounded down and bounded by the range of `Int`.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard abs(seconds) < Int64.max / 2000 else { return seconds < 0 ? .min : .max }
        return Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
