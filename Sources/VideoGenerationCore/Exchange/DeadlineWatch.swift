/// The deadlines of one exchange, as a value type without a clock of its own.
///
/// The caller reports events with their times. The value says when to check next and which deadline has passed.
package struct DeadlineWatch {
    /// A deadline that has passed.
    package enum Passed: Equatable {
        /// The head of the response did not arrive in time.
        case head
        /// No byte of the body arrived for too long.
        case idle
        /// The body arrived too slowly.
        case tooSlow
        /// The whole exchange took too long.
        case total
        /// The caller was cancelled, and the grace period for the response is over.
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

    /// Records that the head arrived.
    package mutating func headArrived(at now: Instant) {
        hasHead = true
        lastByte = now
        windowStart = now
    }

    /// Records that bytes of the body arrived.
    package mutating func received(_ count: Int, at now: Instant) {
        lastByte = now
        windowBytes += count
    }

    /// Stops the idle and speed deadlines while the caller is behind, because the server isn't the cause of the
    /// silence.
    package mutating func hold() { isHeld = true }

    /// Restarts the idle and speed deadlines when the caller takes bytes again.
    package mutating func resume(at now: Instant) {
        isHeld = false
        lastByte = now
        windowStart = now
        windowBytes = 0
    }

    /// Moves the deadlines by the time for which the receiving thread itself was held up, which isn't the server's
    /// fault.
    package mutating func shift(by lost: Duration) {
        start += lost
        lastByte += lost
        windowStart += lost
    }

    /// Records that the caller was cancelled, which leaves only the grace period.
    package mutating func cancel(at now: Instant) { cancelledAt = cancelledAt ?? now }

    /// The next moment at which a deadline can pass, or nil if there is none.
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

    /// Returns the deadline that has passed, the strictest first, and starts the next window of
    /// ``HTTPTimeouts/minimumSpeed``.
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
    /// Returns the error for the caller.
    package func error(_ origin: Origin, _ timeouts: HTTPTimeouts, _ progress: ExchangeProgress) -> HTTPTransportError {
        switch self {
        case .head:
            .init(.timedOut, progress, "\(origin) did not respond within \(timeouts.head).")
        case .idle:
            .init(
                .timedOut,
                progress,
                "\(origin) sent nothing for \(timeouts.idle) in the middle of the response."
            )
        case .tooSlow:
            .init(.timedOut, progress, "\(origin) sent fewer than \(timeouts.minimumSpeed) bytes per second.")
        case .total:
            .init(
                .timedOut,
                progress,
                "The response from \(origin) was not complete within \(timeouts.total ?? .zero)."
            )
        case .grace:
            .init(
                .cancelled,
                progress,
                "The request was cancelled, and no response arrived within another \(timeouts.cancellationGrace)."
            )
        }
    }
}
