import Foundation
import VideoGeneration

/// What must hold at the end of a fleet's life.
struct FleetVerdict {
    private let life: FleetLife
    private var world: World { life.world }
    private var rows: DatabaseRows { life.database.rows }

    init(_ life: FleetLife) { self.life = life }

    func pass() {
        for wish in life.wishes { judge(wish) }
        for backend in world.backends {
            for order in backend.orders where !life.witness.isKnown(order, of: backend, orUnknown: false) {
                // A failover can take a task with its purchase, and the acceptance of a task that is suspended then.
                let isFlagged = rows.records.contains {
                    $0.task.request.prompt == order.prompt && $0.task.suspension != nil
                }
                if isFlagged || life.witness.isLost(order.prompt) {
                    world.count("billed and lost by the standby")
                } else {
                    world.fail("the paid \(order.id) of \(backend.domain) is in the journal")
                }
            }
        }
        for record in rows.records { judge(record) }
        judgeBudget()
        judgeLeftovers()
    }

    private func judge(_ wish: FleetWish) {
        let orders = world.backends.flatMap { $0.orders(for: wish.prompt) }
        let made = orders.filter { $0.fate == .succeeds }
        if orders.count(where: { $0.fate != .isRefunded }) > 1, !life.witness.isLost(wish.prompt) {
            world.fail("\(wish.prompt) is bought once, not \(orders.count) times")
        }
        guard let record = rows.records.last(where: { $0.label == wish.label }) else {
            if wish.ending != .refused { world.fail("\(wish.prompt) is in the journal") }
            return
        }
        if rows.records.count(where: { $0.label == wish.label }) > 1 { world.fail("\(wish.prompt) has one task") }
        switch wish.ending {
        case .stored:
            if record.task.state != .stored || made.isEmpty {
                world.fail("\(wish.prompt) is stored, not \(record.task.state)")
            }
            if !made.contains(where: { $0.films.contains { $0 == world.disk.node(wish.path)?.bytes } }) {
                world.fail("\(wish.path) has the provider's bytes")
            }
        case .failed: if !orders.contains(where: { $0.fate == .fails }) { world.fail("\(wish.prompt) was bought") }
        case .suspended:
            if record.task.suspension == nil { world.fail("\(wish.prompt) is suspended") }
        case .refused: if !made.isEmpty, !life.witness.isLost(wish.prompt) { world.fail("\(wish.prompt) was made") }
        case nil: world.fail("\(wish.prompt) has an end")
        }
        let sent = world.backends.reduce(0) { $0 + $1.arrivals[wish.prompt, default: 0] }
        let written = rows.purchases.count { $0.task == record.task.id }
        if sent > written, !life.database.hasLostCommits {
            world.fail("\(wish.prompt): \(sent) requests arrived, \(written) are written down")
        }
    }

    private func judge(_ record: DatabaseRows.Record) {
        let id = record.task.id
        for (before, after) in zip(record.entries, record.entries.dropFirst()) {
            if after.sequence != before.sequence + 1 { world.fail("\(id): entries are counted on") }
            let isAnotherAttempt = after.event == .attempt && after.state == .intent
            if !before.state.canBecome(after.state), !isAnotherAttempt || !before.state.isFinal {
                world.fail("\(id): from \(before.state) to \(after.state) is a legal step")
            }
        }
        let attempts = rows.purchases.filter { $0.task == id }.map(\.attempt)
        if attempts != attempts.sorted() || Set(attempts).count != attempts.count {
            world.fail("\(id): each attempt is written once: \(attempts)")
        }
    }

    /// The budget's sums leave nothing out that was bought, and are not above the budget.
    private func judgeBudget() {
        guard let limit = life.budget?.seconds, !life.database.hasLostCommits else { return }
        let counted = rows.spent(per: .total, at: life.database.now).seconds
        if counted < life.witness.spent { world.fail("\(life.witness.spent) s are counted, not \(counted)") }
        if counted > limit { world.fail("\(counted) s are counted, at most \(limit)") }
    }

    private func judgeLeftovers() {
        let paths = Set(life.wishes.map(\.path))
        let videos = Set(world.disk.names(in: FleetLife.videosFolder).map { "\(FleetLife.videosFolder)/\($0)" })
        if !videos.isSubset(of: paths) { world.fail("the folder has the videos and nothing else") }
    }
}
