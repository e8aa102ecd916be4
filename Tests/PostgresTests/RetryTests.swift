import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A database that ends transactions",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct RetryTests {
    private let store: DatabaseStore

    init() throws { store = try DatabaseStore() }

    /// Lets the next writes of an entry fail, each at its end.
    private func fail(_ state: String, times: Int) throws {
        try store.server.execute(
            """
            drop sequence if exists failures cascade;
            create sequence failures;
            create or replace function fail() returns trigger language plpgsql as $body$
            begin
                if nextval('failures') <= \(times) then
                    raise exception 'This is a test' using errcode = '\(state)';
                end if;
                return new;
            end $body$;
            create or replace trigger fail after insert on video_event for each row execute function fail();
            """,
            in: store.database
        )
    }

    @Test(
        "A serialization failure, a deadlock, a time limit and a lock that is not free are tried again, and nothing doubles",
        arguments: ["40001", "40P01", "57014", "55P03", "53200"]
    )
    func passing(_ state: String) async throws {
        let journal = try await store.journal(clock: BriefClock())
        try fail(state, times: 2)
        guard case .created(let log) = try await journal.create(under: nil, { DatabaseStore.task($0) }) else {
            Issue.record("no task")
            return
        }
        try fail(state, times: 2)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        try fail(state, times: 7)
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "remote-1"), .queued)) }
        log.close()
        try fail(state, times: 2)
        try await journal.append(.status, to: log.task.id) { $0.state = .running }
        #expect(
            try store.rows("select event from video_event order by sequence") == [
                "intent", "submitting", "accepted", "status",
            ]
        )
        #expect(try store.rows("select attempt, outcome, remote_id from video_purchase") == ["1 accepted remote-1"])
        #expect(try store.rows("select attempt from video_task") == ["1"])
        #expect(store.spooled() == [])
    }

    @Test("Two transactions that wait for each other's rows both succeed in the end")
    func deadlock() async throws {
        let journals = [try await store.journal(clock: BriefClock()), try await store.journal(clock: BriefClock())]
        let ids = try await [DatabaseStore.waitingTask(journals[0]), DatabaseStore.waitingTask(journals[0])]
        try store.server.execute("alter database \(store.database) set deadlock_timeout = '20ms'", in: "postgres")
        let fresh = [try await store.journal(clock: BriefClock()), try await store.journal(clock: BriefClock())]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, journal) in fresh.enumerated() {
                group.addTask {
                    for _ in 0..<10 {
                        try await journal.transaction("touch two tasks") { connection in
                            for index in [number, 1 - number] {
                                try connection.execute(
                                    "update video_task set priority = priority + 1 where id = $1",
                                    [ids[index].rawValue]
                                )
                                try connection.execute("select pg_sleep(0.005)")
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.rows("select priority from video_task") == ["20", "20"])
    }
}
