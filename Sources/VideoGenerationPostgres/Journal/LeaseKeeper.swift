import Synchronization
import VideoGeneration
import VideoPlatform

/// The leases of this process, which are renewed in one statement for all of them.
final class LeaseKeeper: Sendable {
    private struct State {
        var leases: [VideoTask.ID: TaskLease] = [:]
        var isRenewing = false
    }

    private let pool: PostgresPool
    private let environment: EngineEnvironment
    private let times: LeaseTimes
    private let state = Mutex(State())

    init(pool: PostgresPool, environment: EngineEnvironment, times: LeaseTimes) {
        self.pool = pool
        self.environment = environment
        self.times = times
    }

    /// Renews a lease until it is released.
    func keep(_ lease: TaskLease) {
        let isFirst = state.withLock { state in
            state.leases[lease.id] = lease
            defer { state.isRenewing = true }
            return !state.isRenewing
        }
        guard isFirst else { return }
        Task { await renewWhileNeeded() }
    }

    /// Ends the renewal of a lease.
    func release(_ lease: TaskLease) {
        state.withLock { if $0.leases[lease.id] === lease { $0.leases[lease.id] = nil } }
    }

    private func renewWhileNeeded() async {
        while true {
            // A test's clock passes any time at once, and a lease lasts by the database's clock.
            try? await SystemClock().sleep(for: times.renewal)
            let isNeeded = state.withLock { state in
                state.isRenewing = !state.leases.isEmpty
                return state.isRenewing
            }
            guard isNeeded else { return }
            try? await renew()
        }
    }

    /// Renews all leases once.
    func renew() async throws {
        let leases = state.withLock { Array($0.leases.values) }
        try await environment.disk.withDiskExecutor { try renew(leases) }
    }

    /// Renews leases that have not ended. One that has ended stays ended: another process may already have read the
    /// task as abandoned.
    private func renew(_ leases: [TaskLease]) throws {
        let askedAt = environment.clock.uptime
        let renewed = try pool.read("renew the leases") { connection in
            try connection.execute(
                """
                update video_task set lease_until = video_now() + interval '\(times.submit) seconds'
                from unnest($1::text[], $2::bigint[]) as held (id, token)
                where video_task.id = held.id and lease_token = held.token and lease_until > video_now()
                    and state in ('intent', 'submitting')
                returning video_task.id
                """,
                [SQLArray.text(leases.map(\.id.rawValue)), SQLArray.text(leases.map { "\($0.token)" })]
            )
        }
        let ids = Set(renewed.rows.compactMap { $0.first.flatMap(\.self) })
        for lease in leases where ids.contains(lease.id.rawValue) { lease.noteRenewal(askedAt: askedAt) }
    }
}
