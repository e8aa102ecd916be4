import VideoGeneration

/// The life of a few orders, drawn from one seed: programs that order and resume, die and begin again, in a
/// storm; then a calm in which everything has to come to its end; then the verdict.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class Life: SimulatedLife, @unchecked Sendable {
    /// A video that somebody wants, and what they were told about it.
    struct Wish {
        let prompt: String
        let path: String
        /// Which program orders it; others only help to finish it.
        let owner: Int
        var heardID: String?
        var heardStored: StoredVideo?
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
    private let programs: Programs
    /// The deaths that were ordered and not yet died; empty where they are drawn.
    var deaths: [Programs.Death] { programs.deaths }

    init(seed: UInt64, mutant: Mutant? = nil, isTracing: Bool = false) {
        world = World(seed: seed, isTracing: isTracing)
        programs = Programs(in: world)
        self.mutant = mutant
        hasBudget = world.isOne(in: 3)
        // Most lives are of one or two, some of up to twenty.
        let count = 1 + (world.isOne(in: 60) ? world.draw(below: 20) : world.draw(below: 7) / 5)
        let owners = world.isOne(in: 3) ? 2 : 1
        for index in 0..<count {
            wishes.append(
                Wish(
                    prompt: "film\(index)",
                    path: "\(Self.videosFolder)/\(index).mp4",
                    owner: world.draw(below: owners)
                )
            )
        }
        programs.livesLeft = (0..<owners).map { _ in 1 + world.draw(below: 5) / 2 }
        if world.isOne(in: 4) { forgetVerified() }
    }

    /// One order in fine weather, whose program dies at given steps, one death a life.
    /// - Parameter forgetting: whether the provider forgets a video once it was verified here.
    init(seed: UInt64, dying deaths: [Programs.Death], forgetting: Bool = false, isTracing: Bool = false) {
        world = World(seed: seed, isTracing: isTracing)
        programs = Programs(in: world)
        mutant = nil
        hasBudget = seed.isMultiple(of: 2)
        wishes = [Wish(prompt: "film0", path: "\(Self.videosFolder)/0.mp4", owner: 0)]
        programs.livesLeft = [deaths.count + 1]
        programs.deaths = deaths
        world.isStormy = false
        if forgetting { forgetVerified() }
    }

    /// A video that was verified is never asked for again. Only a disk that loses a name before it has the new one
    /// could need it.
    private func forgetVerified() {
        world.backend.forgetsVerified = true
        world.disk.keepsOrder = true
    }

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
        let session: Programs.Session = { [unowned self] program, process in
            let session = Session(self, program, process)
            return { await session.run() }
        }
        guard programs.run(session) else { return ["nothing is stuck: the storm does not end"] }
        world.isStormy = false
        world.disk.room = nil
        world.note("calm", 0)
        // Once to finish, and once more to see what a power loss has left of it.
        for round in 0..<2 {
            programs.livesLeft = [1]
            guard programs.run(after: .seconds(60), session) else {
                return world.failures + ["nothing is stuck: the calm does not end"]
            }
            if round == 0 { programs.losePower() }
        }
        Verdict(self).pass()
        return world.failures
    }
}
