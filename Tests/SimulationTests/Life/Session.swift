import VideoGeneration

/// One life of a program: it opens the journal, finishes what it finds, and orders what is still wanted.
struct Session {
    private let life: Life
    private let program: Int
    private let process: SimulatedProcess
    private var world: World { life.world }

    init(_ life: Life, _ program: Int, _ process: SimulatedProcess) {
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
    }

    /// - Returns: whether nothing is left to do.
    private func round() async throws -> Bool {
        let disk = life.mutant?.disk(process) ?? SimulatedDisk(process)
        let clock = SimulatedClock(process: process)
        let random = SimulatedRandom(world: world)
        let transport: any HTTPTransport = life.mutant?.transport(process) ?? SimulatedTransport(process: process)
        let journal = try FileJournal(
            folder: Life.stateFolder,
            environment: EngineEnvironment(disk: disk, clock: clock, random: random)
        )
        let provider = DialectProvider(
            id: "cinema",
            dialect: PlainDialect(),
            endpoint: try Endpoint("https://api.example.com"),
            key: try Secret("sk-simulated-key")
        )
        let client = VideoClient(
            providers: [provider],
            journal: journal,
            environment: EngineEnvironment(transport: transport, disk: disk, clock: clock, random: random),
            settings: .init(budget: life.hasBudget ? Budget(seconds: 1_000_000) : nil)
        )
        // After three unknown outcomes in a row it is for a person to say that the provider works again.
        if !world.isStormy, try await client.isPaused("cinema") { try await client.reopen("cinema") }
        let tasks = try journal.tasks()
        guard process.isAlive else { throw ProcessEnded() }
        life.check(tasks)
        if life.isSettled(tasks) {
            life.settled = tasks
            return true
        }
        let wanted = life.wishes.indices.filter { index in
            (life.wishes[index].owner == program || !world.isStormy) && life.mayOrder(index, tasks)
        }
        await withTaskGroup(of: Void.self) { group in
            for task in tasks where task.state.isUnfinished {
                group.addTask { await attempt(client) { try await finish(task, client) } }
            }
            for wish in wanted { group.addTask { await attempt(client) { try await order(wish, client) } } }
        }
        return false
    }

    private func attempt(_ client: VideoClient, _ work: () async throws -> Void) async {
        do { try await work() } catch let error as VideoError where error.code == .providerPaused {
            // A person looks, and lets it go on.
            world.note("\(process.name): \(error)", 2)
            try? await client.reopen("cinema")
        } catch { world.note("\(process.name): \(error)", 2) }
    }

    private func order(_ index: Int, _ client: VideoClient) async throws {
        let wish = life.wishes[index]
        let request = VideoRequest(prompt: wish.prompt, seconds: Life.seconds)
        if world.isOne(in: 2) {
            let task = try await client.generate(request, using: "cinema", savingTo: wish.path, observe: observe(index))
            life.hear(index, task)
        } else {
            let task = try await client.submit(request, using: "cinema", savingTo: wish.path, observe: observe(index))
            life.hear(index, task)
        }
    }

    private func finish(_ task: VideoTask, _ client: VideoClient) async throws {
        guard let index = life.wishes.firstIndex(where: { $0.prompt == task.request.prompt }) else { return }
        if task.state == .outcomeUnknown { try await resolve(task, index, client) }
        if task.state == .intent {
            life.hear(index, try await client.submit(waiting: task.id, observe: observe(index)))
        }
        let wait: WaitLimit = world.isOne(in: 2) ? .unlimited : .atMost(world.seconds(1...300))
        life.hear(index, try await client.resume(task.id, wait: wait, observe: observe(index)))
    }

    /// What a person does about a purchase that nobody knows the outcome of: asks the provider's list, or
    /// looks at the bill when nothing is on its way any more.
    private func resolve(_ task: VideoTask, _ index: Int, _ client: VideoClient) async throws {
        if world.isOne(in: 2) {
            do {
                life.hear(index, try await client.resolve(task.id, as: .askProvider))
                return
            } catch let error as VideoError {
                world.note("\(process.name): \(error)", 3)
            }
        }
        guard world.backend.inFlight[task.request.prompt, default: 0] == 0 else { return }
        let bill = world.backend.orders(for: task.request.prompt).first
        life.hear(index, try await client.resolve(task.id, as: bill.map { .taken($0.id) } ?? .notTaken))
    }

    private func observe(_ index: Int) -> VideoObserver {
        { event in
            if case .task(let task) = event { life.hear(index, task) }
        }
    }
}
