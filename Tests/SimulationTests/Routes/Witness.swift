import VideoGeneration

/// Watches a routed life from outside of the engine: every purchase that leaves a process, and every grant.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class Witness: @unchecked Sendable {
    private struct Lane: Hashable {
        let account: Account
        let model: String?
    }

    /// A task that asked to be sent and has to wait.
    private struct Waiting {
        let task: VideoTask.ID
        let lane: Lane
        let place: WaitingPlace
        /// The queue that the task waits in.
        let queue: UInt64
        let process: SimulatedProcess
        let askedAt: Duration
    }

    /// The time for which a process that asked keeps its place.
    private static let lease = Duration.seconds(5)

    private let world: World
    private weak var watched: RoutedLife?
    /// The life that is watched. It outlives its witness.
    var life: RoutedLife {
        get {
            guard let watched else { preconditionFailure("The life is over.") }
            return watched
        }
        set { watched = newValue }
    }
    /// The requests that were sent, resulted in no order, and have an outcome that no process can know.
    private var unknown: Set<String> = []
    /// How often a program was allowed to buy again.
    private var repeats: [String: Int] = [:]
    /// Orders whose labels were forgotten.
    private var forgotten: Set<String> = []
    private var grants: [Account: [Duration]] = [:]
    private var waiting: [Waiting] = []

    init(_ world: World) { self.world = world }

    // MARK: - Purchases

    /// Returns the orders of a wish, except those whose label was forgotten.
    func orders(for prompt: String) -> [(backend: Backend, order: Backend.Order)] {
        world.backends.flatMap { backend in
            backend.orders(for: prompt).map { (backend, $0) }.filter { !forgotten.contains(Self.name($0.0, $0.1)) }
        }
    }

    /// Returns the number of videos that may be bought for a wish and fail.
    func allowance(for wish: RoutedWish) -> Int { wish.attempts + repeats[wish.prompt, default: 0] }

    /// Takes note of a purchase that leaves a process, and holds it against what happened before.
    func purchase(of prompt: String, at backend: Backend, _ weather: SimulatedTransport.Weather) {
        guard let wish = life.wishes.first(where: { $0.prompt == prompt }) else {
            return world.fail("\(prompt) is no request of a program")
        }
        if unknown.contains(prompt) { world.fail("\(prompt) is not sent while its outcome is unknown") }
        if world.backends.contains(where: { $0.inFlight[prompt, default: 0] > 0 }) {
            world.fail("\(prompt) is not sent while it is on its way")
        }
        let orders = orders(for: prompt).map(\.order)
        if orders.contains(where: { $0.state(at: world.uptime) != .failed }) {
            world.fail("\(prompt) is bought once: it is made, or was made")
        }
        let paid = orders.count { $0.fate == .fails }
        if paid >= allowance(for: wish) {
            world.fail("\(prompt) was bought \(paid) times already, and may be bought \(allowance(for: wish)) times")
        }
        judgeInFlight(at: backend)
        judgeBudget(adding: backend)
        if weather == .lostRequest { unknown.insert(prompt) }
    }

    func outcomeIsUnknown(of prompt: String) { unknown.insert(prompt) }

    /// A person found out that a purchase whose outcome was unknown was not taken.
    func isNotTaken(_ prompt: String) { unknown.remove(prompt) }

    func mayBuyAgain(_ prompt: String) {
        world.count("again")
        repeats[prompt, default: 0] += 1
    }

    /// The labels of all tasks that are over may be free now.
    func labelsAreForgotten() {
        for wish in life.wishes {
            for (backend, order) in orders(for: wish.prompt) {
                guard [.succeeded, .failed].contains(order.state(at: world.uptime)) else { continue }
                forgotten.insert(Self.name(backend, order))
            }
        }
    }

    private static func name(_ backend: Backend, _ order: Backend.Order) -> String { "\(backend.domain) \(order.id)" }

    private func judgeInFlight(at backend: Backend) {
        let limits = backend.manner?.limits
        guard let limit = limits?.inFlight ?? limits?.models["film"]?.inFlight else { return }
        let count = backend.inProgress(at: world.uptime) + backend.inFlight.values.reduce(0, +)
        if count >= limit { world.fail("\(backend.domain) has \(limit) tasks in flight, not \(count + 1)") }
        if count + 1 == limit { world.count("full provider") }
    }

    /// Everything that may be billed fits into the budget.
    private func judgeBudget(adding backend: Backend) {
        guard let budget = life.budget else { return }
        let before = spent
        let seconds = before.seconds + RoutedLife.seconds
        let cents = before.cents + RoutedLife.seconds * (backend.manner?.cents ?? 0)
        if let limit = budget.seconds, seconds > limit { world.fail("\(seconds) s exceed the budget of \(limit) s") }
        if let limit = budget.money, Money(cents: cents).amount > limit.amount {
            world.fail("\(cents) cents exceed the budget of \(limit)")
        }
    }

    /// What is billed, and what may be billed because it is on its way.
    var spent: (seconds: Int, cents: Int) {
        var (seconds, cents) = (0, 0)
        for backend in world.backends {
            let made = backend.orders.count { $0.fate != .isRefunded || $0.state(at: world.uptime) != .failed }
            let length = RoutedLife.seconds * (made + backend.inFlight.values.reduce(0, +))
            seconds += length
            cents += length * (backend.manner?.cents ?? 0)
        }
        return (seconds, cents)
    }

    // MARK: - Grants

    /// Takes note of a decision about a task that asked to be sent.
    func decided(_ decision: GrantDecision, about request: GrantRequest, of process: SimulatedProcess) {
        let lane = Lane(account: request.account, model: request.model)
        world.note(
            "\(process.name) asks to send \(request.task) to \(request.account.endpoint.baseURL): \(decision)",
            5
        )
        waiting.removeAll { $0.task == request.task && $0.queue == request.process && $0.lane == lane }
        guard case .granted = decision else {
            waiting.append(
                Waiting(
                    task: request.task,
                    lane: lane,
                    place: request.place,
                    queue: request.process,
                    process: process,
                    askedAt: world.uptime
                )
            )
            if case .later(_, .order) = decision { world.count("order") }
            if case .later(_, .perMinute) = decision { world.count("full minute") }
            return
        }
        let overtaken = waiting.first { other in
            other.lane == lane && other.place < request.place && other.task != request.task && other.process.isAlive
                && (other.queue == request.process || world.uptime - other.askedAt < Self.lease)
        }
        if let overtaken { world.fail("\(request.task) does not overtake \(overtaken.task)") }
        waiting.removeAll { $0.task == request.task }
        judgeMinute(request.account)
    }

    private func judgeMinute(_ account: Account) {
        // The wall clock counts no less than a quarter of a microsecond.
        let recent = grants[account, default: []].filter { world.uptime - $0 < .seconds(60) - .milliseconds(1) }
        grants[account] = recent + [world.uptime]
        let limits = world.backend(at: account.endpoint.origin.host).manner?.limits
        guard let limit = limits?.perMinute ?? limits?.models["film"]?.perMinute else { return }
        if recent.count >= limit {
            world.fail("\(account.endpoint) gets \(limit) tasks a minute, not \(recent.count + 1)")
        }
    }

    /// A task does not wait in a process any more.
    func leaves(_ task: VideoTask.ID, _ process: SimulatedProcess) {
        waiting.removeAll { $0.task == task && $0.process === process }
    }

    /// A power loss ended every process, and may have taken the records of the accounts.
    func forgetProcesses() {
        waiting = []
        grants = [:]
    }
}
