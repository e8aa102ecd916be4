package import VideoGeneration

/// The statements with which a worker claims running tasks and writes them back unchanged, as text for other programs,
/// such as pgbench, with which the worker is compared.
package struct PollStatements: Sendable {
    /// Claims tasks. The result has the columns `id` and `lease_token`.
    package let claim: String
    /// Begins the transaction that writes them back.
    package let begin: String
    /// Writes them back. The variables `:ids`, `:tokens` and `:number` stand for the claimed tasks.
    package let finish: String

    /// Creates the statements of a process.
    package init(_ request: ClaimRequest, process: String, memory: PollMemory) throws {
        let statement = ClaimStatement(request, seconds: LeaseTimes().claim)
        claim = Self.filled(statement.sql, statement.values(process: process, held: []).map { "'\($0 ?? "")'" })
        begin = PostgresConnection.beginning(version: PostgresSchema.version)
        let json = String(decoding: try JournalFormat.json(memory), as: UTF8.self)
        finish = Self.filled(
            ClaimWriting.ending,
            [
                "':ids'", "':tokens'", "array_fill(0::float8, array[:number])",
                "array_fill('\(json)'::text, array[:number])", "'\(process)'", "array_fill(true, array[:number])",
            ]
        )
    }

    /// Returns a statement with values in the place of its parameters.
    private static func filled(_ sql: String, _ values: [String]) -> String {
        var sql = sql
        for (number, value) in values.enumerated() { sql = sql.replacing("$\(number + 1)", with: value) }
        return sql
    }
}
