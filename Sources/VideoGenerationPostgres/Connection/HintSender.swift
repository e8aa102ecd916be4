import Synchronization
import VideoGeneration
import VideoPlatform

/// Sends notifications, at most four a second: NOTIFY takes a lock that lets no two transactions commit at once.
final class HintSender: Sendable {
    private struct State {
        var isSending = false
        var isWanted = false
    }

    private let pool: PostgresPool
    private let disk: any Disk
    private let state = Mutex(State())

    init(_ pool: PostgresPool, _ disk: any Disk) {
        self.pool = pool
        self.disk = disk
    }

    /// Sends a notification now, or with the next ones.
    func send() {
        let isFirst = state.withLock { state in
            state.isWanted = true
            defer { state.isSending = true }
            return !state.isSending
        }
        guard isFirst else { return }
        Task { await sendWhileWanted() }
    }

    private func sendWhileWanted() async {
        while true {
            let isWanted = state.withLock { state in
                defer { state.isWanted = false }
                state.isSending = state.isWanted
                return state.isWanted
            }
            guard isWanted else { return }
            // A hint that is lost costs a second.
            _ = try? await disk.withDiskExecutor {
                try pool.read("announce a task") { connection in
                    try connection.execute("select pg_notify($1, '')", [HintListener.channel])
                }
            }
            try? await SystemClock().sleep(for: .milliseconds(250))
        }
    }
}
