import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A spool beside another database, or a restored one",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct RestoredDatabaseTests {
    private let store: DatabaseStore

    init() throws { store = try DatabaseStore() }

    /// Sends a task, and ends the process before the answer is recorded.
    private func abandonedSending(of id: VideoTask.ID, _ journal: PostgresJournal, remote: String?) async throws {
        let log = try await journal.reserve(id)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        if let remote { await log.keepAnswer { $0.merge(TaskSnapshot(RemoteTask(id: remote), .queued)) } }
        // The entry stays, as after the end of a process.
        let spool = store.folder.path + "/a/spool/"
        let name = try #require(store.spooled(on: "a").first { !$0.contains(".kept.") })
        try FileManager.default.copyItem(
            atPath: spool + name,
            toPath: spool + name.replacing(".sending", with: ".kept.sending")
        )
        try await log.append(.outcomeUnknown) { $0.recover() }
    }

    /// The content of all tables, except what a reader of the tables changes.
    private func content(_ database: String, besides id: String = "") throws -> [String] {
        try ["video_task", "video_purchase", "video_event", "video_budget"].flatMap { table in
            let key = table == "video_task" ? "id" : "task_id"
            return try store.server.execute(
                "select md5(row_to_json(t)::text) from \(table) as t where \(key) <> '\(id)' order by 1",
                in: database
            ).map { "\(table) \($0.first.flatMap(\.self) ?? "")" }
        }
    }

    private func copy() throws -> String { try store.server.makeDatabase(from: store.database) }

    @Test("Another database is left alone, it is said, and nothing is sent")
    func otherDatabase() async throws {
        let journal = try await store.journal(on: "a", clock: BriefClock())
        try await abandonedSending(of: try await DatabaseStore.waitingTask(journal), journal, remote: "remote-1")
        let other = try DatabaseStore()
        let before = try content(other.database)
        let wrong = try await store.journal(on: "a", in: other.database, clock: BriefClock())
        let error = await #expect(throws: VideoError.self) { try await wrong.begin { DatabaseStore.task($0) } }
        #expect(
            error?.message.contains("of 1 request that was sent for another database") == true,
            "\(String(describing: error))"
        )
        #expect(error?.message.contains(journal.database) == true)
        #expect(try content(other.database) == before)
        #expect(store.spooled(on: "a").count == 1)
    }

    @Test("A restored database gets a sending that it has lost, and no other row is touched", arguments: [true, false])
    func lostSending(isAnswered: Bool) async throws {
        let journal = try await store.journal(on: "a", clock: BriefClock())
        let (id, other) = (try await DatabaseStore.waitingTask(journal), try await DatabaseStore.waitingTask(journal))
        let backup = try await settled { try copy() }
        try await abandonedSending(of: id, journal, remote: isAnswered ? "remote-1" : nil)
        let before = try content(backup, besides: id.rawValue)
        let restored = try await store.journal(on: "a", in: backup, clock: BriefClock())
        #expect(store.spooled(on: "a") == [])
        let task = try #require(try await restored.task(id))
        #expect(task.state == (isAnswered ? .queued : .outcomeUnknown))
        #expect(task.remote?.id == (isAnswered ? "remote-1" : nil))
        #expect(task.submits == 1)
        let purchase = try store.server.execute("select attempt, outcome, note from video_purchase", in: backup)
        #expect(purchase.first?[1] == (isAnswered ? "accepted" : "unknown"))
        #expect(purchase.first?[2]?.contains("had lost the record") == true)
        #expect(try await restored.task(other)?.state == .intent)
        #expect(try content(backup, besides: id.rawValue) == before)
    }

    @Test("A task that the restored database does not have leaves its purchase, and it is said")
    func lostTask() async throws {
        let journal = try await store.journal(on: "a", clock: BriefClock())
        let backup = try await settled { try copy() }
        let id = try await DatabaseStore.waitingTask(journal)
        try await abandonedSending(of: id, journal, remote: "remote-1")
        let restored = try await store.journal(on: "a", in: backup, clock: BriefClock())
        #expect(try await restored.task(id) == nil)
        let purchase = try store.server.execute("select task_id, outcome, remote_id from video_purchase", in: backup)
        #expect(purchase == [[id.rawValue, "accepted", "remote-1"]])
        let warnings = try await restored.warnings()
        #expect(warnings.contains { $0.contains("remote-1") && $0.contains("no task \(id)") }, "\(warnings)")
    }

    @Test("An attempt that the restored database has sent again is marked as bought twice")
    func sentAgain() async throws {
        let journal = try await store.journal(on: "a", clock: BriefClock())
        let id = try await DatabaseStore.waitingTask(journal)
        let backup = try await settled { try copy() }
        try await abandonedSending(of: id, journal, remote: "remote-1")
        // As after the hold-off, and the release of the task by a person.
        try store.server.execute("update video_server set identity = video_server_identity()", in: backup)
        let machine = try await store.journal(on: "b", in: backup, clock: BriefClock())
        let log = try await machine.reserve(id)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "remote-2"), .queued)) }
        log.close()
        let restored = try await store.journal(on: "a", in: backup, clock: BriefClock())
        let task = try #require(try await restored.task(id))
        #expect(task.state == .queued && task.remote?.id == "remote-2")
        #expect(task.boughtTwice?.contains("accepted attempt 1 as remote-1") == true, "\(task.boughtTwice ?? "")")
        #expect(task.boughtTwice?.contains("Attempt 1 was bought as well as remote-2.") == true)
        let purchases = try store.server.execute(
            "select attempt, copy, remote_id from video_purchase order by copy",
            in: backup
        )
        #expect(purchases == [["1", "0", "remote-2"], ["1", "1", "remote-1"]])
    }

    @Test("A purchase that a failover has lost after it was recorded is recorded again before anything is sent")
    func lostRecord() async throws {
        let journal = try await store.journal(on: "a", clock: BriefClock())
        let (id, other) = (try await DatabaseStore.waitingTask(journal), try await DatabaseStore.waitingTask(journal))
        let log = try await journal.reserve(id)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        await log.keepAnswer { $0.merge(TaskSnapshot(RemoteTask(id: "remote-1"), .queued)) }
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "remote-1"), .queued)) }
        await log.closeForOthers()
        #expect(store.spooled(on: "a") == [])
        // The standby had neither the task nor its sending.
        try store.server.execute(
            """
            delete from video_task where id = '\(id)'; delete from video_event where task_id = '\(id)';
            delete from video_purchase; delete from video_remote; update video_server set identity = '1-5 00000001'
            """,
            in: store.database
        )
        let next = try await journal.reserve(other)
        await #expect(throws: VideoError.self) {
            try await next.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        }
        let purchases = try store.rows("select task_id, outcome, remote_id from video_purchase")
        #expect(purchases == ["\(id) accepted remote-1"])
        #expect(try await journal.warnings().contains { $0.contains("remote-1") })
    }

    /// Repeats work while a connection to the template ends.
    private func settled<Value>(_ work: () throws -> Value) async throws -> Value {
        for _ in 0..<100 {
            try store.server.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '\(store.database)'",
                in: "postgres"
            )
            if let value = try? work() { return value }
            // The server ends the connections on its own clock.
            try await Task.sleep(for: .milliseconds(50))
        }
        return try work()
    }
}
