import Foundation
import VideoGeneration

/// What a dead process's remaining code runs into.
struct ProcessEnded: Error {}

/// A process of the simulated machine: a task executor whose jobs run one at a time, in drawn order, and stop
/// having effects the moment the process dies.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class SimulatedProcess: TaskExecutor, @unchecked Sendable {
    let world: World
    let name: String
    private(set) var isAlive = true
    private(set) var isRunning = false
    private var jobs: [UnownedJob] = []
    private var sleepers: [Int: (timer: Int, continuation: CheckedContinuation<Void, any Error>)] = [:]
    private var sleepCount = 0
    /// How many more steps this process takes before it dies, and how.
    private var stepsLeft: Int?
    private var die: (() -> Void)?
    private var endings: [() -> Void] = []
    /// How many steps were taken: system calls, exchanges, waits.
    private(set) var steps = 0
    /// Whether the current step is the one that it was killed in.
    private(set) var isDying = false

    /// The difference between the wall clock of its machine and the true time.
    var clockOffset: TimeInterval = 0
    /// Whether it is stopped, as by `SIGSTOP`: time passes, and none of its jobs runs.
    private(set) var isStopped = false
    /// How many more calls of ``stopPoint()`` pass before the process is stopped, and for how long.
    private var pause: (callsLeft: Int, duration: Duration)?

    /// Whether it only looks: nothing happens while it reads the disk.
    private let isObserver: Bool

    init(_ name: String, in world: World, isObserver: Bool = false) {
        self.world = world
        self.name = name
        self.isObserver = isObserver
    }

    // MARK: - Jobs

    func enqueue(_ job: consuming ExecutorJob) {
        world.checkThread()
        jobs.append(UnownedJob(job))
    }

    var hasJobs: Bool { !jobs.isEmpty && !isStopped }
    /// Whether a dead process's code has come to its end.
    var isOver: Bool { !isAlive && jobs.isEmpty && sleepers.isEmpty && !isRunning }

    func runJob() {
        let job = jobs.remove(at: world.draw(below: jobs.count))
        isRunning = true
        job.runSynchronously(on: asUnownedTaskExecutor())
        isRunning = false
    }

    // MARK: - Life and death

    /// Chooses the step that this process does not survive.
    func die(afterSteps steps: Int, _ death: @escaping () -> Void) {
        stepsLeft = steps
        die = death
    }

    /// One step further: every system call, exchange and wait takes one. Others may run in between.
    func step() throws {
        guard !isObserver else { return }
        isDying = false
        guard isAlive else { throw ProcessEnded() }
        steps += 1
        if let left = stepsLeft {
            stepsLeft = left - 1
            if left == 0 { die?() }
        }
        guard isAlive else {
            isDying = true
            throw ProcessEnded()
        }
        world.interleave(with: self)
        guard isAlive else { throw ProcessEnded() }
    }

    /// `SIGKILL`: locks fall, waits end, and nothing that is still to run has an effect.
    func kill() {
        guard isAlive else { return }
        isAlive = false
        isStopped = false
        world.note("\(name) is killed after \(steps) steps", steps)
        world.disk.releaseLocks(of: self)
        for id in sleepers.keys.sorted() { wake(id, .failure(ProcessEnded())) }
        for end in endings { end() }
        endings = []
    }

    /// Does something when the process dies.
    func onDeath(_ ending: @escaping () -> Void) { endings.append(ending) }

    /// Chooses the wait in which the process is stopped, and for how long.
    func stop(afterWaits waits: Int, for duration: Duration) { pause = (waits, duration) }

    /// A moment at which the process is about to wait for another machine, and may be stopped.
    func stopPoint() throws {
        guard isAlive else { throw ProcessEnded() }
        guard let next = pause else { return }
        pause?.callsLeft -= 1
        guard next.callsLeft <= 0, world.isStormy else { return }
        pause = nil
        isStopped = true
        world.count("stop")
        world.note("\(name) is stopped", 7)
        world.after(next.duration) { [weak self] in
            guard let self, isStopped else { return }
            isStopped = false
            world.note("\(name) goes on", 8)
        }
    }

    // MARK: - Waiting

    func sleep(for duration: Duration) async throws {
        try step()
        try Task.checkCancellation()
        sleepCount += 1
        let id = sleepCount
        try await withTaskCancellationHandler {
            try await sleep(id, for: duration)
        } onCancel: {
            wake(id, .failure(CancellationError()))
        }
    }

    /// A wait that goes on although the caller is cancelled.
    func sleepUncancelled(for duration: Duration) async throws {
        try step()
        sleepCount += 1
        try await sleep(sleepCount, for: duration)
    }

    private func sleep(_ id: Int, for duration: Duration) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let timer = world.after(duration) { [weak self] in self?.wake(id, .success(())) }
            sleepers[id] = (timer, continuation)
        }
        guard isAlive else { throw ProcessEnded() }
    }

    private func wake(_ id: Int, _ result: Result<Void, any Error>) {
        guard let sleeper = sleepers.removeValue(forKey: id) else { return }
        world.cancelTimer(sleeper.timer)
        sleeper.continuation.resume(with: result)
    }
}

/// The clocks as a process sees them.
struct SimulatedClock: EngineClock {
    let process: SimulatedProcess

    var now: Date { process.world.now.addingTimeInterval(process.clockOffset) }
    var uptime: Duration { process.world.uptime }
    func sleep(for duration: Duration) async throws { try await process.sleep(for: duration) }
}

/// The world's lots, for the engine's own draws.
struct SimulatedRandom: RandomSource {
    let world: World
    func next() -> UInt64 { world.draw() }
}
