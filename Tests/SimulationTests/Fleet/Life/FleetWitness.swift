import Foundation
import VideoGeneration

/// Watches a fleet from outside of the engine: its purchases, its leases and its grants.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class FleetWitness: @unchecked Sendable {
    private let world: World
    private let database: SimulatedDatabase
    /// The life that is watched; nil before it begins.
    weak var life: FleetLife?
    /// The requests that were sent, resulted in no order, and have an outcome that no process can know.
    private var unknown: Set<String> = []
    /// The IDs that processes were told and lived on with, each with its endpoint.
    private var heard: [(id: String, endpoint: String)] = []
    /// Who holds a lease, and when it ends in truth.
    private var leases: [VideoTask.ID: (holder: SimulatedProcess, until: Duration)] = [:]
    private var grants: [String: [Duration]] = [:]
    /// The names of the accounts, in the order of the providers.
    private lazy var accounts = ((try? life?.providers()) ?? []).map { Account(of: $0).fileName }

    init(_ world: World, _ database: SimulatedDatabase) {
        self.world = world
        self.database = database
        database.onCommit = { [unowned self] in
            watchLeases(since: $0, $1)
            watchGrants(since: $0)
        }
        database.onHear = { [unowned self] in heard.append(($0, $1.provider.endpoint.plainAddress)) }
        database.onFailover = { [unowned self] in
            // A standby that lacks commits lacks leases and grants.
            guard database.hasLostCommits else { return }
            leases = [:]
            grants = [:]
        }
    }

    // MARK: - Purchases

    /// Takes note of a purchase that leaves a process, and holds it against what happened before.
    func purchase(of prompt: String, at backend: Backend, _ weather: SimulatedTransport.Weather) {
        defer { if weather == .lostRequest { unknown.insert(prompt) } }
        // A task that a failover took away is ordered again.
        guard !isLost(prompt) else { return }
        if unknown.contains(prompt) { world.fail("\(prompt) is not sent while its outcome is unknown") }
        if world.backends.contains(where: { $0.inFlight[prompt, default: 0] > 0 }) {
            world.fail("\(prompt) is not sent while it is on its way")
        }
        let orders = world.backends.flatMap { $0.orders(for: prompt) }
        if orders.contains(where: { $0.fate != .isRefunded || $0.state(at: world.uptime) != .failed }) {
            world.fail("\(prompt) is bought once: it is made, or was made")
        }
        guard !database.hasLostCommits else { return }
        judgeInFlight(at: backend)
        judgeBudget()
    }

    func outcomeIsUnknown(of prompt: String) { unknown.insert(prompt) }

    /// A person found out that a purchase whose outcome was unknown was not taken.
    func isNotTaken(_ prompt: String) { unknown.remove(prompt) }

    /// Whether a failover took away a task with this request.
    func isLost(_ prompt: String) -> Bool { database.lostTasks.contains { $0.request.prompt == prompt } }

    /// Every video that is billed is known to the journal.
    func check() {
        guard !database.hasLostCommits else { return }
        for backend in world.backends {
            for order in backend.orders where !isKnown(order, of: backend, orUnknown: true) {
                world.fail("the paid \(order.id) of \(backend.domain) is in the journal")
            }
        }
    }

    /// Returns whether an order belongs to an attempt in the journal.
    /// - Parameter orUnknown: whether an attempt with an unknown outcome is enough.
    func isKnown(_ order: Backend.Order, of backend: Backend, orUnknown: Bool) -> Bool {
        let rows = database.rows
        return rows.records.contains { record in
            record.task.request.prompt == order.prompt
                && record.readTask(at: database.now).attempts.contains {
                    $0.provider.endpoint.origin.host == backend.host
                        && ($0.remoteID == order.id || orUnknown && $0.purchase == .unknown)
                }
        } || rows.purchases.contains { $0.remoteID == order.id && $0.endpoint.hasSuffix(backend.host) }
    }

    /// Every ID that a process has heard of is in the database, once its machine's spool was replayed. No person is
    /// needed for it.
    func checkHeard() {
        guard !database.hasLostCommits else { return }
        for (id, endpoint) in heard {
            let isKnown = database.rows.records.contains { record in
                record.task.attempts.contains { $0.remoteID == id && $0.provider.endpoint.plainAddress == endpoint }
            }
            if !isKnown, !database.rows.purchases.contains(where: { $0.remoteID == id && $0.endpoint == endpoint }) {
                world.fail("the ID \(id) of \(endpoint) that was heard is kept")
            }
        }
    }

    private func judgeInFlight(at backend: Backend) {
        let limits = backend.manner?.limits
        guard let limit = limits?.inFlight ?? limits?.models["film"]?.inFlight else { return }
        let count = backend.inProgress(at: world.uptime) + backend.inFlight.values.reduce(0, +)
        if count >= limit { world.fail("\(backend.domain) has \(limit) tasks in flight, not \(count + 1)") }
    }

    /// Everything that may be billed fits into the budget.
    private func judgeBudget() {
        guard let limit = life?.budget?.seconds else { return }
        let seconds = spent + FleetLife.seconds
        if seconds > limit { world.fail("\(seconds) s exceed the budget of \(limit) s") }
    }

    /// The seconds that are billed, and those that may be billed because they are on their way.
    var spent: Int {
        world.backends.reduce(0) { sum, backend in
            let made = backend.orders.count { $0.fate != .isRefunded || $0.state(at: world.uptime) != .failed }
            return sum + FleetLife.seconds * (made + backend.inFlight.values.reduce(0, +))
        }
    }

    // MARK: - Leases

    /// A lease lasts as long as it was given for: until then, only its own process changes the task.
    private func watchLeases(since old: DatabaseRows, _ process: SimulatedProcess) {
        for record in database.rows.records {
            let id = record.task.id
            let before = old[id]
            guard before?.token != record.token || before?.until != record.until else { continue }
            if before?.token != record.token, let lease = leases[id], lease.holder !== process,
                // The spool of a process that died may be recorded before its lease ends.
                lease.holder.isAlive, lease.until > world.uptime, before?.owner != nil
            {
                world.fail("\(id) is not taken while its lease lasts")
            }
            guard record.until != nil else {
                leases[id] = nil
                continue
            }
            guard before?.until != record.until else { continue }
            leases[id] = (process, world.uptime + .seconds(record.seconds))
        }
    }

    // MARK: - Grants

    /// No minute has more grants than the limit.
    private func watchGrants(since old: DatabaseRows) {
        let rows = database.rows
        guard let last = rows.grants.last, rows.grants.count != old.grants.count || last.at != old.grants.last?.at,
            last.at == database.now, let index = accounts.firstIndex(of: last.account)
        else { return }
        let recent = grants[last.account, default: []].filter { world.uptime - $0 < .seconds(60) - .milliseconds(1) }
        grants[last.account] = recent + [world.uptime]
        let limits = world.backends[index].manner?.limits
        guard let limit = limits?.perMinute ?? limits?.models["film"]?.perMinute, recent.count >= limit else { return }
        world.fail("\(last.account) gets \(limit) grants a minute, not \(recent.count + 1)")
    }
}
