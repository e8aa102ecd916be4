import VideoGeneration

/// The life of a few orders, drawn from one seed: programs that order and resume, die and begin again, in a
/// storm; then a calm in which everything has to come to its end; then the verdict.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class Life: @unchecked Sendable {
    /// A video that somebody wants, and what they were told about it.
    struct Wish {
        let prompt: String
        let path: String
        /// Which program orders it; others only help to finish it.
        let owner: Int
        var heardID: String?
        var heardStored: StoredVideo?
    }

    /// A death at a step of a program.
    struct Death {
        enum Kind { case kill, powerLoss }
        let kind: Kind
        let step: Int
    }

    static let stateFolder = "/home/state"
    static let videosFolder = "/home/videos"
    /// The length of every video, as a budget counts it.
    static let seconds = 6

    let world: World
    let mutant: Mutant?
    var wishes: [Wish] = []
    /// Whether every program keeps a budget, which has room for all that may be ordered.
    let hasBudget: Bool
    /// What the last program found when nothing was left to do.
    var settled: [VideoTask] = []
    /// How often each program is started while the storm lasts.
    private var livesLeft: [Int] = []
    /// The deaths that were ordered and not yet died; empty where they are drawn.
    private(set) var deaths: [Death] = []
    private var running = 0
    private var booting = 0

    init(seed: UInt64, mutant: Mutant? = nil, isTracing: Bool = false) {
        world = World(seed: seed, isTracing: isTracing)
        self.mutant = mutant
        hasBudget = world.isOne(in: 3)
        // Most lives are of one or two, some of up to twenty.
        let count = 1 + (world.isOne(in: 60) ? world.draw(below: 20) : world.draw(below: 7) / 5)
        let programs = world.isOne(in: 3) ? 2 : 1
        for index in 0..<count {
            wishes.append(
                Wish(
                    prompt: "film\(index)",
                    path: "\(Self.videosFolder)/\(index).mp4",
                    owner: world.draw(below: programs)
                )
            )
        }
        livesLeft = (0..<programs).map { _ in 1 + world.draw(below: 5) / 2 }
        if world.isOne(in: 4) { forgetVerified() }
    }

    /// One order in fine weather, whose program dies at given steps, one death a life.
    /// - Parameter forgetting: whether the provider forgets a video once it was verified here.
    init(seed: UInt64, dying deaths: [Death], forgetting: Bool = false, isTracing: Bool = false) {
        world = World(seed: seed, isTracing: isTracing)
        mutant = nil
        hasBudget = seed.isMultiple(of: 2)
        wishes = [Wish(prompt: "film0", path: "\(Self.videosFolder)/0.mp4", owner: 0)]
        livesLeft = [deaths.count + 1]
        self.deaths = deaths
        world.isStormy = false
        if forgetting { forgetVerified() }
    }

    /// A video that was verified is never asked for again. Only a disk that loses a name before it has the new one
    /// could need it.
    private func forgetVerified() {
        world.backend.forgetsVerified = true
        world.disk.keepsOrder = true
    }

    /// Lives it.
    /// - Returns: the promises that were broken; empty where all were kept.
    func run() -> [String] {
        let home = ["/home", Self.videosFolder]
        for folder in home { world.disk.add(DiskImage.Node(isFolder: true), at: folder) }
        world.disk.settle()
        world.backend.hasList = !world.isOne(in: 4)
        if world.isOne(in: 5) { world.disk.mounts = [Self.videosFolder] }
        if world.isOne(in: 8) {
            let offset = Double(world.draw(below: 20_000) - 10_000)
            world.after(world.seconds(0...300)) { [world] in world.wallClockOffset = offset }
        }
        for program in livesLeft.indices { boot(program, after: .zero) }
        guard world.run(until: { [unowned self] in running + booting == 0 }) else {
            return ["nothing is stuck: the storm does not end"]
        }
        world.isStormy = false
        world.disk.room = nil
        world.note("calm", 0)
        // Once to finish, and once more to see what a power loss has left of it.
        for round in 0..<2 {
            livesLeft = [1]
            boot(0, after: .seconds(60))
            guard world.run(until: { [unowned self] in running + booting == 0 }) else {
                return world.failures + ["nothing is stuck: the calm does not end"]
            }
            if round == 0 { losePower() }
        }
        Verdict(self).pass()
        return world.failures
    }

    // MARK: - Programs

    private func boot(_ program: Int, after delay: Duration) {
        guard livesLeft[program] > 0 else { return }
        livesLeft[program] -= 1
        booting += 1
        world.after(delay) { [unowned self] in start(program) }
    }

    private func start(_ program: Int) {
        booting -= 1
        running += 1
        let process = SimulatedProcess("program \(program)", in: world)
        world.start(process)
        world.note("\(process.name) starts", program)
        if world.isStormy {
            plan(process)
        } else if let death = deaths.first {
            process.die(afterSteps: death.step) { [unowned self] in
                deaths.removeFirst()
                if death.kind == .kill { process.kill() } else { losePower() }
            }
        }
        let session = Session(self, program, process)
        let task = Task(executorPreference: process) {
            await session.run()
            process.kill()
            self.running -= 1
            self.boot(program, after: self.world.seconds(1...400))
        }
        if world.isStormy, world.isOne(in: 5) {
            world.after(world.seconds(0...120)) { task.cancel() }
        }
    }

    /// Draws what this life of a program has to go through.
    private func plan(_ process: SimulatedProcess) {
        if world.isOne(in: 6) {
            world.disk.room = world.draw(below: 6_000)
            world.after(world.seconds(10...600)) { [world] in world.disk.room = nil }
        }
        let steps = world.draw(below: [40, 100, 400][world.draw(below: 3)])
        switch world.draw(below: 5) {
        case 0, 1:
            process.die(afterSteps: steps) { [world] in
                world.count("kill")
                process.kill()
            }
        case 2, 3:
            process.die(afterSteps: steps) { [unowned self] in
                world.count("power loss")
                losePower()
            }
        default: break
        }
    }

    func losePower() {
        for process in world.processes { process.kill() }
        world.disk.losePower(world)
        world.note("the power is gone and back", 0)
    }
}
