import VideoGeneration

/// Watches the purchases of a routed life from outside of the engine.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class Witness: @unchecked Sendable {
    private let world: World
    /// The life that is watched; nil before it begins.
    weak var life: RoutedLife?
    /// The requests that were sent, resulted in no order, and have an outcome that no process can know.
    private var unknown: Set<String> = []
    /// How often a program was allowed to buy again.
    private var repeats: [String: Int] = [:]
    /// Orders whose labels were forgotten.
    private var forgotten: Set<String> = []

    init(_ world: World) { self.world = world }

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
        guard let wish = life?.wishes.first(where: { $0.prompt == prompt }) else {
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
        for wish in life?.wishes ?? [] {
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
        guard let budget = life?.budget else { return }
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
}
