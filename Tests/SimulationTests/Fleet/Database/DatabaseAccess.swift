import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

/// One process's way to the database, which repeats what had no effect, and reads back what a lost connection left
/// open.
struct DatabaseAccess: Sendable {
    let database: SimulatedDatabase
    let process: SimulatedProcess
    let mutant: FleetMutant?
    private var world: World { database.world }

    /// What happens to a transaction.
    private enum Trouble: CaseIterable {
        /// The connection is lost before the end of the transaction.
        case lost
        /// Another transaction was in the way.
        case conflict
        /// The connection is lost during COMMIT, before it took effect.
        case cutBefore
        /// The connection is lost during COMMIT, after it took effect.
        case cutAfter
        /// The answer to COMMIT takes long.
        case slow
    }

    private enum Failure: Error {
        /// Nothing was changed, and another try may succeed.
        case passing
        /// It is unknown whether anything was changed.
        case undecided
    }

    /// How often a transaction is tried that had no effect.
    private static let tries = 5
    /// The longest time for which a new connection is tried after a loss during COMMIT.
    private static let longestStart = Duration.seconds(10)
    /// How long a call is repeated while the database cannot be reached.
    static let outageLimit = Duration.seconds(30)
    private static let unreachable = VideoError(
        .storageFailed,
        "Cannot connect to the journal's database.",
        isTransient: true
    )

    /// Reads the rows as they are at one moment.
    func read<Value>(_ action: String, _ work: (DatabaseRows, Date) throws -> Value) async throws(VideoError) -> Value {
        try await ridingOut { () async throws(VideoError) in
            try await repeating(action) {
                if world.isStormy, world.isOne(in: 60) { throw Failure.passing }
                return try work(database.rows, database.now)
            }
        }
    }

    /// Runs work in a transaction, and commits it.
    /// - Parameters:
    ///   - action: the action in messages, as in "write the journal".
    ///   - limit: the time for which it is repeated while the database cannot be reached.
    ///   - isDone: returns whether the changes were made. Without it, the work can be repeated without harm.
    ///   - work: changes a copy of the rows.
    func transaction<Value>(
        _ action: String,
        for limit: Duration = outageLimit,
        isDone: ((DatabaseRows, Value) -> Bool)? = nil,
        _ work: (inout DatabaseRows, Date) throws -> Value
    ) async throws(VideoError) -> Value {
        let value = try await optionalTransaction(action, for: limit, isDone: isDone, work)
        guard let value else { throw Self.unreachable }
        return value
    }

    /// Runs work in a transaction, and commits it unless the work returns nil; see ``transaction(_:for:isDone:_:)``.
    func optionalTransaction<Value>(
        _ action: String,
        for limit: Duration = outageLimit,
        isDone: ((DatabaseRows, Value) -> Bool)? = nil,
        _ work: (inout DatabaseRows, Date) throws -> Value?
    ) async throws(VideoError) -> Value? {
        try await ridingOut(for: limit) { () async throws(VideoError) in
            try await repeating(action) {
                let trouble = drawTrouble()
                if trouble == .lost || trouble == .conflict { throw Failure.passing }
                var rows = database.rows
                guard let value = try work(&rows, database.now) else { return nil }
                // A process that is killed here has changed nothing, and one that is killed below has changed everything.
                try process.step()
                if trouble != .cutBefore { database.commit(rows, by: process) }
                if trouble == .cutBefore || trouble == .cutAfter {
                    guard try await isCommitted(value, isDone) else { throw Failure.passing }
                }
                try await answer(isSlow: trouble == .slow)
                return value
            }
        }
    }

    /// Runs work in a transaction that nothing else can come between.
    func transactionAtOnce(_ work: (inout DatabaseRows, Date) throws -> Void) throws {
        try process.step()
        guard database.isUp else { throw Self.unreachable }
        var rows = database.rows
        try work(&rows, database.now)
        try process.step()
        database.commit(rows, by: process)
        try process.step()
    }

    /// The server that the process reaches.
    var timeline: Int { database.timeline }

    /// Returns whether requests may be sent. A change of the server is recorded.
    func gate(_ rows: inout DatabaseRows, _ now: Date) -> ServerGate {
        rows.gate(on: database.timeline, waitsForStandby: database.isSynchronous, at: now)
    }

    /// Repeats work while the database cannot be reached.
    func ridingOut<Value>(
        for limit: Duration = outageLimit,
        _ work: () async throws(VideoError) -> Value
    ) async throws(VideoError) -> Value {
        let start = world.uptime
        var pause = Duration.milliseconds(100)
        while true {
            do { return try await work() } catch {
                guard error.isOutage, world.uptime - start < limit else { throw error }
                let failure = error
                do { try await process.sleep(for: pause) } catch { throw failure }
                pause = min(pause * 3, .seconds(4))
            }
        }
    }

    private func drawTrouble() -> Trouble? {
        guard world.isStormy, world.isOne(in: 16) else { return nil }
        let trouble = Trouble.allCases[world.draw(below: Trouble.allCases.count)]
        world.count("database: \(trouble)")
        world.note("\(process.name) has trouble with the database: \(trouble)", 6)
        return trouble
    }

    /// The way of an answer to the process, on which the process may be stopped.
    private func answer(isSlow: Bool) async throws {
        try process.stopPoint()
        if isSlow || process.isStopped || world.isOne(in: 8) {
            try await process.sleepUncancelled(for: isSlow ? world.seconds(0.1...20) : .milliseconds(2))
        }
    }

    /// Finds out whether a transaction took effect whose COMMIT was not answered.
    private func isCommitted<Value>(_ value: Value, _ isDone: ((DatabaseRows, Value) -> Bool)?) async throws -> Bool {
        let start = world.uptime
        try await answer(isSlow: false)
        while !database.isUp {
            guard world.uptime - start < Self.longestStart else { throw Failure.undecided }
            try await process.sleepUncancelled(for: .seconds(2))
        }
        guard let isDone else { return false }
        return isDone(database.rows, value)
    }

    private func repeating<Value>(_ action: String, _ work: () async throws -> Value) async throws(VideoError) -> Value
    {
        var tries = 0
        while true {
            tries += 1
            do {
                try process.step()
                try process.stopPoint()
                if process.isStopped { try await process.sleepUncancelled(for: .milliseconds(2)) }
                guard database.isUp else {
                    try await process.sleepUncancelled(for: world.seconds(0.01...2))
                    throw Self.unreachable
                }
                return try await work()
            } catch let error as VideoError {
                throw error
            } catch Failure.undecided {
                throw VideoError(
                    .storageFailed,
                    "Cannot \(action): the connection to the database was lost while it made the change."
                )
            } catch Failure.passing where tries < Self.tries {
                continue
            } catch {
                throw VideoError(.storageFailed, "Cannot \(action): \(error).")
            }
        }
    }
}
