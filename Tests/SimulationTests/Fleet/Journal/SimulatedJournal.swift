import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

/// A journal in the simulated database, with the semantics of the one in PostgreSQL.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class SimulatedJournal: FleetJournal, @unchecked Sendable {
    let environment: EngineEnvironment
    let partsFolder: String
    let shared = SharedValues()
    let access: DatabaseAccess
    let departures: Departures
    let claims = HeldClaims()
    let recovery = RecoveryTime()
    let leaseTimes = LeaseTimes()
    /// The name of this process in the leases.
    let owner: UInt64
    private(set) var leases: [TaskLease] = []
    private var isRenewing = false
    /// The sendings of this machine whose outcome the database may not have yet.
    let spool: Spool
    var isRetrying = false

    var process: SimulatedProcess { access.process }
    var mutant: FleetMutant? { access.mutant }

    init(
        _ database: SimulatedDatabase,
        folder: String,
        environment: EngineEnvironment,
        process: SimulatedProcess,
        mutant: FleetMutant? = nil
    ) throws {
        self.environment = environment
        partsFolder = folder + "/parts"
        access = DatabaseAccess(database: database, process: process, mutant: mutant)
        departures = shared.value { Departures() }
        owner = environment.random.next()
        try environment.disk.makePrivateFolder(partsFolder)
        spool = try Spool(folder + "/spool", environment)
        spool.note(server: "\(access.timeline)")
    }

    // MARK: - Leases

    /// Renews a lease until it is released.
    func keep(_ lease: TaskLease) {
        leases.append(lease)
        guard !isRenewing else { return }
        isRenewing = true
        Task(executorPreference: process) { [weak self, process, leaseTimes] in
            while (try? await process.sleepUncancelled(for: leaseTimes.renewal)) != nil, await self?.renew() == true {}
        }
    }

    func release(_ lease: TaskLease) { leases.removeAll { $0 === lease } }

    /// Ends a lease, so that another process can take the task.
    func giveBack(_ lease: TaskLease) {
        release(lease)
        // A caller that closes a log does not wait for the network.
        Task(executorPreference: process) { [self] in
            _ = try? await access.transaction("give a task back") { rows, _ in
                guard let index = try? rows.index(of: lease.id), rows.records[index].token == lease.token else {
                    return
                }
                rows.records[index].endLease()
            }
        }
    }

    /// Renews all leases once. One that has ended stays ended.
    /// - Returns: whether any is left to renew.
    private func renew() async -> Bool {
        guard !leases.isEmpty, process.isAlive else {
            isRenewing = false
            return false
        }
        let held = leases
        let askedAt = environment.clock.uptime
        let renewed = try? await access.transaction("renew the leases") { rows, now in
            held.filter { lease in
                guard let index = try? rows.index(of: lease.id), rows.records[index].token == lease.token,
                    rows.records[index].isLeased(at: now),
                    [.intent, .submitting].contains(rows.records[index].task.state)
                else { return false }
                rows.records[index].lease(for: leaseTimes.submit, from: access.leaseStart(now))
                return true
            }
        }
        for lease in renewed ?? [] { lease.noteRenewal(askedAt: askedAt) }
        return true
    }
}
