import Synchronization
package import VideoGeneration

/// A provider whose tasks follow a clock: each one waits in a queue, runs for a time, and is done.
package final class TimedProvider: VideoGenerating {
    /// The times of a task in seconds of the clock.
    package struct Life: Sendable {
        var submitted: Double
        var queued: Double
        var running: Double
        var done: Double { submitted + queued + running }
    }

    package let info: ProviderInfo
    private let clock: any EngineClock
    private let hint: Duration?
    private let tellsProgress: Bool
    private let next = Mutex<(queued: Double, running: Double)>((0, .infinity))
    private let lives = Mutex<[String: Life]>([:])
    private let count = Atomic<Int>(0)

    /// - Parameters:
    ///   - hint: The polling interval that every response asks for.
    ///   - limits: The limits of the account.
    ///   - tellsProgress: Whether responses report the progress of a running task.
    package init(
        clock: any EngineClock,
        hint: Duration? = nil,
        limits: SubmitLimits = SubmitLimits(),
        tellsProgress: Bool = false
    ) throws {
        self.clock = clock
        self.hint = hint
        self.tellsProgress = tellsProgress
        var info = ProviderInfo(
            id: "timed",
            dialect: "timed",
            endpoint: try Endpoint("https://api.example.com/v1"),
            defaultModel: "model"
        )
        info.limits = limits
        self.info = info
    }

    /// The number of status requests.
    package var polls: Int { count.load(ordering: .relaxed) }

    /// Sets the seconds in the queue and the running time of the next tasks.
    package func prepare(queued: Double, running: Double) { next.withLock { $0 = (queued, running) } }

    /// Returns the time at which a task is done, in seconds of the clock.
    package func done(_ task: RemoteTask) -> Double { lives.withLock { $0[task.id]?.done ?? .infinity } }

    package func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
        let now = clock.uptime.seconds
        let (queued, running) = next.withLock { $0 }
        let id = lives.withLock { lives in
            let id = "video_\(lives.count)"
            lives[id] = Life(submitted: now, queued: queued, running: running)
            return id
        }
        return TaskSnapshot(RemoteTask(id: id), .queued, rawStatus: "queued")
    }

    package func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        count.add(1, ordering: .relaxed)
        // A task that was not submitted in this process never ends.
        guard let life = lives.withLock({ $0[task.id] }) else {
            return TaskSnapshot(task, .running, rawStatus: "running", pollAfter: hint)
        }
        let age = clock.uptime.seconds - life.submitted
        if age >= life.queued + life.running { return TaskSnapshot(task, .succeeded, rawStatus: "completed") }
        guard age >= life.queued else { return TaskSnapshot(task, .queued, rawStatus: "queued", pollAfter: hint) }
        let progress = tellsProgress ? ((age - life.queued) / life.running * 100).rounded(.down) / 100 : nil
        return TaskSnapshot(task, .running, rawStatus: "running", progress: progress, pollAfter: hint)
    }

    package func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] { [] }
}
