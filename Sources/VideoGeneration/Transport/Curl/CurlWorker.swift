import CLibcurl

/// What the loop's thread does: drives libcurl, ends what is done, late or given up, and wakes callers.
///
/// Everything in here runs on that one thread. Callers are woken after a turn, not inside it, so that a
/// small answer, head, body and end, costs them one wake-up.
final class CurlWorker {
    typealias Instant = ContinuousClock.Instant

    /// What callers want.
    enum Command {
        /// Begin an exchange.
        case start(CurlJob)
        /// The caller took a full buffer: receive on.
        case resume(ObjectIdentifier)
        /// The caller's task was cancelled.
        case cancel(ObjectIdentifier)
        /// Nobody listens any more.
        case abandon(ObjectIdentifier)
    }

    private let multi: OpaquePointer
    private let settings: CurlSettings
    private var active: [ObjectIdentifier: CurlTransfer] = [:]
    private var touched: [CurlTransfer] = []
    /// What has ended and is still known to libcurl.
    private var ended: [(transfer: CurlTransfer, isReusable: Bool)] = []
    private var idleHandles: [CurlHandle] = []
    /// No deadline passes before this moment.
    private var earliestDeadline: Instant?

    init(multi: OpaquePointer, settings: CurlSettings) {
        self.multi = multi
        self.settings = settings
    }

    func obey(_ command: Command) {
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
    /// - Returns: how long it may wait for the network now, in milliseconds.
    func turn() -> Int32 {
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
        for transfer in touched {
            transfer.flush(at: now)
            noteDeadline(of: transfer)
        }
        touched.removeAll(keepingCapacity: true)
        endLate(at: now)
        guard let earliestDeadline else { return 60_000 }
        // Rounded up: a deadline never fires early.
        return Int32(clamping: min((earliestDeadline - now).milliseconds + 1, 60_000))
    }

    /// Wakes the transfer's caller at the end of this turn.
    func touch(_ transfer: CurlTransfer) { touched.append(transfer) }

    /// Takes note that the thread was held up: no server pays for it. libcurl's own deadline for connecting does not
    /// know of it.
    func forgive(_ lost: Duration) { active.values.forEach { $0.forgive(lost) } }

    /// Lets libcurl forget what has ended. Before libcurl 7.87 this waits for the resolver: the callers come first, also
    /// those that run on this thread.
    func removeEnded() {
        for (transfer, isReusable) in ended {
            _ = clibcurl_multi_remove(multi, transfer.handle.easy)
            // libcurl keeps the buffer of a transfer that was broken off, and then refuses to set its size.
            guard isReusable, idleHandles.count < 64 else { continue }
            transfer.handle.reset()
            idleHandles.append(transfer.handle)
        }
        ended.removeAll(keepingCapacity: true)
    }

    /// Ends every exchange that is under way.
    func endAll() {
        for transfer in active.values { end(transfer, .failure(transfer.cancelled)) }
    }

    private func start(_ job: CurlJob) {
        guard let handle = idleHandles.popLast() ?? CurlHandle() else {
            return job.fail(.connectionFailed, "libcurl has no memory for another request.")
        }
        let transfer = CurlTransfer(job, handle: handle, worker: self)
        guard transfer.prepare(settings) else {
            return job.fail(.invalidRequest, "libcurl does not take the request.")
        }
        let refusal = clibcurl_multi_add(multi, handle.easy)
        guard refusal == 0 else {
            return job.fail(.connectionFailed, "libcurl does not begin the request (\(refusal)).")
        }
        active[job.id] = transfer
        noteDeadline(of: transfer)
    }

    private func end(_ transfer: CurlTransfer, _ outcome: Result<Void, HTTPTransportError>) {
        guard active.removeValue(forKey: transfer.job.id) != nil else { return }
        transfer.job.handover.finish(outcome)
        transfer.job.handover.wake()
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
        handover.finish(.failure(HTTPTransportError(code, .notSent, message)))
        handover.wake()
    }
}

extension Duration {
    /// Whole milliseconds, rounded down, bounded.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard abs(seconds) < Int64.max / 2000 else { return seconds < 0 ? .min : .max }
        return Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
