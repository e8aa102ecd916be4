/// The programs of a life: each is started, dies, and is started again.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class Programs: @unchecked Sendable {
    /// Returns the work of one life of a program.
    typealias Session = (_ program: Int, SimulatedProcess) -> @Sendable () async -> Void

    /// A death at a step of a program.
    struct Death {
        enum Kind { case kill, powerLoss }
        let kind: Kind
        let step: Int
    }

    private let world: World
    /// How often each program is started while the storm lasts.
    var livesLeft: [Int] = []
    /// The deaths that were ordered and not yet died; empty where they are drawn.
    var deaths: [Death] = []
    /// The longest time that a program works before it is asked to stop; nil for no limit. It holds in a storm.
    var patience: ClosedRange<Double>?
    /// Draws what a program has to go through; nil for the deaths of a single machine.
    var plan: ((SimulatedProcess) -> Void)?
    /// Called after the power is back.
    var onPowerLoss: () -> Void = {}
    private var running = 0
    private var booting = 0

    init(in world: World) { self.world = world }

    /// Starts every program, and runs until all of them have used up their lives.
    /// - Returns: false if one does not end.
    func run(after delay: Duration = .zero, _ session: @escaping Session) -> Bool {
        for program in livesLeft.indices { boot(program, after: delay, session) }
        return world.run(until: { [unowned self] in running + booting == 0 })
    }

    func losePower() {
        for process in world.processes { process.kill() }
        world.disk.losePower(world)
        world.note("the power is gone and back", 0)
        onPowerLoss()
    }

    private func boot(_ program: Int, after delay: Duration, _ session: @escaping Session) {
        guard livesLeft[program] > 0 else { return }
        livesLeft[program] -= 1
        booting += 1
        world.after(delay) { [unowned self] in start(program, session) }
    }

    private func start(_ program: Int, _ session: @escaping Session) {
        booting -= 1
        running += 1
        let process = SimulatedProcess("program \(program)", in: world)
        world.start(process)
        world.note("\(process.name) starts", program)
        if world.isStormy {
            if let plan { plan(process) } else { drawDeath(of: process) }
        } else if let death = deaths.first {
            process.die(afterSteps: death.step) { [unowned self] in
                deaths.removeFirst()
                if death.kind == .kill { process.kill() } else { losePower() }
            }
        }
        let work = session(program, process)
        let end = { [unowned self] in
            running -= 1
            boot(program, after: world.seconds(1...400), session)
        }
        let ended = Ended(end)
        let task = Task(executorPreference: process) {
            await work()
            process.kill()
            ended.call()
        }
        if world.isStormy, world.isOne(in: 5) {
            world.after(world.seconds(0...120)) { task.cancel() }
        } else if world.isStormy, let patience {
            world.after(world.seconds(patience)) { task.cancel() }
        }
    }

    /// What follows the end of a program. `@unchecked` because it belongs to one thread; see ``World``.
    private final class Ended: @unchecked Sendable {
        let call: () -> Void
        init(_ call: @escaping () -> Void) { self.call = call }
    }

    /// Draws what this life of a program has to go through.
    private func drawDeath(of process: SimulatedProcess) {
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
}
