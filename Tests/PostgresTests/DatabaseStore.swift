import Synchronization
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

/// Journals in one database of the tests' server.
struct DatabaseStore: JournalStore {
    let server: PostgresServer
    let database: String
    let clock: DatabaseClock
    private let folder: TemporaryFolder

    init() throws {
        server = try PostgresServer.shared.get()
        database = try server.makeDatabase()
        clock = DatabaseClock(server, database)
        folder = try TemporaryFolder()
    }

    func open() async throws -> any Journal { try await journal() }

    func journal(settings: String = "") async throws -> PostgresJournal {
        try await PostgresJournal(
            server.address(of: database, settings: settings),
            folder: folder.path,
            environment: EngineEnvironment(disk: UnsyncedDisk(), clock: clock)
        )
    }

    /// Lets the lease of the log run out, as after the death of its process.
    func abandon(_ log: any TaskLog) async throws { try clock.pass(.seconds(300)) }

    /// Returns the first value of a query.
    func value(_ sql: String) throws -> String? { try server.execute(sql, in: database).first?.first.flatMap(\.self) }
}
