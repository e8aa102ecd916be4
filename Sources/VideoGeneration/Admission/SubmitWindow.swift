import Synchronization

/// A limit on the submits of this process that may be in flight at one endpoint.
///
/// The limit starts with the number of unknown outcomes that pause an endpoint, and grows by one with each accepted
/// task. Each task with an unknown outcome lowers it by one, so that a server that fails after billing receives three
/// tasks and not all that wait. After that, requests are sent one at a time until one is accepted.
final class SubmitWindow: Sendable {
    private struct Lane {
        var inFlight = 0
        var accepted = 0
        /// The number of unknown outcomes since the last accepted task.
        var unknown = 0
        var waiters: [UInt64: CheckedContinuation<Void, any Error>] = [:]
        var order: [UInt64] = []

        var limit: Int { min(max(EndpointRecord.maximumUnknowns + accepted - unknown, 1), SubmitWindow.widest) }

        mutating func note(isAccepted: Bool) {
            let widest = SubmitWindow.widest
            (accepted, unknown) = isAccepted ? (min(accepted + 1, widest), 0) : (0, min(unknown + 1, widest))
        }
    }

    private struct State {
        var lanes: [Endpoint: Lane] = [:]
        var nextTicket: UInt64 = 0
        var cancelled: Set<UInt64> = []
    }

    /// More tasks than any provider runs at once for one account.
    private static let widest = 64

    private let state = Mutex(State())

    /// Waits until one more submit may be in flight.
    /// - Throws: `CancellationError` if the task is cancelled.
    func enter(_ endpoint: Endpoint) async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(ticket) != nil { return .failure(CancellationError()) }
                    var lane = state.lanes[endpoint] ?? Lane()
                    defer { state.lanes[endpoint] = lane }
                    if lane.inFlight < lane.limit, lane.order.isEmpty {
                        lane.inFlight += 1
                        return .success(())
                    }
                    lane.waiters[ticket] = continuation
                    lane.order.append(ticket)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                guard let waiter = state.lanes[endpoint]?.waiters.removeValue(forKey: ticket) else {
                    state.cancelled.insert(ticket)
                    return nil as CheckedContinuation<Void, any Error>?
                }
                state.lanes[endpoint]?.order.removeAll { $0 == ticket }
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
        state.withLock { _ = $0.cancelled.remove(ticket) }
    }

    /// Records the end of a submit.
    /// - Parameters:
    ///   - endpoint: the endpoint of the submit.
    ///   - isAccepted: true if the task was accepted, false if its outcome is unknown, nil for every other result.
    func leave(_ endpoint: Endpoint, isAccepted: Bool?) {
        let next = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            guard var lane = state.lanes[endpoint] else { return [] }
            defer { state.lanes[endpoint] = lane }
            lane.inFlight -= 1
            if let isAccepted { lane.note(isAccepted: isAccepted) }
            var next: [CheckedContinuation<Void, any Error>] = []
            while lane.inFlight < lane.limit, !lane.order.isEmpty {
                guard let waiter = lane.waiters.removeValue(forKey: lane.order.removeFirst()) else { continue }
                lane.inFlight += 1
                next.append(waiter)
            }
            return next
        }
        for waiter in next { waiter.resume() }
    }
}
