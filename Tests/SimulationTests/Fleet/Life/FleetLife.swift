import Foundation
import VideoGeneration

/// A life of a fleet: several machines with one database between them order the same labels within limits and a budget,
/// in a storm in which machines are killed and stopped, the database is down or replaced by its standby, and clocks
/// differ; then a calm in which every order has to come to its end; then the verdict.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class FleetLife: SimulatedLife, @unchecked Sendable {
    static let videosFolder = "/home/videos"
    /// The length of every video, as a budget counts it.
    static let seconds = 6
    /// Longer than the longest cooldown and an unknown outcome's time in flight.
    private static let longestCalm = Duration.seconds(6 * 3600)

    let world: World
    let mutant: FleetMutant?
    let database: SimulatedDatabase
    let witness: FleetWitness
    var wishes: [FleetWish] = []
    /// The budget of every program; nil for none.
    let budget: Budget?
    /// Whether the machines run workers in the storm, and not the calls of an app.
    let hasWorkers: Bool
    /// When a person first saw that the outcome of an attempt is unknown.
    var unknownSince: [String: Duration] = [:]
    private let programs: Programs
    private let clockOffsets: [TimeInterval]

    init(seed: UInt64, mutant: FleetMutant? = nil, isTracing: Bool = false) {
        world = World(seed: seed, isTracing: isTracing)
        self.mutant = mutant
        programs = Programs(in: world)
        world.horizon = .seconds(12 * 3600)
        hasWorkers = world.isOne(in: 12)
        // A worker asks for work every second.
        programs.patience = hasWorkers ? 20...200 : 300...900
        database = SimulatedDatabase(
            world,
            isSynchronous: world.isOne(in: 2),
            clockOffset: Double(world.draw(below: 600)) - 300
        )
        let providers = 1 + world.draw(below: 3) / 2
        let isLimited = world.isOne(in: 2)
        for number in 0..<providers {
            let manner = Manner(world, isLimited: isLimited)
            world.backends.append(Backend(number: number + 1, domain: "cinema\(number).example", manner: manner))
        }
        let machines = 2 + world.draw(below: 5) / 3 + world.draw(below: 6) / 5
        let count = 1 + world.draw(below: 6) / 3 + world.draw(below: 6) / 5
        for index in 0..<count {
            wishes.append(FleetWish(index, of: world, providers: providers, programs: machines))
        }
        programs.livesLeft = (0..<machines).map { [world] _ in 1 + world.draw(below: 2) }
        clockOffsets = (0..<machines).map { [world] _ in Double(world.draw(below: 1_200)) - 600 }
        budget = world.isOne(in: 3) ? Budget(seconds: Self.seconds * (1 + world.draw(below: count * 2))) : nil
        witness = FleetWitness(world, database)
        witness.life = self
        programs.plan = { [unowned self] in plan($0) }
        for backend in world.backends { watch(backend) }
        if world.isOne(in: 3) { database.commitsUntilFailover = world.draw(below: 40) }
        if world.isOne(in: 3) {
            world.after(world.seconds(0...400)) { [database, world] in
                if world.isStormy { database.restart(after: world.seconds(1...120)) }
            }
        }
    }

    private func watch(_ backend: Backend) {
        backend.hasList = !world.isOne(in: 4)
        backend.onPurchase = { [witness, unowned backend] in witness.purchase(of: $0, at: backend, $1) }
        backend.onUnknown = { [witness] in witness.outcomeIsUnknown(of: $0) }
    }

    /// Draws what a machine has to go through.
    private func plan(_ process: SimulatedProcess) {
        let steps = world.draw(below: [40, 100, 300][world.draw(below: 3)])
        if world.isOne(in: 2) {
            process.die(afterSteps: steps) { [world] in
                world.count("kill")
                process.kill()
            }
        }
        if world.isOne(in: 2) {
            let durations = [20, 100, 260, 300, 500]
            process.stop(
                afterWaits: world.draw(below: 16),
                for: .seconds(durations[world.draw(below: durations.count)])
            )
        }
    }

    func run() -> [String] {
        for folder in ["/home", Self.videosFolder] { world.disk.add(DiskImage.Node(isFolder: true), at: folder) }
        world.disk.settle()
        let session: Programs.Session = { [unowned self] program, process in
            process.clockOffset = clockOffsets[program]
            let session = FleetSession(self, program, process)
            return { await session.run() }
        }
        guard programs.run(session) else { return world.failures + ["nothing is stuck: the storm does not end"] }
        world.isStormy = false
        world.note("calm", 0)
        world.horizon = world.uptime + Self.longestCalm
        programs.livesLeft = [1]
        guard programs.run(after: .seconds(60), session) else {
            return world.failures + ["nothing is stuck: the calm does not end"]
        }
        FleetVerdict(self).pass()
        return world.failures
    }

    var machines: Range<Int> { clockOffsets.indices }

    /// Whether every order is at its end. One that was refused may have been sent by another caller since, and one that
    /// was suspended may have been released.
    var isSettled: Bool {
        for index in wishes.indices {
            guard let task = database.rows.records.last(where: { $0.label == wishes[index].label })?.task else {
                continue
            }
            let isWaiting = [.intent, .failed, .cancelled].contains(task.state)
            if wishes[index].ending == .refused, !isWaiting { wishes[index].ending = nil }
            if wishes[index].ending == .suspended, task.suspension == nil { wishes[index].ending = nil }
        }
        return wishes.allSatisfy { $0.ending != nil }
    }

    /// Creates the providers as every program is configured with them.
    func providers() throws -> [DialectProvider] {
        try world.backends.enumerated().map { index, backend in
            DialectProvider(
                id: "cinema\(index)",
                dialect: PlainDialect(),
                endpoint: try Endpoint("https://\(backend.host)"),
                key: try Secret("sk-simulated-key-\(index)"),
                models: [ModelDescription(name: "film")],
                limits: backend.manner?.limits
            )
        }
    }
}
