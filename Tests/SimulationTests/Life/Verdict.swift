import Foundation
import Synchronization
import VideoGeneration

extension Life {
    /// Takes note of what a program was told: from now on it has to stay true.
    func hear(_ index: Int, _ task: VideoTask) {
        if let id = task.remote?.id {
            if let known = wishes[index].heardID, known != id { world.fail("an id does not change") }
            wishes[index].heardID = id
        }
        if task.state == .stored { wishes[index].heardStored = task.file }
    }

    /// Whether a video may be ordered: it never was, or every order of it is proven not to have been taken.
    func mayOrder(_ index: Int, _ tasks: [VideoTask]) -> Bool {
        tasks.filter { $0.request.prompt == wishes[index].prompt }.allSatisfy {
            $0.state == .cancelled || $0.state == .failed && $0.failure?.code != .generationFailed
        }
    }

    /// Whether every wish is at its end: stored, or paid back because nothing came of it.
    func isSettled(_ tasks: [VideoTask]) -> Bool {
        wishes.allSatisfy { wish in
            tasks.contains {
                $0.request.prompt == wish.prompt
                    && ($0.state == .stored || $0.state == .failed && $0.failure?.code == .generationFailed)
            }
        }
    }

    /// Holds what a program finds when it starts against what happened before.
    func check(_ tasks: [VideoTask]) {
        for wish in wishes {
            let own = tasks.filter { $0.request.prompt == wish.prompt }
            let orders = world.backend.orders(for: wish.prompt)
            if orders.count > 1 { world.fail("\(wish.prompt) is bought once, not \(orders.count) times") }
            if let id = wish.heardID, !own.contains(where: { $0.remote?.id == id }) {
                world.fail("the id \(id) that was told is in the journal")
            }
            for order in orders
            where !own.contains(where: {
                $0.remote?.id == order.id || $0.state == .outcomeUnknown || $0.state == .submitting
            }) {
                world.fail("the paid \(order.id) is in the journal")
            }
            if let video = wish.heardStored {
                if !own.contains(where: { $0.state == .stored && $0.file == video }) {
                    world.fail("\(wish.prompt) that was told to be stored is stored in the journal")
                }
                if let problem = problem(with: video, of: wish) { world.fail(problem) }
            }
        }
    }

    /// What is wrong with a stored video; nil where it is the provider's, byte for byte.
    fileprivate func problem(with video: StoredVideo, of wish: Wish) -> String? {
        guard let bytes = world.disk.node(video.path)?.bytes else { return "\(video.path) is on disk" }
        guard bytes.count == video.bytes,
            world.backend.orders(for: wish.prompt).contains(where: { $0.films.contains(bytes) })
        else { return "\(video.path) has the provider's bytes" }
        return nil
    }
}

/// What must hold at the end.
struct Verdict {
    private let life: Life
    private var world: World { life.world }
    private var disk: DiskImage { life.world.disk }

    init(_ life: Life) { self.life = life }

    func pass() {
        let reader = SimulatedProcess("judge", in: world)
        do {
            let journal = try FileJournal(
                folder: Life.stateFolder,
                environment: EngineEnvironment(
                    disk: SimulatedDisk(reader),
                    clock: SimulatedClock(process: reader),
                    random: SimulatedRandom(world: world)
                )
            )
            let tasks = life.settled
            for wish in life.wishes { judge(wish, tasks.filter { $0.request.prompt == wish.prompt }) }
            for task in tasks { judge(try journal.history(of: task.id), task) }
            if disk.names(in: Life.stateFolder + "/tasks").count != tasks.count {
                prune(journal, as: reader)
            }
            judgeLeftovers(tasks)
            judgeLedger()
        } catch {
            world.fail("the journal can be read: \(error)")
        }
    }

    /// Removes the files of tasks that were never begun, as a process of the simulated machine.
    private func prune(_ journal: FileJournal, as process: SimulatedProcess) {
        let done = Done()
        world.start(process)
        Task(executorPreference: process) { [world] in
            do { try await journal.prune(olderThan: .seconds(1 << 40)) } catch {
                world.fail("the journal can be pruned: \(error)")
            }
            done.isSet.withLock { $0 = true }
        }
        if !world.run(until: { done.isSet.withLock { $0 } }) { world.fail("pruning ends") }
    }

    private final class Done: Sendable {
        let isSet = Mutex(false)
    }

    private func judge(_ wish: Life.Wish, _ tasks: [VideoTask]) {
        let stored = tasks.filter { $0.state == .stored }
        let orders = world.backend.orders(for: wish.prompt)
        guard let order = orders.first else { return world.fail("\(wish.prompt) is bought in the end") }
        if order.fate == .succeeds, stored.count != 1 {
            world.fail("\(wish.prompt) is stored once, not \(stored.count) times (\(tasks.map(\.state)))")
        }
        if order.fate == .fails, tasks.last?.state != .failed || !stored.isEmpty {
            world.fail("\(wish.prompt) has failed (\(tasks.map(\.state)))")
        }
        let sent = world.backend.arrivals[wish.prompt, default: 0]
        let written = tasks.reduce(0) { $0 + $1.submits }
        if sent > written { world.fail("\(wish.prompt): \(sent) purchases arrived, \(written) are written down") }
    }

    /// A ledger that nobody doubts leaves nothing out that was bought.
    private func judgeLedger() {
        struct Sums: Decodable {
            struct Total: Decodable { let seconds: Int }
            let total: Total
        }
        guard life.hasBudget, disk.node(Life.stateFolder + "/ledger.doubt") == nil,
            let bytes = disk.node(Life.stateFolder + "/ledger.json")?.bytes,
            let sums = try? JSONDecoder().decode(Sums.self, from: Data(bytes))
        else { return }
        let orders = life.wishes.reduce(0) { $0 + world.backend.orders(for: $1.prompt).count }
        if sums.total.seconds < orders * Life.seconds {
            world.fail("the ledger counts \(orders) orders, not \(sums.total.seconds / Life.seconds)")
        }
    }

    private func judge(_ history: [JournalEntry], _ task: VideoTask) {
        // Where a failed sync and a power loss took the beginning, the first submit or the recovery tells all of it.
        if let first = history.first?.event, ![.intent, .submitting, .recovered].contains(first) {
            world.fail("\(task.id) begins with an intent")
        }
        for (before, after) in zip(history, history.dropFirst()) {
            if after.sequence <= before.sequence { world.fail("\(task.id): entries are counted on") }
            if !before.state.canBecome(after.state) {
                world.fail("\(task.id): from \(before.state) to \(after.state) is a legal step")
            }
        }
    }

    private func judgeLeftovers(_ tasks: [VideoTask]) {
        let state = Set(disk.names(in: Life.stateFolder))
        let kept: Set = ["tasks", "parts", "endpoints", "accounts", "ids", "ledger.json", "ledger.doubt"]
        if !state.isSubset(of: kept) { world.fail("nothing is left over: \(state.sorted())") }
        let endpoints = disk.names(in: Life.stateFolder + "/endpoints")
        if endpoints.count > 1 { world.fail("one record for one endpoint: \(endpoints)") }
        let parts = disk.names(in: Life.stateFolder + "/parts")
        if !parts.isEmpty { world.fail("no part is left over: \(parts)") }
        let files = Set(disk.names(in: Life.stateFolder + "/tasks"))
        let known = Set(tasks.map { "\($0.id).jsonl" })
        if files != known { world.fail("no file without a task: \(files.symmetricDifference(known).sorted())") }
        let videos = Set(disk.names(in: Life.videosFolder).map { "\(Life.videosFolder)/\($0)" })
        let stored = Set(tasks.compactMap { $0.state == .stored ? $0.file?.path : nil })
        if videos != stored {
            world.fail("the folder has the videos and nothing else: \(videos.symmetricDifference(stored).sorted())")
        }
    }
}
