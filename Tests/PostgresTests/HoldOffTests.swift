import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A database that was replaced or restored",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct HoldOffTests {
    private let store: DatabaseStore

    init() throws { store = try DatabaseStore() }

    private func send(_ log: any TaskLog) async throws {
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
    }

    /// Reserves a task, and tries to send it.
    private func send(_ id: VideoTask.ID, _ journal: PostgresJournal) async throws {
        let log = try await journal.reserve(id)
        defer { log.close() }
        try await send(log)
    }

    /// Makes the database one that another server has, as far as the journal can see.
    private func replace(_ identity: String) throws {
        try store.server.execute(
            "create or replace function video_server_identity() returns text language sql stable as 'select ''\(identity)'''",
            in: store.database
        )
    }

    /// Records the server, as the first sending does, with or without a standby that commits wait for.
    private func begin(_ journal: PostgresJournal, waitsForStandby: Bool) async throws {
        try replace("1-5 00000001")
        try store.server.execute("delete from video_server", in: store.database)
        let first = try await journal.begin { DatabaseStore.task($0) }
        try await first.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "first"), .queued)) }
        first.close()
        try store.server.execute("update video_server set waits_for_standby = \(waitsForStandby)", in: store.database)
    }

    private func grant(_ journal: PostgresJournal, _ id: VideoTask.ID) async throws -> GrantDecision {
        let task = try #require(try await journal.task(id))
        return try await journal.grant(
            GrantRequest(
                account: Account(task.provider.endpoint, dialect: "d", key: nil),
                model: "m",
                task: id,
                place: WaitingPlace(of: task),
                limits: SubmitLimits(),
                process: 1
            )
        )
    }

    @Test("The server is recorded with the tables, and the same server changes nothing")
    func sameServer() async throws {
        let journal = try await store.journal()
        for _ in 0..<2 { try await send(try await journal.reserve(try await DatabaseStore.waitingTask(journal))) }
        #expect(try store.rows("select count(*), max(held_until)::text from video_server") == ["1 -"])
        let identity = try store.value("select identity from video_server")
        #expect(identity?.contains(/^\d+-\d+ 00000001$/) == true, "\(identity ?? "")")
        #expect(try await journal.warnings() == [])
    }

    @Test("Nothing is sent for ten minutes by the database's clock, and it is said")
    func holdOff() async throws {
        let journal = try await store.journal()
        try await begin(journal, waitsForStandby: true)
        let id = try await DatabaseStore.waitingTask(journal)
        try replace("1-5 00000002")
        let log = try await journal.reserve(id)
        let error = await #expect(throws: VideoError.self) { try await send(log) }
        #expect(error?.code == .busy && error?.message.contains("No request is sent for 10 more minutes") == true)
        #expect(log.task.state == .intent)
        log.close()
        guard case .later(_, .holdOff) = try await grant(journal, id) else {
            Issue.record("granted")
            return
        }
        #expect(try await journal.warnings().first?.contains("No request is sent for 10 more minutes.") == true)
        try store.clock.pass(.seconds(61))
        let claims = ClaimRequest(
            providers: [ProviderReference(id: "p", dialect: "d", endpoint: try Endpoint("https://api.example.com/v1"))],
            room: [.submit: 8, .poll: 8]
        )
        #expect(try await journal.claim(claims).map(\.work) == [.poll])
        try store.clock.pass(.seconds(538))
        await #expect(throws: VideoError.self) { try await send(id, journal) }
        try store.clock.pass(.seconds(2))
        guard case .granted = try await grant(journal, id) else {
            Issue.record("not granted")
            return
        }
        try await send(id, journal)
        #expect(try store.value("select state from video_task where id = '\(id)'") == "submitting")
        #expect(try await journal.warnings() == [])
    }

    @Test("Without a synchronous standby, a task that waited before rests until a person releases it")
    func suspension() async throws {
        let journal = try await store.journal()
        try await begin(journal, waitsForStandby: false)
        let old = try await DatabaseStore.waitingTask(journal)
        try store.clock.pass(.seconds(1))
        try replace("1-5 00000002")
        _ = try await grant(journal, old)
        let new = try await DatabaseStore.waitingTask(journal)
        try store.clock.pass(.seconds(601))
        try await send(new, journal)
        let log = try await journal.reserve(old)
        let error = await #expect(throws: VideoError.self) { try await send(log) }
        #expect(error?.code == .busy && error?.message.contains("is suspended") == true, "\(String(describing: error))")
        log.close()
        let task = try #require(try await journal.task(old))
        #expect(task.state == .intent && task.suspension?.contains("before the database was replaced") == true)
        #expect(try await journal.history(of: old).map(\.event) == [.intent, .suspended])
        try await journal.release(suspended: old)
        try await send(old, journal)
        #expect(try store.rows("select count(*) from video_purchase where task_id = '\(old)'") == ["1"])
    }

    @Test("With a synchronous standby, a failover loses nothing, and no task rests")
    func synchronous() async throws {
        let journal = try await store.journal()
        try await begin(journal, waitsForStandby: true)
        let old = try await DatabaseStore.waitingTask(journal)
        try replace("1-5 00000002")
        _ = try await grant(journal, old)
        try store.clock.pass(.seconds(601))
        try await send(old, journal)
    }

    @Test("A copy on another server rests its tasks, whatever the standbys were")
    func copy() async throws {
        let journal = try await store.journal()
        try await begin(journal, waitsForStandby: true)
        let old = try await DatabaseStore.waitingTask(journal)
        try store.clock.pass(.seconds(1))
        try replace("2-5 00000001")
        _ = try await grant(journal, old)
        try store.clock.pass(.seconds(601))
        await #expect(throws: VideoError.self) { try await send(old, journal) }
        #expect(try await journal.task(old)?.suspension != nil)
    }
}
