import Foundation
import VideoGenerationTesting
import VideoWorkloads

/// A database for a benchmark on a server that the user named. It is removed with this object.
final class FleetDatabase {
    /// The variable with the connection settings of the server, without a database.
    static let variable = "VIDEO_BENCHMARK_POSTGRES"

    /// The connection settings of the database.
    let address: String
    private let server: String
    private let name = "video_benchmark_\(UInt32.random(in: 0 ... .max))"
    private let psql: String

    init(server: String, psql: String) throws {
        self.server = server
        self.psql = psql
        address = "\(server) dbname=\(name)"
        try Self.query(psql, "\(server) dbname=postgres", "create database \(name)")
        let folder = try TemporaryFolder()
        _ = try FleetWorkload().measure(["migrate", address, folder.path])
        _ = try FleetWorkload().measure(["seed", address, folder.path])
    }

    deinit { _ = try? Self.query(psql, "\(server) dbname=postgres", "drop database if exists \(name) with (force)") }

    /// Runs SQL and returns the first value of its result.
    @discardableResult
    func query(_ sql: String) throws -> String { try Self.query(psql, address, sql) }

    @discardableResult
    private static func query(_ psql: String, _ address: String, _ sql: String) throws -> String {
        let output = try MeasuredProcess.run(psql, ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", sql]).output
        return output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Copies the seeded task of a state until there are a number of tasks in that state.
    func fill(_ state: String, to count: Int) throws {
        let skipped = ["id", "number", "label", "lane", "due_at", "request", "lease_owner", "lease_until"].map {
            "'\($0)'"
        }.joined(separator: ", ")
        let columns = try query(
            """
            select string_agg(column_name, ', ') from information_schema.columns
            where table_name = 'video_task' and column_name not in (\(skipped))
            """
        )
        try query(
            """
            with source as (
                select (select max(number) from video_task) as top, (select count(*) from video_task where state = '\(state)') as known
            )
            insert into video_task (id, number, due_at, request, \(columns))
            select 'v' || top + n || '-2222', top + n, now() - interval '1 hour',
                replace(request::text, task.id, 'v' || top + n || '-2222')::json, \(columns)
            from source, generate_series(1, \(count) - known) as n,
                (select * from video_task where state = '\(state)' order by number limit 1) as task
            """
        )
        try query("vacuum analyze")
    }
}
