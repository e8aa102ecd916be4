import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A long history of finished tasks",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct LongHistoryTests {
    private let store: DatabaseStore

    init() throws { store = try DatabaseStore() }

    /// Adds copies of the finished task.
    private func addHistory(_ count: Int) throws {
        let skipped = ["id", "number", "label", "lane"]
        let columns = try store.rows(
            "select column_name from information_schema.columns where table_name = 'video_task' order by ordinal_position"
        ).filter { !skipped.contains($0) }.joined(separator: ", ")
        try store.server.execute(
            """
            insert into video_task (id, number, \(columns))
            select 'v' || n || '-2222', n, \(columns) from video_task, generate_series(1000, \(1000 + count - 1)) as n
            where state = 'failed';
            analyze;
            """,
            in: store.database
        )
    }

    /// Returns the rows that work reads, which its transaction does not keep.
    private func rowsRead(_ work: (PostgresConnection) throws -> Void) throws -> Int {
        let connection = try PostgresAddress(store.server.address(of: store.database)).connect()
        _ = try connection.begin()
        try work(connection)
        let read = try connection.execute(
            "select sum(seq_tup_read) + sum(coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables"
        ).value
        _ = connection.rollback()
        return read.flatMap { Int($0) } ?? 0
    }

    private func readings() throws -> [Int] {
        let endpoint = try Endpoint("https://api.example.com/v1")
        let request = ClaimRequest(
            providers: [ProviderReference(id: "p", dialect: "d", endpoint: endpoint)],
            room: [.submit: 8, .poll: 8, .download: 8]
        )
        let claim = ClaimStatement(request, seconds: 60)
        let process = "00000000-0000-0000-0000-000000000000"
        return try [
            rowsRead { try $0.execute(claim.sql, claim.values(process: process, held: [])) },
            rowsRead {
                try $0.execute("select \(TaskRow.columns) from video_task order by number desc, id desc limit 20")
            },
            rowsRead { _ = try $0.serverGate() },
        ]
    }

    @Test("Claims, the newest tasks and the check before a sending read as few rows as without it")
    func rows() async throws {
        let journal = try await store.journal()
        let ended = try await journal.begin { DatabaseStore.task($0) }
        try await ended.append(.refused) { $0.state = .failed }
        ended.close()
        for _ in 0..<20 {
            guard case .created(let log) = try await journal.create(under: nil, { DatabaseStore.task($0) }) else {
                continue
            }
            log.close()
        }
        try store.clock.pass(.seconds(300))
        let before = try readings()
        try addHistory(Int(ProcessInfo.processInfo.environment["VIDEO_HISTORY_TASKS"] ?? "") ?? 100_000)
        let after = try readings()
        for (few, many) in zip(before, after) { #expect(many <= few + 60, "\(before) \(after)") }
        // A budget and the tasks in flight of an account are sums over few rows.
        let account = Account(try Endpoint("https://api.example.com/v1"), dialect: "d", key: nil)
        #expect(try await journal.inFlight(account, model: nil) == 0)
        #expect(try await journal.latest(5).count == 5)
    }
}
