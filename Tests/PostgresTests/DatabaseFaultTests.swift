import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A journal in a database, when something goes wrong",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct DatabaseFaultTests {
    private let secret = "invented-secret"

    /// Opens a journal that cannot be opened.
    /// - Returns: the error.
    private func refusal(_ connection: String) async throws -> VideoError? {
        let folder = try TemporaryFolder()
        do {
            _ = try await PostgresJournal(connection, folder: folder.path)
            return nil
        } catch {
            return error
        }
    }

    @Test("A wrong password is said in one sentence, without the password")
    func password() async throws {
        let server = try PostgresServer.shared.get()
        let database = try server.makeDatabase()
        let settings = server.address(of: database, user: "locked", settings: "password=wrong-secret")
        let error = try #require(try await refusal(settings))
        #expect(error.code == .storageFailed)
        #expect(error.message.contains("password authentication failed for user \"locked\""), "\(error)")
        #expect(!"\(error)".contains("wrong-secret"), "\(error)")
        #expect(error.message.filter { $0 == "." }.count <= 3, "\(error)")
    }

    @Test("The right password is accepted, also from a URI")
    func rightPassword() async throws {
        let server = try PostgresServer.shared.get()
        let database = try server.makeDatabase()
        try server.execute("grant select on all tables in schema public to locked", in: database)
        let host = server.folder.replacing("/", with: "%2F")
        let folder = try TemporaryFolder()
        _ = try await PostgresJournal("postgres://locked:\(secret)@\(host)/\(database)", folder: folder.path)
    }

    @Test("A database that is missing, and one without a journal, are said in one sentence")
    func missing() async throws {
        let server = try PostgresServer.shared.get()
        let none = try #require(try await refusal(server.address(of: "nowhere")))
        #expect(none.code == .storageFailed)
        #expect(none.message.contains("database \"nowhere\" does not exist"), "\(none)")
        let empty = try server.makeDatabase(from: "template0")
        let bare = try #require(try await refusal(server.address(of: empty)))
        #expect(bare.message == "The database has no journal yet.")
        #expect(bare.advice == "Run `video-repl store migrate`.")
    }

    @Test("A server that does not run is said in one sentence")
    func unreachable() async throws {
        let server = try PostgresServer.shared.get()
        let nobody = try #require(try await refusal("host=127.0.0.1 port=1 dbname=x user=x password=\(secret)"))
        #expect(nobody.code == .storageFailed)
        #expect(nobody.message.hasPrefix("Cannot connect to the journal's database."), "\(nobody)")
        #expect(!"\(nobody)".contains(secret))
        let gone = try #require(try await refusal("host=\(server.folder)/nothing dbname=x user=x"))
        #expect(gone.code == .storageFailed, "\(gone)")
    }

    @Test(
        "A connection string that cannot be read is refused without its text",
        arguments: [
            "postgres://app:invented-secret@host:port:5432/videos?nothing=1", "password=invented-secret nothing=1",
            "postgres://app:invented/secret@host/videos", "postgres://app:invented:secret@host/videos", "videos",
        ]
    )
    func unreadable(_ connection: String) async throws {
        let error = try #require(try await refusal(connection))
        for part in ["invented", "secret"] { #expect(!"\(error)".contains(part), "\(error)") }
    }

    @Test("A journal of a newer version is refused, by this program and by a migration")
    func newerSchema() async throws {
        let store = try DatabaseStore()
        try store.server.execute("update video_schema set version = 99", in: store.database)
        let error = await #expect(throws: VideoError.self) { try await store.journal() }
        #expect(error?.code == .storageFailed)
        #expect(error?.message.contains("has version 99. This program knows versions up to 1.") == true)
        let refused = await #expect(throws: VideoError.self) {
            try await PostgresJournal.migrate(store.server.address(of: store.database))
        }
        #expect(refused?.message == error?.message)
        #expect(try store.value("select version from video_schema") == "99")
    }

    @Test("Eight migrations of one database at once make one journal")
    func migrations() async throws {
        let server = try PostgresServer.shared.get()
        let database = try server.makeDatabase(from: "template0")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await PostgresJournal.migrate(server.address(of: database)) } }
            try await group.waitForAll()
        }
        #expect(try server.execute("select version from video_schema", in: database) == [["1"]])
    }

    @Test("A journal goes on after the server has ended all its connections")
    func endedConnections() async throws {
        let store = try DatabaseStore()
        let journal = try await store.journal()
        let log = try await journal.begin { DatabaseStore.task($0) }
        for step in [RemoteState.queued, .running] {
            try store.server.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '\(store.database)' "
                    + "and pid <> pg_backend_pid()",
                in: store.database
            )
            try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "r"), step)) }
        }
        #expect(try await journal.history(of: log.task.id).count == 4)
        log.close()
    }

    @Test("One label from eight connections at once is one task")
    func oneLabel() async throws {
        let store = try DatabaseStore()
        var journals: [PostgresJournal] = []
        for _ in 0..<8 { journals.append(try await store.journal()) }
        for round in 0..<5 {
            let label = try TaskLabel("scene-\(round)")
            let created = try await withThrowingTaskGroup(of: (VideoTask.ID, Bool).self) { group in
                for journal in journals {
                    group.addTask {
                        switch try await journal.create(under: label, { DatabaseStore.task($0, label: label.text) }) {
                        case .created(let log): (log.task.id, true)
                        case .existing(let task): (task.id, false)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(created.count { $0.1 } == 1)
            #expect(Set(created.map(\.0)).count == 1)
        }
        #expect(try store.value("select count(*) from video_task") == "5")
    }
}

extension DatabaseStore {
    /// Creates a task for a journal.
    static func task(_ id: VideoTask.ID, label: String? = nil, prompt: String = "a boat") -> VideoTask {
        // A valid address.
        let endpoint = try? Endpoint("https://api.example.com/v1")
        return VideoTask(
            id: id,
            provider: ProviderReference(id: "p", dialect: "d", endpoint: endpoint.unsafelyUnwrapped),
            request: VideoRequest(prompt: prompt, model: "m", seconds: 6),
            createdAt: Date(timeIntervalSince1970: 1_790_000_000),
            label: label
        )
    }
}
