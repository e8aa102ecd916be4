import VideoGeneration

/// Formats the spending of a journal as a table.
struct SpendingTable: Sendable {
    let spending: Spending
    let grouping: Spending.Grouping

    /// One row for each key and, if there are several, a last row with the total.
    var table: TextTable {
        let rows = spending.rows.map { cells($0, name: name(of: $0)) }
        return TextTable(
            columns: [
                .init(title: grouping.rawValue.uppercased(), isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "VIDEOS", isRightAligned: true),
                .init(title: "SECONDS", isRightAligned: true, priority: 5),
                .init(title: "CHARGED", isFlexible: true, isWrapped: true, keepsWords: true, priority: 1),
                .init(title: "ESTIMATED", isFlexible: true, isWrapped: true, keepsWords: true, priority: 1),
                .init(title: "UNPRICED", isRightAligned: true, priority: 4),
                .init(title: "UNKNOWN", isRightAligned: true, priority: 2),
                .init(title: "FAILED", isRightAligned: true, priority: 3),
            ],
            rows: rows.count > 1 ? rows + [cells(spending.total, name: "total")] : rows
        )
    }

    private func cells(_ row: Spending.Row, name: String) -> [TextTable.Cell] {
        let isOfOneProvider = grouping == .provider && row.key != nil
        let units = row.units.map { isOfOneProvider ? "\($0.amount) \($0.unit)" : "\($0)" }
        let charged = row.charged.map { "\($0)" } + units.map { Redaction.singleLine($0, limit: 120) }
        return [
            .init(name), .init("\(row.videos)"), .init(Self.count(row.seconds)),
            .init(charged.joined(separator: ", ")),
            .init(row.estimated.map { "\($0)" }.joined(separator: ", ")),
            .init(Self.count(row.unpriced)), .init(Self.count(row.unknown), .yellow), .init(Self.count(row.failures)),
        ]
    }

    private func name(of row: Spending.Row) -> String {
        row.key.map { Redaction.singleLine($0, limit: 200) } ?? (grouping == .label ? "(no label)" : "(unknown)")
    }

    private static func count(_ number: Int) -> String { number == 0 ? "" : "\(number)" }
}
