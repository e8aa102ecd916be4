import Synchronization
import VideoPlatform

/// The tasks of this process that wait to be sent.
///
/// Only the first task of each lane asks the journal for a grant. The others are suspended without a timer, a lock or a
/// descriptor, so that their number costs nothing but their memory.
final class SubmitQueue: Sendable {
    /// A lane in which a task can be sent, with the limits that apply there.
    struct Option: Sendable {
        let lane: SubmitLane.ID
        let limits: SubmitLimits
        /// Whether a cooldown of the lane applies. It does not if the caller named the provider.
        let isRouted: Bool
    }

    /// A task that is to be sent.
    struct Order: Sendable {
        let task: VideoTask.ID
        let place: WaitingPlace
        let options: [Option]
    }

    /// A task that waits.
    struct Waiting: Sendable {
        let ticket: Ticket.ID
        let order: Order
        /// The number of times that it asked for its turn.
        var tries = 0
    }

    /// The permission to send a task in one of its lanes. It has to be returned with
    /// ``SubmitQueue/leave(_:isAccepted:)``.
    struct Turn: Sendable {
        let lane: SubmitLane.ID
        /// The steady time before the grant; nil if no limit applies, so that the grant does not age.
        let askedAt: Duration?
    }

    /// The first and the longest time after which a task that waits asks again: the end of a task in another process is
    /// not signaled, and other processes have to see that it still waits.
    private static let pauses = (first: Duration.milliseconds(250), longest: Duration.seconds(2))

    private let state = Mutex(State())
    private let clock: any EngineClock
    private let process: UInt64

    /// Creates a queue.
    /// - Parameter departures: the signal of tasks that leave the tasks in flight.
    init(clock: any EngineClock, process: UInt64, departures: Departures) {
        self.clock = clock
        self.process = process
        departures.onDeparture { [weak self] in self?.wakeFirst(at: $0) }
    }

    // MARK: - Waiting

    /// The answer to a task that asks for its turn.
    enum Reply: Sendable {
        case granted(Turn)
        /// The task has to be looked at again, because it was canceled or sent by another caller.
        case recalled
        /// The task has to wait until it is woken, at most for a time.
        case later(Duration?)
    }

    /// Asks whether a task may be sent in one of its lanes now. Tasks are sent in the order of their places.
    /// - Throws: ``VideoError``, or `CancellationError` if the caller is cancelled.
    func ask(_ waiting: Waiting, in journal: any Journal) async throws -> Reply {
        try Task.checkCancellation()
        if isRecalled(waiting.ticket) { return .recalled }
        var pause: Duration?
        for option in waiting.order.options {
            let askedAt = clock.uptime
            switch try await ask(waiting.order, option, waiting.ticket, waiting.tries, journal) {
            case .granted:
                let isLimited = option.limits != SubmitLimits()
                return .granted(Turn(lane: option.lane, askedAt: isLimited ? askedAt : nil))
            case .later(let duration, _): pause = min(pause ?? duration, duration)
            case nil: break
            }
        }
        return .later(pause)
    }

    /// Asks for a grant if the task is the first one in a lane.
    /// - Returns: nil if another task is first, or if the end of a submit has to be waited for.
    private func ask(_ order: Order, _ option: Option, _ ticket: Ticket.ID, _ tries: Int, _ journal: any Journal)
        async throws -> GrantDecision?
    {
        enum Check {
            case notNow(Duration?)
            case open(learned: Int?, next: WaitingPlace?)
        }
        let endpoint = option.lane.account.endpoint
        let check = state.withLock { state -> Check in
            guard state.first(in: option.lane) == ticket, let lane = state.lanes[option.lane] else {
                return .notNow(nil)
            }
            let now = clock.uptime
            let start = option.isRouted ? max(lane.pausedUntil, lane.cooledUntil) : lane.pausedUntil
            guard start <= now else { return .notNow(start - now) }
            guard state.windows[endpoint, default: SubmitWindow()].enter() else {
                state.tickets[ticket]?.blockedAt.insert(endpoint)
                return .notNow(nil)
            }
            return .open(learned: lane.learnedLimit(at: now), next: state.second(in: option.lane))
        }
        guard case .open(let learned, let next) = check else {
            guard case .notNow(let pause?) = check else { return nil }
            return .later(pause, .order)
        }
        do {
            let decision = try await journal.grant(
                GrantRequest(
                    account: option.lane.account,
                    model: option.lane.model,
                    task: order.task,
                    place: order.place,
                    limits: option.limits.lowered(to: learned, for: option.lane.model),
                    process: process,
                    next: next
                )
            )
            guard case .later(let pause, let obstacle) = decision else { return decision }
            leave(option.lane, isAccepted: nil, wakingOnlyBlocked: true)
            // The end of a minute or of a hold-off is known, the end of a task is not.
            let isKnown =
                switch obstacle {
                case .perMinute, .holdOff: true
                case .inFlight, .order: false
                }
            let next = isKnown ? pause : Self.pauses.first * (1 << min(tries, 3))
            return .later(min(max(next, .milliseconds(1)), Self.pauses.longest), obstacle)
        } catch {
            leave(option.lane, isAccepted: nil)
            throw error
        }
    }

    /// Takes a place in each lane of an order.
    func enter(_ order: Order) -> Waiting {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            let ticket = state.lastTicket
            state.tickets[ticket] = Ticket()
            state.callers[order.task, default: []].append(ticket)
            for option in order.options {
                state.lanes[option.lane, default: SubmitLane()].tickets.insert(
                    .init(place: order.place, ticket: ticket)
                )
            }
            return ticket
        }
        return Waiting(ticket: ticket, order: order)
    }

    /// Gives up the places of a task.
    func leave(_ waiting: Waiting) {
        let waiters = state.withLock { state in
            let task = waiting.order.task
            state.tickets[waiting.ticket] = nil
            state.callers[task]?.removeAll { $0 == waiting.ticket }
            if state.callers[task]?.isEmpty == true { state.callers[task] = nil }
            return state.wakeFirst(of: waiting.order.options.map(\.lane))
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until a ticket is woken, the caller is cancelled, or the time is over.
    /// - Throws: the error of the clock, such as `CancellationError`.
    func wait(_ ticket: Ticket.ID, atMost limit: Duration?) async throws {
        if let limit { try await wait(ticket, limit) } else { await suspend(ticket) }
    }

    @inline(never)
    private func wait(_ ticket: Ticket.ID, _ limit: Duration) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [clock] in try await clock.sleep(for: limit) }
            group.addTask { await self.suspend(ticket) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func suspend(_ ticket: Ticket.ID) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAwake = state.withLock { state in
                    guard let known = state.tickets[ticket], !known.isAwake, !Task.isCancelled else {
                        state.tickets[ticket]?.isAwake = false
                        return true
                    }
                    state.tickets[ticket]?.waiter = continuation
                    return false
                }
                if isAwake { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.wake(ticket) }?.resume()
        }
    }

    private func isRecalled(_ ticket: Ticket.ID) -> Bool { state.withLock { $0.tickets[ticket]?.isRecalled ?? false } }

    /// Ends the waiting of a task, because it was canceled or sent by another caller.
    func recall(_ task: VideoTask.ID) {
        let waiters = state.withLock { state in
            (state.callers[task] ?? []).compactMap { ticket in
                state.tickets[ticket]?.isRecalled = true
                return state.wake(ticket)
            }
        }
        for waiter in waiters { waiter.resume() }
    }

    // MARK: - Results

    /// Returns whether a turn may still be used. The limits of a later minute may be used up by other processes.
    func isFresh(_ turn: Turn) -> Bool { turn.askedAt.map { clock.uptime - $0 <= Grant.lifetime } ?? true }

    /// Returns a turn.
    /// - Parameters:
    ///   - lane: the lane of the turn.
    ///   - isAccepted: true if the task was accepted, false if its outcome is unknown, nil for every other result.
    func leave(_ lane: SubmitLane.ID, isAccepted: Bool?) {
        leave(lane, isAccepted: isAccepted, wakingOnlyBlocked: false)
    }

    private func leave(_ lane: SubmitLane.ID, isAccepted: Bool?, wakingOnlyBlocked: Bool) {
        let waiters = state.withLock { state in
            let endpoint = lane.account.endpoint
            state.windows[endpoint]?.leave(isAccepted: isAccepted)
            return state.lanes.keys.filter { $0.account.endpoint == endpoint }.compactMap { lane in
                guard let first = state.first(in: lane), let ticket = state.tickets[first],
                    ticket.blockedAt.contains(endpoint) || !wakingOnlyBlocked
                else { return nil as CheckedContinuation<Void, Never>? }
                state.tickets[first]?.blockedAt.remove(endpoint)
                return state.wake(first)
            }
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Lets the first task of each lane of an endpoint ask again.
    private func wakeFirst(at endpoint: Endpoint) {
        let waiters = state.withLock { state in
            state.wakeFirst(of: state.lanes.keys.filter { $0.account.endpoint == endpoint })
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Changes what this process knows about a lane.
    func change(_ lane: SubmitLane.ID, _ change: (inout SubmitLane, _ now: Duration) -> Void) {
        state.withLock { change(&$0.lanes[lane, default: SubmitLane()], clock.uptime) }
    }

    /// Returns the time until routes may use a lane again; nil if they may use it now.
    func cooldown(of lane: SubmitLane.ID) -> Duration? {
        state.withLock { state in
            guard let lane = state.lanes[lane] else { return nil }
            let rest = max(lane.cooledUntil, lane.pausedUntil) - clock.uptime
            return rest > .zero ? rest : nil
        }
    }
}

extension SubmitLimits {
    /// Returns the limits with a learned one for a model.
    fileprivate func lowered(to learned: Int?, for model: String?) -> SubmitLimits {
        guard let learned else { return self }
        var limits = self
        let known = limits.models[model ?? "", default: SubmitLimits()].inFlight ?? .max
        limits.models[model ?? "", default: SubmitLimits()].inFlight = min(known, learned)
        return limits
    }
}
