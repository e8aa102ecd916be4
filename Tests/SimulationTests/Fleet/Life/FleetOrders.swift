import VideoGeneration

/// What a program of a fleet does about one task: it orders, waits, or asks a person.
struct FleetOrders {
    private let life: FleetLife
    private let process: SimulatedProcess
    private let client: VideoClient
    private let journal: SimulatedJournal
    private var world: World { life.world }

    /// The time for which a person waits before an attempt counts as one that was not taken: longer than a submit, whose
    /// process may have been stopped.
    private static let doubt = Duration.seconds(170)

    init(_ life: FleetLife, _ process: SimulatedProcess, _ client: VideoClient, _ journal: SimulatedJournal) {
        self.life = life
        self.process = process
        self.client = client
        self.journal = journal
    }

    /// Orders a wish from the workers of the fleet.
    func enqueue(_ index: Int) async throws {
        let wish = life.wishes[index]
        try await client.enqueue(
            VideoRequest(prompt: wish.prompt, seconds: FleetLife.seconds),
            using: wish.provider,
            savingTo: wish.path,
            replacing: !life.database.isSynchronous,
            label: wish.label
        )
    }

    /// Works as one of the workers of the fleet, until the caller is cancelled or the process dies.
    func work() async {
        let run = FleetRun(client: client, journal: journal, concurrency: 2, observe: nil) { [process] error in
            process.world.note("\(process.name): \(error)", 9)
        }
        // The work itself is not cancelled with its caller, because a purchase in flight has to be recorded.
        let work = Task(executorPreference: process) { [process] in
            do { try await run.run() } catch { process.world.note("\(process.name): \(error)", 9) }
        }
        process.onDeath {
            run.stop()
            work.cancel()
        }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            run.stop()
        }
    }

    /// Orders a wish, as the app does after every start.
    func order(_ index: Int) async throws {
        guard !world.isStormy else { return try await buy(index) }
        do {
            try await buy(index)
            life.wishes[index].ending = .stored
        } catch let error as VideoError {
            try await settle(index, error)
        }
    }

    private func buy(_ index: Int) async throws {
        let wish = life.wishes[index]
        let request = VideoRequest(prompt: wish.prompt, seconds: FleetLife.seconds)
        // A standby may lack the record of a file that is at its destination already.
        let replaces = !life.database.isSynchronous
        if !world.isStormy || world.isOne(in: 2) {
            try await client.generate(
                request,
                using: wish.provider,
                savingTo: wish.path,
                replacing: replaces,
                label: wish.label
            )
        } else {
            try await client.submit(
                request,
                using: wish.provider,
                savingTo: wish.path,
                replacing: replaces,
                label: wish.label
            )
        }
        guard process.isAlive else { throw ProcessEnded() }
    }

    /// Decides in the calm whether an order has ended.
    private func settle(_ index: Int, _ error: VideoError) async throws {
        world.note("\(process.name): \(error)", 4)
        if life.budget != nil, error.code == .budgetExceeded {
            world.count("budget exceeded")
            life.wishes[index].ending = .refused
            return
        }
        guard let task = try await journal.task(labeled: TaskLabel(life.wishes[index].label)) else { return }
        if task.suspension != nil { return life.wishes[index].ending = .suspended }
        guard [.failed, .cancelled].contains(task.state), task.purchase == .made, !task.boughtNothing
        else { return }
        life.wishes[index].ending = .failed
    }

    /// What a person does about a suspended task once the spools of all machines were replayed: looks at the bill, and
    /// releases a task that was not bought.
    func release(_ task: VideoTask) async throws {
        let backend = world.backend(at: task.provider.endpoint.origin.host)
        let prompt = task.request.prompt
        let known = life.database.rows.purchases.compactMap(\.remoteID)
        // A task that waits may have been sent, and another one rests because of the workers that ended with it.
        guard task.state != .intent || backend.inFlight[prompt, default: 0] == 0,
            task.state != .intent
                || backend.orders(for: prompt).allSatisfy({
                    known.contains($0.id) || $0.state(at: world.uptime) == .failed
                })
        else { return }
        world.count("release")
        // The bill shows that nothing was taken of what the standby lacks.
        if task.state == .intent { life.witness.isNotTaken(prompt) }
        try await journal.release(suspended: task.id)
    }

    /// Continues a task that has not ended.
    func finish(_ task: VideoTask) async throws {
        switch task.state {
        case .intent where world.isOne(in: 2): try await client.submit(waiting: task.id)
        case .outcomeUnknown:
            try await resolve(task)
            fallthrough
        default:
            let wait: WaitLimit = world.isOne(in: 2) ? .unlimited : .atMost(world.seconds(1...300))
            try await client.resume(task.id, wait: wait)
        }
    }

    /// What a person does about a purchase whose outcome is unknown: asks the provider's list, or looks at the bill when
    /// nothing is on its way any more and no process can send it any more.
    private func resolve(_ task: VideoTask) async throws {
        let attempt = "\(task.id) \(task.submits)"
        if life.unknownSince[attempt] == nil { life.unknownSince[attempt] = world.uptime }
        if world.isOne(in: 2) {
            do {
                try await client.resolve(task.id, as: .askProvider)
                return
            } catch let error as VideoError {
                world.note("\(process.name): \(error)", 3)
            }
        }
        let prompt = task.request.prompt
        guard let now = try await journal.task(task.id), now.state == .outcomeUnknown, now.submits == task.submits,
            let seen = life.unknownSince[attempt], world.uptime - seen > Self.doubt
        else { return }
        let backend = world.backend(at: now.provider.endpoint.origin.host)
        guard process.isAlive, backend.inFlight[prompt, default: 0] == 0 else { return }
        let known = Set(now.attempts.compactMap(\.remoteID))
        let rows = life.database.rows
        let billed = backend.orders(for: prompt).first { order in
            let owner = rows.owner(of: RemoteIDKey(order.id, at: now.provider.endpoint))
            return !known.contains(order.id) && (owner == nil || owner == task.id)
        }
        if let billed {
            try await client.resolve(task.id, as: .taken(billed.id))
        } else {
            life.witness.isNotTaken(prompt)
            try await client.resolve(task.id, as: .notTaken)
        }
    }
}
