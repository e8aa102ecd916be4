import Foundation
import VideoGeneration

/// Everything that a simulated life happens in: time, processes, a disk, providers, and one seed that all
/// chance is drawn from.
///
/// Nothing in it is locked, and that is what `@unchecked` stands on: a world and all its processes live on the
/// one thread that made it. ``checkThread()`` ends the run where a job comes from another one, because then
/// the engine would have left the simulation.
final class World: @unchecked Sendable {
    let seed: UInt64
    let disk = DiskImage()
    /// The provider of a life that has one.
    let backend = Backend()
    /// The providers of a life with routes.
    var backends: [Backend] = []
    private(set) var processes: [SimulatedProcess] = []
    private let thread = Thread.current
    private var draws: UInt64

    private(set) var uptime: Duration = .zero
    /// What somebody set the wall clock off by.
    var wallClockOffset: TimeInterval = 0
    /// The time at which a life that has not ended counts as one that is stuck.
    var horizon = Duration.seconds(60 * 24 * 3600)
    private var timers: [Timer] = []
    private var timerCount = 0

    /// What happened, folded into one number: the same for every run of a seed.
    private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    /// What happened, in words, where somebody wants to read it.
    private(set) var trace: [String] = []
    let isTracing: Bool
    /// What was promised and not kept.
    private(set) var failures: [String] = []
    /// Whether anything may still go wrong.
    var isStormy = true
    /// How often each kind of trouble occurred. A simulation in which nothing goes wrong proves nothing.
    private(set) var troubles: [String: Int] = [:]

    private struct Timer {
        let id: Int
        let due: Duration
        let fire: () -> Void
    }

    init(seed: UInt64, isTracing: Bool = false) {
        self.seed = seed
        self.isTracing = isTracing
        draws = seed
    }

    func backend(at host: String) -> Backend { backends.first { $0.serves(host) } ?? backend }

    // MARK: - Chance

    /// SplitMix64.
    func draw() -> UInt64 {
        draws &+= 0x9E37_79B9_7F4A_7C15
        var z = draws
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    func draw(below bound: Int) -> Int { bound <= 1 ? 0 : Int(draw() % UInt64(bound)) }

    /// True once in so many times.
    func isOne(in count: Int) -> Bool { draw(below: count) == 0 }

    func seconds(_ range: ClosedRange<Double>) -> Duration {
        .seconds(range.lowerBound + (range.upperBound - range.lowerBound) * Double(draw() >> 11) * 0x1p-53)
    }

    // MARK: - Time

    var now: Date { Date(timeIntervalSince1970: 1_790_000_000 + uptime.seconds + wallClockOffset) }

    /// Does something later.
    @discardableResult
    func after(_ delay: Duration, _ fire: @escaping () -> Void) -> Int {
        timerCount += 1
        timers.append(Timer(id: timerCount, due: uptime + max(delay, .zero), fire: fire))
        return timerCount
    }

    func cancelTimer(_ id: Int) { timers.removeAll { $0.id == id } }

    // MARK: - Processes

    func start(_ process: SimulatedProcess) { processes.append(process) }

    /// Runs jobs and time until a condition holds.
    /// - Returns: false where nothing is left that could ever happen, or where it takes for ever.
    func run(until isDone: () -> Bool) -> Bool {
        var jobs = 0
        while !isDone() {
            if runJob() {
                jobs += 1
                if jobs > 2_000_000 { return false }
            } else if !fireTimer() {
                return isDone()
            }
        }
        return true
    }

    private func runJob() -> Bool {
        let ready = processes.filter { $0.hasJobs }
        guard !ready.isEmpty else {
            processes.removeAll { $0.isOver }
            return false
        }
        ready[draw(below: ready.count)].runJob()
        return true
    }

    private func fireTimer() -> Bool {
        guard var next = timers.indices.first else { return false }
        for index in timers.indices where timers[index].due < timers[next].due { next = index }
        let timer = timers.remove(at: next)
        uptime = timer.due
        timer.fire()
        return uptime < horizon
    }

    /// Lets other processes run between two system calls of one.
    func interleave(with process: SimulatedProcess) {
        guard processes.count > 1, isOne(in: 6) else { return }
        for _ in 0...draw(below: 4) {
            let others = processes.filter { $0 !== process && $0.hasJobs && !$0.isRunning }
            guard !others.isEmpty else { return }
            others[draw(below: others.count)].runJob()
        }
    }

    func checkThread() {
        precondition(Thread.current === thread, "a job left the simulation's thread")
    }

    // MARK: - Records

    /// Takes note of something that happened.
    func note(_ event: @autoclosure () -> String, _ number: Int) {
        digest = (digest ^ UInt64(truncatingIfNeeded: number)) &* 0x100_0000_01B3
        if isTracing { trace.append("\(uptime.seconds)s \(event())") }
    }

    /// Counts a trouble of some kind.
    func count(_ trouble: String) { troubles[trouble, default: 0] += 1 }

    /// Takes note of a broken promise.
    func fail(_ promise: String) {
        failures.append(promise)
        if isTracing { trace.append("BROKEN: \(promise)") }
    }
}
