import VideoGeneration

extension SpendingTable {
    /// A header and one record for each row, with two columns for each currency and one for each unit. There is no
    /// record of the total, because a spreadsheet would add it to the rows.
    var records: [CSVRecord] {
        let currencies = Set((spending.total.charged + spending.total.estimated).map(\.currency)).sorted()
        let units = spending.total.units
        let header =
            [grouping.rawValue, "videos", "seconds"]
            + currencies.flatMap { ["charged \($0)", "estimated \($0)"] }
            + units.map { "charged \($0.unit) at \($0.provider)" } + ["unpriced", "unknown", "failed"]
        let rows = spending.rows.map { row in
            [CSVRecord.text(row.key ?? ""), "\(row.videos)", "\(row.seconds)"]
                + currencies.flatMap { [Self.amount($0, of: row.charged), Self.amount($0, of: row.estimated)] }
                + units.map { unit in
                    let own = row.units.first { $0.provider == unit.provider && $0.unit == unit.unit }
                    return own.map { "\($0.amount)" } ?? "0"
                }
                + [row.unpriced, row.unknown, row.failures].map { "\($0)" }
        }
        return ([header.map(CSVRecord.text)] + rows).map(CSVRecord.init)
    }

    private static func amount(_ currency: String, of amounts: [Money]) -> String {
        amounts.first { $0.currency == currency }.map { "\($0.amount)" } ?? "0"
    }
}
