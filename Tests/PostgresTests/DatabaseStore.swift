import Synchronization
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

/// Journals in one database of the tests' server.
struct DatabaseStore: JournalStore {
    let server: PostgresServer
    let database: String
    let clock: DatabaseClock
    let folder: TemporaryFolder

    init(on server: PostgresServer? = nil) throws {
        let server = try server ?? PostgresServer.shared.get()
        self.server = server
        database = try server.makeDatabase()
        clock = DatabaseClock(server, database)
        folder = try TemporaryFolder()
    }

    func open() async throws -> any Journal { try await journal() }

    func journal(settings: String = "") async throws -> PostgresJournal {
        try await journal(settings: settings, clock: clock)
    }

    /// Opens the journal on a machine.
    /// - Parameters:
    ///   - machine: the name of the machine, which has a folder of its own; nil for the store's folder.
    ///   - database: another database than the store's.
    func journal(
        settings: String = "",
        on machine: String? = nil,
        in database: String? = nil,
        clock: any EngineClock,
        disk: any Disk = UnsyncedDisk()
    ) async throws -> PostgresJournal {
        try await PostgresJournal(
            server.address(of: database ?? self.database, settings: settings),
            folder: machine.map { "\(folder.path)/\($0)" } ?? folder.path,
            environment: EngineEnvironment(disk: disk, clock: clock)
        )
    }

    /// Creates a task that waits, and that no process has reserved any more.
    static func waitingTask(_ journal: PostgresJournal) async throws -> VideoTask.ID {
        guard case .created(let log) = try await journal.create(under: nil, { Self.task($0) }) else {
            throw VideoError(.busy, "There is no task.")
        }
        log.close()
        let id = log.task.id
        // The reservation ends in the background.
        for _ in 0..<1_000 {
            let isFree = try await journal.read("read the journal") { try $0.row(of: id)?.isLeased == false }
            if isFree { return id }
            // The reservation ends on another thread, and by the clock of a real server.
            try await Task.sleep(for: .milliseconds(10))
        }
        throw VideoError(.busy, "The reservation of \(id) does not end.")
    }

    /// The names of the files in a machine's spool.
    func spooled(on machine: String? = nil) -> [String] {
        let own = machine.map { "\(folder.path)/\($0)" } ?? folder.path
        let names = (try? UnsyncedDisk().names(in: own + "/spool")) ?? []
        return names.filter { $0.hasSuffix(".sending") }.sorted()
    }

    /// Returns a query's rows, each as one text.
    func rows(_ sql: String) throws -> [String] {
        try server.execute(sql, in: database).map { $0.map { $0 ?? "-" }.joined(separator: " ") }
    }

    /// Lets the lease of the log run out, as after the death of its process.
    func abandon(_ log: any TaskLog) async throws { try clock.pass(.seconds(300)) }

    /// Returns the first value of a query.
    func value(_ sql: String) throws -> String? { try server.execute(sql, in: database).first?.first.flatMap(\.self) }
}
