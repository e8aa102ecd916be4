import VideoGeneration

/// A life with routes: several programs order the same labels from several providers, within limits and a budget, in a
/// storm; then a calm in which every order has to come to its end; then the verdict.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class RoutedLife: SimulatedLife, @unchecked Sendable {
    static let stateFolder = "/home/state"
    static let videosFolder = "/home/videos"
    /// The length of every video, as a budget counts it.
    static let seconds = 6
    /// Longer than the longest cooldown and an unknown outcome's time in flight.
    private static let longestCalm = Duration.seconds(6 * 3600)

    let world: World
    let mutant: RoutedMutant?
    let witness: Witness
    let grants: GrantWitness
    var wishes: [RoutedWish] = []
    /// The budget of every program; nil for none.
    let budget: Budget?
    /// Whether programs prune the journal.
    let prunes: Bool
    /// Whether they forget the labels of pruned tasks, and so buy again what they had.
    let forgetsLabels: Bool
    private let programs: Programs

    init(seed: UInt64, mutant: RoutedMutant? = nil, isTracing: Bool = false) {
        world = World(seed: seed, isTracing: isTracing)
        self.mutant = mutant
        programs = Programs(in: world)
        world.horizon = .seconds(12 * 3600)
        programs.patience = 300...900
        let providers = 2 + world.draw(below: 3)
        for number in 0..<providers {
            world.backends.append(
                Backend(number: number + 1, domain: "cinema\(number).example", manner: Manner(world))
            )
        }
        let count = 1 + world.draw(below: 5)
        let owners = 1 + world.draw(below: 3)
        for index in 0..<count {
            wishes.append(RoutedWish(index, of: world, providers: providers, programs: owners))
        }
        programs.livesLeft = (0..<owners).map { [world] _ in 1 + world.draw(below: 3) }
        let pruning = world.draw(below: 9)
        (prunes, forgetsLabels) = (pruning < 3, pruning < 1)
        budget = Self.budget(for: count, world)
        witness = Witness(world)
        grants = GrantWitness(world)
        witness.life = self
        programs.onPowerLoss = { [grants] in grants.forgetProcesses() }
        for backend in world.backends { watch(backend) }
    }

    private func watch(_ backend: Backend) {
        backend.hasList = !world.isOne(in: 4)
        backend.onPurchase = { [witness, unowned backend] in witness.purchase(of: $0, at: backend, $1) }
        backend.onUnknown = { [witness] in witness.outcomeIsUnknown(of: $0) }
    }

    /// Returns a budget that has room for some of the videos, or for all of them.
    private static func budget(for count: Int, _ world: World) -> Budget? {
        switch world.draw(below: 4) {
        case 0: Budget(seconds: seconds * (1 + world.draw(below: count * 2)))
        case 1: Budget(money: Money(cents: seconds * (1 + world.draw(below: count * 8))))
        default: nil
        }
    }

    func run() -> [String] {
        for folder in ["/home", Self.videosFolder] { world.disk.add(DiskImage.Node(isFolder: true), at: folder) }
        world.disk.settle()
        if world.isOne(in: 5) { world.disk.mounts = [Self.videosFolder] }
        let session: Programs.Session = { [unowned self] program, process in
            let session = RoutedSession(self, program, process)
            return { await session.run() }
        }
        guard programs.run(session) else { return world.failures + ["nothing is stuck: the storm does not end"] }
        world.isStormy = false
        world.disk.room = nil
        world.note("calm", 0)
        world.horizon = world.uptime + Self.longestCalm
        // Once to finish, and once more to see what a power loss has left of it.
        for round in 0..<2 {
            for index in wishes.indices { wishes[index].ending = nil }
            programs.livesLeft = [1]
            guard programs.run(after: .seconds(60), session) else {
                return world.failures + ["nothing is stuck: the calm does not end"]
            }
            if round == 0 { programs.losePower() }
        }
        RoutedVerdict(self).pass()
        return world.failures
    }

    /// Creates the providers as every program is configured with them.
    func providers() throws -> [DialectProvider] {
        try world.backends.enumerated().map { index, backend in
            let price = Price(Money(cents: backend.manner?.cents ?? 0), per: .second, readOn: "2026-10-05")
            return DialectProvider(
                id: "cinema\(index)",
                dialect: PlainDialect(),
                endpoint: try Endpoint("https://\(backend.host)"),
                key: try Secret("sk-simulated-key-\(index)"),
                models: [ModelDescription(name: "film", prices: [price])],
                limits: backend.manner?.limits
            )
        }
    }
}
