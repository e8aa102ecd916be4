import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A hot standby that is promoted",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct FailoverTests {
    private let primary: PostgresServer
    private let standby: PostgresServer
    private let store: DatabaseStore

    init() throws {
        primary = try PostgresServer()
        store = try DatabaseStore(on: primary)
        standby = try PostgresServer(standbyOf: primary)
    }

    private func journal() async throws -> PostgresJournal {
        let hosts = "host=\(primary.folder),\(standby.folder) target_session_attrs=read-write"
        return try await store.journal(settings: hosts, clock: BriefClock())
    }

    private func send(_ log: any TaskLog) async throws {
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
    }

    private func accept(_ log: any TaskLog, as id: String) async throws {
        let change = { (task: inout VideoTask) in task.merge(TaskSnapshot(RemoteTask(id: id), .queued)) }
        await log.keepAnswer(change)
        try await log.append(.accepted, change)
    }

    private func wait(for expected: String, _ sql: String, on server: PostgresServer, _ database: String = "postgres")
        async throws
    {
        for _ in 0..<500 where try server.execute(sql, in: database).first?.first != expected {
            // The server is a process on the machine's clock.
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try server.execute(sql, in: database).first?.first == expected)
    }

    private func failOver() async throws {
        try primary.control("-m immediate stop")
        try standby.control("promote")
    }

    private func passHoldOff() throws {
        try standby.execute("update test_clock set passed = passed + 601", in: store.database)
    }

    private func purchases() throws -> [[String?]] {
        try standby.execute(
            "select attempt, outcome, remote_id from video_purchase order by task_id",
            in: store.database
        )
    }

    @Test("loses nothing if commits wait for it, and sends nothing for ten minutes")
    func synchronous() async throws {
        try primary.execute("alter system set synchronous_standby_names = 'standby'", in: "postgres")
        try primary.execute("select pg_reload_conf()", in: "postgres")
        try await wait(for: "sync", "select sync_state from pg_stat_replication", on: primary)
        let journal = try await journal()
        let (first, second) = (
            try await DatabaseStore.waitingTask(journal), try await DatabaseStore.waitingTask(journal)
        )
        let log = try await journal.reserve(first)
        try await send(log)
        try await failOver()
        try await accept(log, as: "remote-1")
        log.close()
        #expect(try await journal.history(of: first).map(\.event) == [.intent, .submitting, .accepted])
        #expect(try purchases() == [["1", "accepted", "remote-1"]])
        let next = try await journal.reserve(second)
        let error = await #expect(throws: VideoError.self) { try await send(next) }
        #expect(error?.message.contains("was replaced or restored") == true, "\(String(describing: error))")
        try passHoldOff()
        next.close()
        try await send(try await journal.reserve(second))
        #expect(try await journal.task(second)?.state == .submitting)
    }

    @Test("and has lost a sending gets it again from the answer, and older tasks rest until they are released")
    func asynchronous() async throws {
        let journal = try await journal()
        let known = try await DatabaseStore.waitingTask(journal)
        try await send(try await journal.reserve(known))
        let (first, second, third) = (
            try await DatabaseStore.waitingTask(journal), try await DatabaseStore.waitingTask(journal),
            try await DatabaseStore.waitingTask(journal)
        )
        try await wait(for: "4", "select count(*) from video_task", on: standby, store.database)
        // The standby receives nothing more.
        try standby.execute("alter system set primary_conninfo = ''", in: "postgres")
        try standby.execute("select pg_reload_conf()", in: "postgres")
        try await wait(for: "0", "select count(*) from pg_stat_wal_receiver", on: standby)
        let (log, lost) = (try await journal.reserve(first), try await journal.reserve(second))
        try await send(log)
        try await send(lost)
        try await failOver()
        #expect(try standby.execute("select count(*) from video_purchase", in: store.database) == [["1"]])
        try await accept(log, as: "remote-1")
        #expect(try await journal.task(first)?.remote?.id == "remote-1")
        // The process of the other sending ends without an answer. Its entry in the spool is known to be sent.
        lost.close()
        try await journal.replaySpool()
        #expect(try await journal.task(second)?.state == .outcomeUnknown)
        try passHoldOff()
        for _ in 0..<2 {
            let waited = try await journal.reserve(third)
            await #expect(throws: VideoError.self) { try await send(waited) }
            waited.close()
            try passHoldOff()
        }
        #expect(try await journal.task(third)?.suspension != nil)
        let notes = try standby.execute(
            "select count(*) from video_purchase where note like '%had lost%'",
            in: store.database
        )
        #expect(notes == [["2"]])
    }
}
