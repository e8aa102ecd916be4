import VideoGeneration

/// One life of a program: it opens the journal, finishes what it finds, and orders everything that it wants, whatever it
/// ordered before.
struct RoutedSession {
    let life: RoutedLife
    let program: Int
    let process: SimulatedProcess
    private var world: World { life.world }

    init(_ life: RoutedLife, _ program: Int, _ process: SimulatedProcess) {
        self.life = life
        self.program = program
        self.process = process
    }

    func run() async {
        for _ in 0..<200 {
            do {
                if try await round() { return }
            } catch {
                world.note("\(process.name): \(error)", 1)
            }
            guard process.isAlive, !world.isStormy else { return }
            try? await process.sleepUncancelled(for: .seconds(30))
        }
        world.fail("nothing is stuck: an order does not end")
    }

    /// - Returns: whether nothing is left to do.
    private func round() async throws -> Bool {
        let disk = SimulatedDisk(process)
        let clock = SimulatedClock(process: process)
        let random = SimulatedRandom(world: world)
        let files = try FileJournal(
            folder: RoutedLife.stateFolder,
            environment: EngineEnvironment(disk: disk, clock: clock, random: random)
        )
        let journal = WatchedJournal(files, life.grants, process, life.mutant)
        let transport = SimulatedTransport(process: process)
        let client = VideoClient(
            providers: try life.providers(),
            journal: journal,
            environment: EngineEnvironment(
                transport: life.mutant == .failsOver ? RefusingTransport(transport: transport) : transport,
                disk: disk,
                clock: clock,
                random: random
            ),
            settings: .init(budget: life.budget)
        )
        for provider in client.providers where !world.isStormy || world.isOne(in: 2) {
            // After three unknown outcomes in a row a person says that the provider works again.
            if try await client.isPaused(provider.id) { try await client.reopen(provider.id) }
        }
        let tasks = try files.tasks()
        guard process.isAlive else { throw ProcessEnded() }
        life.check(tasks)
        if life.prunes, world.isOne(in: world.isStormy ? 3 : 1) { try await prune(journal) }
        let program = RoutedOrders(life, process, client, journal)
        await withTaskGroup(of: Void.self) { group in
            for task in tasks where task.state.isUnfinished {
                group.addTask { await attempt { try await program.finish(task) } }
            }
            for index in life.wishes.indices where wants(index) {
                for _ in 0...world.draw(below: 4) / 3 {
                    group.addTask { await attempt { try await program.order(index, tasks) } }
                }
            }
        }
        return !world.isStormy && life.wishes.allSatisfy { $0.ending != nil }
    }

    private func wants(_ index: Int) -> Bool {
        let wish = life.wishes[index]
        return world.isStormy ? wish.owners.contains(program) : wish.ending == nil
    }

    private func prune(_ journal: WatchedJournal) async throws {
        let forgets = life.forgetsLabels && world.isStormy && world.isOne(in: 2)
        if forgets { life.witness.labelsAreForgotten() }
        defer { if forgets { life.witness.labelsAreForgotten() } }
        world.count(forgets ? "forgetting prune" : "prune")
        _ = try await journal.prune(olderThan: .zero, forgettingLabels: forgets)
    }

    private func attempt(_ work: () async throws -> Void) async {
        do { try await work() } catch { world.note("\(process.name): \(error)", 2) }
    }
}
