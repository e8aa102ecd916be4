import CLibcurl
import Synchronization
import VideoPlatform

/// The thread-safe front of an event loop: takes commands from any task and wakes the one thread that executes
/// them.
///
/// It is also a task executor. A task that takes a download's bytes runs between two turns of the same thread that
/// receives them; see ``CurlDownloads``.
final class CurlLoop: TaskExecutor {
    /// A command for the thread.
    private enum Command {
        /// A command for the worker, about one exchange.
        case work(CurlWorker.Command)
        /// Runs a job of a Swift task.
        case run(UnownedJob)
        /// Ends the thread, because nothing uses the transport any more.
        case stop
    }

    /// A job that keeps the thread for longer than this waits for something, such as a disk.
    private static let noticeable = Duration.milliseconds(100)

    // Only the loop's thread uses the handle, except for `clibcurl_multi_wakeup`, which libcurl allows from any
    // thread. The handle lives as long as this object, which the thread retains too.
    nonisolated(unsafe) private let multi: OpaquePointer
    private let settings: CurlSettings
    private let inbox = Mutex<[Command]>([])
    // Changed only with the lock held. It is atomic so that ThreadSanitizer, which doesn't see what a Mutex orders
    // on Linux, can tell that a command is created before it is executed.
    private let isAsleep = Atomic(false)

    /// Starts a loop whose thread runs until ``stop()``.
    /// - Returns: nil if libcurl is missing or no thread can be started. Without a thread, no request would ever
    ///   end, not even after cancellation.
    static func start(_ settings: CurlSettings) -> CurlLoop? {
        CurlLoop(settings).flatMap { loop in
            DetachedThread.start { loop.run() } ? loop : nil
        }
    }

    private init?(_ settings: CurlSettings) {
        guard clibcurl_load(), let multi = clibcurl_multi_new() else { return nil }
        clibcurl_multi_set_max_connections(multi, 128)
        self.multi = multi
        self.settings = settings
    }

    deinit { clibcurl_multi_free(multi) }

    /// Sends a command to the thread.
    func post(_ command: CurlWorker.Command) { post(.work(command)) }

    /// Runs a job of a Swift task on the thread.
    func enqueue(_ job: consuming ExecutorJob) { post(.run(UnownedJob(job))) }

    /// Ends the thread.
    func stop() { post(.stop) }

    private func post(_ command: Command) {
        let mustWake = inbox.withLock { commands in
            commands.append(command)
            return isAsleep.exchange(false, ordering: .acquiringAndReleasing)
        }
        if mustWake { _ = clibcurl_multi_wakeup(multi) }
    }

    /// Runs the loop until it is stopped.
    private func run() {
        clibcurl_block_sigpipe()
        let worker = CurlWorker(multi: multi, settings: settings)
        var isRunning = true
        while isRunning {
            for command in takeCommands() {
                switch command {
                case .work(let command): worker.handle(command)
                case .run(let job): run(job, worker)
                case .stop: isRunning = false
                }
            }
            let pause = worker.runOnce()
            if isRunning, fallAsleep() {
                worker.removeEnded()
                _ = clibcurl_multi_poll(multi, pause)
            }
        }
        worker.endAll()
        worker.removeEnded()
    }

    private func run(_ job: UnownedJob, _ worker: CurlWorker) {
        let start = ContinuousClock.now
        job.runSynchronously(on: asUnownedTaskExecutor())
        let lost = start.duration(to: .now)
        if lost > Self.noticeable { worker.extendDeadlines(by: lost) }
    }

    private func takeCommands() -> [Command] {
        inbox.withLock { commands in
            _ = isAsleep.exchange(false, ordering: .acquiringAndReleasing)
            defer { commands.removeAll() }
            return commands
        }
    }

    /// Marks the thread as asleep. Returns false if a command arrived in the meantime.
    private func fallAsleep() -> Bool {
        inbox.withLock { commands in
            _ = isAsleep.exchange(commands.isEmpty, ordering: .acquiringAndReleasing)
            return commands.isEmpty
        }
    }
}
