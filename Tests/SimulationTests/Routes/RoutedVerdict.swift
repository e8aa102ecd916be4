import Foundation
import VideoGeneration

extension RoutedLife {
    /// Takes note of what a program was told.
    func hear(_ index: Int, _ task: VideoTask) { wishes[index].tasks.insert(task.id) }

    /// Holds what a program finds when it starts against what happened before.
    func check(_ tasks: [VideoTask]) {
        for wish in wishes {
            let own = tasks.filter { $0.request.prompt == wish.prompt }
            guard !own.isEmpty, !prunes else { continue }
            for (backend, order) in witness.orders(for: wish.prompt)
            where !own.contains(where: { $0.holds(order, of: backend) }) {
                world.fail("the paid \(order.id) of \(backend.domain) is in the journal")
            }
        }
    }
}

extension VideoTask {
    /// Whether an order belongs to an attempt of the task, or may belong to one whose outcome is unknown.
    fileprivate func holds(_ order: Backend.Order, of backend: Backend) -> Bool {
        attempts.contains { attempt in
            attempt.provider.endpoint.origin.host == backend.host
                && (attempt.remoteID == order.id || attempt.purchase == .unknown)
        }
    }
}

/// What must hold at the end of a routed life.
struct RoutedVerdict {
    private let life: RoutedLife
    private var world: World { life.world }
    private var disk: DiskImage { life.world.disk }

    init(_ life: RoutedLife) { self.life = life }

    func pass() {
        let reader = SimulatedProcess("judge", in: world)
        do {
            let journal = try FileJournal(
                folder: RoutedLife.stateFolder,
                environment: EngineEnvironment(
                    disk: SimulatedDisk(reader),
                    clock: SimulatedClock(process: reader),
                    random: SimulatedRandom(world: world)
                )
            )
            let tasks = try journal.tasks()
            for wish in life.wishes {
                let task = try journal.task(labeled: TaskLabel(wish.labels[0]))
                judge(wish, task)
                // A task whose claim a power loss took waits for ever, and is not sent. One that was refused may wait
                // for the next order, if another caller has its destination.
                let own = tasks.filter { $0.request.prompt == wish.prompt && $0.state.isUnfinished }
                if own.contains(where: { $0.state != .intent || $0.id == task?.id && wish.ending != .refused }) {
                    world.fail("\(wish.prompt) has an end")
                }
            }
            for task in tasks { judge(try journal.history(of: task.id), task) }
            judgeLedger()
            judgeLeftovers(tasks)
        } catch {
            world.fail("the journal can be read: \(error)")
        }
    }

    private func judge(_ wish: RoutedWish, _ task: VideoTask?) {
        let orders = life.witness.orders(for: wish.prompt)
        let made = orders.filter { $0.order.fate == .succeeds }
        let failed = orders.count { $0.order.fate == .fails }
        if made.count > 1 { world.fail("\(wish.prompt) is bought once, not \(made.count) times") }
        if failed + made.count > life.witness.allowance(for: wish) {
            world.fail("\(wish.prompt) is bought \(failed + made.count) times")
        }
        guard let task else {
            // The label of a pruned task that cost nothing is free.
            let isCharged = orders.contains { $0.order.fate != .isRefunded }
            if isCharged || !life.prunes && !orders.isEmpty { world.fail("\(wish.prompt) is in the journal") }
            return
        }
        // A pruned task that made no video can leave its label to another task.
        for (backend, order) in orders
        where !task.shows(order, of: backend) && !(life.prunes && order.fate != .succeeds) {
            world.fail("\(order.id) of \(backend.domain) is an attempt of \(wish.prompt)")
        }
        switch wish.ending {
        case .stored:
            if task.state != .stored || made.isEmpty && !life.forgetsLabels {
                world.fail("\(wish.prompt) is stored, not \(task.state)")
            }
            let films = world.backends.flatMap { $0.orders(for: wish.prompt) }.flatMap(\.films)
            if !films.contains(where: { $0 == disk.node(wish.path)?.bytes }) {
                world.fail("\(wish.path) has the provider's bytes")
            }
        case .failed:
            let failures = world.backends.flatMap { $0.orders(for: wish.prompt) }.count { $0.fate == .fails }
            if failures == 0 || !made.isEmpty { world.fail("\(wish.prompt) was bought and failed") }
        case .refused: if !made.isEmpty { world.fail("\(wish.prompt) was made") }
        case nil: world.fail("\(wish.prompt) has an end")
        }
    }

    private func judge(_ history: [JournalEntry], _ task: VideoTask) {
        for (before, after) in zip(history, history.dropFirst()) {
            if after.sequence <= before.sequence { world.fail("\(task.id): entries are counted on") }
            let isAnotherAttempt = after.event == .attempt && after.state == .intent
            if !before.state.canBecome(after.state), !isAnotherAttempt || !before.state.isFinal {
                world.fail("\(task.id): from \(before.state) to \(after.state) is a legal step")
            }
        }
    }

    /// A ledger that is not in doubt leaves nothing out that was bought, and is not above the budget.
    private func judgeLedger() {
        struct Sums: Decodable {
            struct Total: Decodable {
                let seconds: Int
                let money: [String: Decimal]
            }
            let total: Total
        }
        guard let budget = life.budget, disk.node(RoutedLife.stateFolder + "/ledger.doubt") == nil,
            let bytes = disk.node(RoutedLife.stateFolder + "/ledger.json")?.bytes,
            let total = (try? JSONDecoder().decode(Sums.self, from: Data(bytes)))?.total
        else { return }
        let spent = life.witness.spent
        if total.seconds < spent.seconds { world.fail("the ledger counts \(spent.seconds) s, not \(total.seconds)") }
        if let limit = budget.seconds, total.seconds > limit {
            world.fail("the ledger counts \(total.seconds) s, at most \(limit)")
        }
        let money = total.money["USD"] ?? 0
        if money < Money(cents: spent.cents).amount {
            world.fail("the ledger counts \(spent.cents) cents, not \(money)")
        }
        if let limit = budget.money, money > limit.amount { world.fail("the ledger counts \(money), at most \(limit)") }
    }

    private func judgeLeftovers(_ tasks: [VideoTask]) {
        let state = Set(disk.names(in: RoutedLife.stateFolder))
        let kept: Set = [
            "tasks", "parts", "endpoints", "ids", "labels", "accounts", "ledger.json", "ledger.doubt", "pruned.jsonl",
        ]
        if !state.isSubset(of: kept) { world.fail("nothing is left over: \(state.subtracting(kept).sorted())") }
        let parts = disk.names(in: RoutedLife.stateFolder + "/parts")
        if !parts.isEmpty { world.fail("no part is left over: \(parts)") }
        let paths = Set(life.wishes.map(\.path))
        let videos = Set(disk.names(in: RoutedLife.videosFolder).map { "\(RoutedLife.videosFolder)/\($0)" })
        if !videos.isSubset(of: paths) { world.fail("the folder has the videos and nothing else") }
    }
}

extension VideoTask {
    /// Whether an order is one of the attempts of the task.
    fileprivate func shows(_ order: Backend.Order, of backend: Backend) -> Bool {
        attempts.contains { $0.provider.endpoint.origin.host == backend.host && $0.remoteID == order.id }
    }
}
