import VideoPlatform

extension SubmitQueue {
    /// A task that waits.
    struct Ticket {
        typealias ID = UInt64

        /// Whether the task has to be looked at again, because it was canceled or sent by another caller.
        var isRecalled = false
        var waiter: CheckedContinuation<Void, Never>?
        /// Whether the ticket was woken while it did not wait.
        var isAwake = false
        /// The endpoints at which the ticket waits for the end of another submit.
        var blockedAt: Set<Endpoint> = []
    }

    /// The lanes with the tasks that wait in them.
    struct State {
        var lanes: [SubmitLane.ID: SubmitLane] = [:]
        var windows: [Endpoint: SubmitWindow] = [:]
        var tickets: [Ticket.ID: Ticket] = [:]
        /// The tickets of each task. Several callers can wait for one task.
        var callers: [VideoTask.ID: [Ticket.ID]] = [:]
        var lastTicket: Ticket.ID = 0

        /// Returns the ticket that is first in a lane.
        mutating func first(in lane: SubmitLane.ID) -> Ticket.ID? {
            while let first = lanes[lane]?.tickets.first {
                if tickets[first.ticket] != nil { return first.ticket }
                lanes[lane]?.tickets.popFirst()
            }
            return nil
        }

        /// Returns the place after the first one in a lane.
        mutating func second(in lane: SubmitLane.ID) -> WaitingPlace? {
            guard first(in: lane) != nil, let own = lanes[lane]?.tickets.popFirst() else { return nil }
            _ = first(in: lane)
            let next = lanes[lane]?.tickets.first?.place
            lanes[lane]?.tickets.insert(own)
            return next
        }

        /// Wakes a ticket.
        /// - Returns: the continuation to resume after the lock.
        mutating func wake(_ ticket: Ticket.ID) -> CheckedContinuation<Void, Never>? {
            guard let waiter = tickets[ticket]?.waiter else {
                tickets[ticket]?.isAwake = true
                return nil
            }
            tickets[ticket]?.waiter = nil
            return waiter
        }

        /// Wakes the first ticket of each lane.
        mutating func wakeFirst(of lanes: some Sequence<SubmitLane.ID>) -> [CheckedContinuation<Void, Never>] {
            lanes.compactMap { lane in first(in: lane).flatMap { wake($0) } }
        }
    }
}
