import VideoGeneration

/// One life of a program of a fleet: it opens the journal, finishes what it finds, and orders everything that it wants.
struct FleetSession {
    let life: FleetLife
    let program: Int
    let process: SimulatedProcess
    private var world: World { life.world }

    init(_ life: FleetLife, _ program: Int, _ process: SimulatedProcess) {
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
        let environment = EngineEnvironment(
            transport: SimulatedTransport(process: process),
            disk: disk,
            clock: clock,
            random: random
        )
        let journal = try Self.journal(life, program, process, environment)
        let client = VideoClient(
            providers: try life.providers(),
            journal: journal,
            environment: environment,
            settings: .init(budget: life.budget)
        )
        for provider in client.providers where !world.isStormy || world.isOne(in: 2) {
            // After three unknown outcomes in a row a person says that the provider works again.
            if try await client.isPaused(provider.id) { try await client.reopen(provider.id) }
        }
        let tasks = try await journal.tasks()
        guard process.isAlive else { throw ProcessEnded() }
        life.witness.check()
        if !world.isStormy {
            // A person brings the spools of all machines to this one.
            for machine in life.machines {
                try await FleetSession.journal(life, machine, process, environment).ensureSpoolIsRecorded()
            }
            life.witness.checkHeard()
        }
        let program = FleetOrders(life, process, client, journal)
        if !world.isStormy {
            // Nobody waits in the queue for ten minutes, which would be most of the life.
            if let time = try await journal.holdOff() { try await process.sleep(for: time) }
            for task in tasks where task.suspension != nil { await attempt { try await program.release(task) } }
        }
        if world.isStormy, life.hasWorkers {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await program.work() }
                for index in life.wishes.indices where wants(index) {
                    group.addTask { await attempt { try await program.enqueue(index) } }
                }
            }
            return true
        }
        await withTaskGroup(of: Void.self) { group in
            for task in tasks where task.state.isUnfinished && (!world.isStormy || world.isOne(in: 2)) {
                group.addTask { await attempt { try await program.finish(task) } }
            }
            for index in life.wishes.indices where wants(index) {
                group.addTask { await attempt { try await program.order(index) } }
            }
        }
        return !world.isStormy && life.isSettled
    }

    /// Opens the journal with the folder of a machine.
    private static func journal(
        _ life: FleetLife,
        _ machine: Int,
        _ process: SimulatedProcess,
        _ environment: EngineEnvironment
    ) throws -> SimulatedJournal {
        try SimulatedJournal(
            life.database,
            folder: "/home/machine\(machine)",
            environment: environment,
            process: process,
            mutant: life.mutant
        )
    }

    private func wants(_ index: Int) -> Bool {
        let wish = life.wishes[index]
        return world.isStormy ? wish.owners.contains(program) : wish.ending == nil
    }

    private func attempt(_ work: () async throws -> Void) async {
        do { try await work() } catch { world.note("\(process.name): \(error)", 2) }
    }
}
