import VideoGeneration

/// What a program does about one task: it orders, waits, or asks a person.
struct RoutedOrders {
    private let life: RoutedLife
    private let process: SimulatedProcess
    private let client: VideoClient
    private let journal: WatchedJournal
    private var world: World { life.world }

    init(_ life: RoutedLife, _ process: SimulatedProcess, _ client: VideoClient, _ journal: WatchedJournal) {
        self.life = life
        self.process = process
        self.client = client
        self.journal = journal
    }

    // MARK: - Orders

    /// Orders a wish, as the app does after every start.
    /// - Parameter tasks: what the program found when it started.
    func order(_ index: Int, _ tasks: [VideoTask]) async throws {
        defer { for id in life.wishes[index].tasks { life.grants.leaves(id, process) } }
        guard !world.isStormy else {
            let again = tasks.contains { isBoughtFailure($0, of: index) } && world.isOne(in: 2)
            return try await buy(index, again: again)
        }
        do {
            try await buy(index, again: false)
            life.wishes[index].ending = .stored
        } catch let error as VideoError {
            try await settle(index, error)
        }
    }

    private func buy(_ index: Int, again: Bool) async throws {
        let wish = life.wishes[index]
        if again { life.witness.mayBuyAgain(wish.prompt) }
        let request = VideoRequest(prompt: wish.prompt, seconds: RoutedLife.seconds)
        let label = wish.labels[world.draw(below: wish.labels.count)]
        let isWaiting = !world.isStormy || world.isOne(in: 2)
        let task: VideoTask
        switch (wish.route, isWaiting) {
        case (let route?, true):
            task = try await client.generate(
                request,
                using: route,
                savingTo: wish.path,
                replacing: life.forgetsLabels,
                label: label,
                again: again,
                priority: wish.priority,
                observe: observe(index)
            )
        case (nil, true):
            task = try await client.generate(
                request,
                using: wish.provider,
                savingTo: wish.path,
                replacing: life.forgetsLabels,
                label: label,
                again: again,
                priority: wish.priority,
                observe: observe(index)
            )
        case (let route?, false):
            task = try await client.submit(
                request,
                using: route,
                savingTo: wish.path,
                replacing: life.forgetsLabels,
                label: label,
                again: again,
                priority: wish.priority,
                observe: observe(index)
            )
        case (nil, false):
            task = try await client.submit(
                request,
                using: wish.provider,
                savingTo: wish.path,
                replacing: life.forgetsLabels,
                label: label,
                again: again,
                priority: wish.priority,
                observe: observe(index)
            )
        }
        guard process.isAlive else { throw ProcessEnded() }
        life.hear(index, task)
    }

    /// Decides in the calm whether an order has ended.
    private func settle(_ index: Int, _ error: VideoError) async throws {
        let wish = life.wishes[index]
        world.note("\(process.name): \(error)", 4)
        if life.budget != nil, error.code == .budgetExceeded || error.code == .noCandidate {
            world.count("budget exceeded")
            life.wishes[index].ending = .refused
            return
        }
        guard let task = try await journal.task(labeled: TaskLabel(wish.labels[0])), isBoughtFailure(task, of: index)
        else { return }
        guard world.isOne(in: 4) else { return life.wishes[index].ending = .failed }
        try await buy(index, again: true)
        life.wishes[index].ending = .stored
    }

    private func isBoughtFailure(_ task: VideoTask, of index: Int) -> Bool {
        task.label.map { label in life.wishes[index].labels.contains(label) } ?? false
            && [.failed, .cancelled].contains(task.state) && !task.boughtNothing && task.purchase == .made
    }

    // MARK: - Tasks of earlier lives

    /// Continues a task that has not ended.
    func finish(_ task: VideoTask) async throws {
        guard let index = life.wishes.firstIndex(where: { $0.prompt == task.request.prompt }) else { return }
        defer { life.grants.leaves(task.id, process) }
        switch task.state {
        case .intent where world.isOne(in: 2):
            life.hear(index, try await client.submit(waiting: task.id, observe: observe(index)))
        case .outcomeUnknown:
            try await resolve(task, index)
            fallthrough
        default:
            let wait: WaitLimit = world.isOne(in: 2) ? .unlimited : .atMost(world.seconds(1...300))
            life.hear(index, try await client.resume(task.id, wait: wait, observe: observe(index)))
        }
    }

    /// What a person does about a purchase whose outcome is unknown: asks the provider's list, or looks at the bill when
    /// nothing is on its way any more.
    private func resolve(_ task: VideoTask, _ index: Int) async throws {
        if world.isOne(in: 2) {
            do {
                life.hear(index, try await client.resolve(task.id, as: .askProvider))
                return
            } catch let error as VideoError {
                world.note("\(process.name): \(error)", 3)
            }
        }
        let prompt = task.request.prompt
        guard let now = try await journal.task(task.id), now.state == .outcomeUnknown else { return }
        let backend = world.backend(at: now.provider.endpoint.origin.host)
        guard process.isAlive, backend.inFlight[prompt, default: 0] == 0 else { return }
        let known = Set(now.attempts.compactMap { $0.provider == now.provider ? $0.remoteID : nil })
        // A power loss may have taken the claims of other tasks.
        try await journal.journal.keepClaims(of: journal.journal.tasks())
        let billed = try backend.orders(for: prompt).first { order in
            let owner = try journal.journal.owner(of: order.id, at: now.provider.endpoint)
            return !known.contains(order.id) && (owner == nil || owner == task.id)
        }
        if let billed {
            life.hear(index, try await client.resolve(task.id, as: .taken(billed.id)))
        } else {
            life.witness.isNotTaken(prompt)
            life.hear(index, try await client.resolve(task.id, as: .notTaken))
        }
    }

    private func observe(_ index: Int) -> VideoObserver {
        { event in
            if case .task(let task) = event { life.hear(index, task) }
        }
    }
}
