import CLibcurl
import Synchronization
import VideoPlatform

/// The door of an event loop: takes commands from any task and wakes the one thread that obeys them.
///
/// It is a task executor too: a task that takes a download's bytes runs between two turns of the very thread that
/// receives them; see ``CurlDownloads``.
final class CurlLoop: TaskExecutor {
    /// What the thread is to do.
    private enum Command {
        /// Work for an exchange.
        case work(CurlWorker.Command)
        /// Go on with a task.
        case run(UnownedJob)
        /// Nobody holds the transport any more.
        case stop
    }

    /// A task that keeps the thread for longer waits for something, such as a disk.
    private static let noticeable = Duration.milliseconds(100)

    // Only the loop's thread uses the handle, apart from `clibcurl_multi_wakeup`, which libcurl allows from
    // any thread; it lives as long as this object, which the thread holds too.
    nonisolated(unsafe) private let multi: OpaquePointer
    private let settings: CurlSettings
    private let inbox = Mutex<[Command]>([])
    // Changed under the lock only. Atomic all the same: ThreadSanitizer, which does not see what a Mutex orders on
    // Linux, sees by it that a command was made before it is obeyed.
    private let isAsleep = Atomic(false)

    /// Makes a loop whose thread lives until ``stop()``.
    /// - Returns: nil where there is no libcurl, or no room for a thread: without it nobody would ever answer, not even
    ///   to a cancellation.
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

    /// Hands a command to the thread.
    func post(_ command: CurlWorker.Command) { post(.work(command)) }

    /// Goes on with a task on the thread.
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

    /// The thread's life.
    private func run() {
        clibcurl_block_sigpipe()
        let worker = CurlWorker(multi: multi, settings: settings)
        var isRunning = true
        while isRunning {
            for command in takeCommands() {
                switch command {
                case .work(let command): worker.obey(command)
                case .run(let job): run(job, worker)
                case .stop: isRunning = false
                }
            }
            let pause = worker.turn()
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
        if lost > Self.noticeable { worker.forgive(lost) }
    }

    private func takeCommands() -> [Command] {
        inbox.withLock { commands in
            _ = isAsleep.exchange(false, ordering: .acquiringAndReleasing)
            defer { commands.removeAll() }
            return commands
        }
    }

    /// False where a command came in the meantime.
    private func fallAsleep() -> Bool {
        inbox.withLock { commands in
            _ = isAsleep.exchange(commands.isEmpty, ordering: .acquiringAndReleasing)
            return commands.isEmpty
        }
    }
}
