/// The deadlines of one exchange as a pure value: told what happened and when, it says when to look again
/// and what has passed.
package struct DeadlineWatch {
    /// A deadline that has passed.
    package enum Passed: Equatable {
        /// No head in time.
        case head
        /// No byte of the body for too long.
        case idle
        /// Bytes came, too few of them.
        case tooSlow
        /// The whole exchange took too long.
        case total
        /// The caller was cancelled, and the time left to the answer is over.
        case grace
    }

    package typealias Instant = ContinuousClock.Instant

    private let timeouts: HTTPTimeouts
    private var start: Instant
    private var cancelledAt: Instant?
    private var hasHead = false
    private var isHeld = false
    private var lastByte: Instant
    private var windowStart: Instant
    private var windowBytes = 0

    package init(_ timeouts: HTTPTimeouts, start: Instant) {
        self.timeouts = timeouts
        self.start = start
        lastByte = start
        windowStart = start
    }

    /// The head is there.
    package mutating func headArrived(at now: Instant) {
        hasHead = true
        lastByte = now
        windowStart = now
    }

    /// Bytes of the body are there.
    package mutating func received(_ count: Int, at now: Instant) {
        lastByte = now
        windowBytes += count
    }

    /// The caller is behind: the silence that follows is not the server's.
    package mutating func hold() { isHeld = true }

    /// The caller takes bytes again.
    package mutating func resume(at now: Instant) {
        isHeld = false
        lastByte = now
        windowStart = now
        windowBytes = 0
    }

    /// The receiving thread itself was held up for a while, which is not the server's fault.
    package mutating func shift(by lost: Duration) {
        start += lost
        lastByte += lost
        windowStart += lost
    }

    /// The caller was cancelled; only the grace is left.
    package mutating func cancel(at now: Instant) { cancelledAt = cancelledAt ?? now }

    /// The next moment at which something may pass; nil for never.
    package var next: Instant? {
        var moments: [Instant] = []
        if let total = timeouts.total { moments.append(start + total) }
        if let cancelledAt { moments.append(cancelledAt + timeouts.cancellationGrace) }
        if !hasHead {
            moments.append(start + timeouts.head)
        } else if !isHeld {
            moments.append(lastByte + timeouts.idle)
            if timeouts.minimumSpeed > 0 { moments.append(windowStart + timeouts.idle) }
        }
        return moments.min()
    }

    /// What has passed, the strictest first; starts the next window of ``HTTPTimeouts/minimumSpeed``.
    package mutating func passed(at now: Instant) -> Passed? {
        if let total = timeouts.total, now >= start + total { return .total }
        if let cancelledAt, now >= cancelledAt + timeouts.cancellationGrace { return .grace }
        if !hasHead { return now >= start + timeouts.head ? .head : nil }
        if isHeld { return nil }
        if now >= lastByte + timeouts.idle { return .idle }
        guard timeouts.minimumSpeed > 0, now >= windowStart + timeouts.idle else { return nil }
        let seconds = (now - windowStart) / .seconds(1)
        if Double(windowBytes) < seconds * Double(timeouts.minimumSpeed) { return .tooSlow }
        windowStart = now
        windowBytes = 0
        return nil
    }
}

extension DeadlineWatch.Passed {
    /// What the caller is told.
    package func error(_ origin: Origin, _ timeouts: HTTPTimeouts, _ progress: ExchangeProgress) -> HTTPTransportError {
        switch self {
        case .head:
            .init(.timedOut, progress, "\(origin) did not answer within \(timeouts.head).")
        case .idle:
            .init(
                .timedOut,
                progress,
                "\(origin) fell silent for \(timeouts.idle) in the middle of the answer."
            )
        case .tooSlow:
            .init(.timedOut, progress, "\(origin) sends less than \(timeouts.minimumSpeed) bytes a second.")
        case .total:
            .init(
                .timedOut,
                progress,
                "The answer of \(origin) was not complete within \(timeouts.total ?? .zero)."
            )
        case .grace:
            .init(
                .cancelled,
                progress,
                "The request was cancelled; no answer came within \(timeouts.cancellationGrace) more."
            )
        }
    }
}
