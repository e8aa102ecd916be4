/// What a benchmark found.
struct Report: Sendable, Codable {
    /// One figure beside what it is compared with.
    struct Row: Sendable, Codable {
        var measured: String
        var value: Quantity
        var comparedWith: String?
        var other: Quantity?
        /// Ours to theirs.
        var ratio: Double?
        var toReach: String?
        var isReached: Bool?
    }

    /// How the cost grows: n, 10 n, 100 n.
    struct Growth: Sendable, Codable {
        var columns: [String]
        var rows: [[String]]
    }

    var rows: [Row] = []
    var growth: Growth?
    /// What was missing, and what to know when reading the figures.
    var notes: [String] = []

    /// Adds a figure without a goal.
    mutating func add(_ measured: String, _ value: Quantity) { rows.append(Row(measured: measured, value: value)) }

    /// Adds a figure that stands for itself.
    mutating func add(_ measured: String, _ value: Quantity, atMost limit: Quantity) {
        rows.append(
            Row(measured: measured, value: value, toReach: "≤ \(limit.text)", isReached: value.value <= limit.value)
        )
    }

    /// Adds a figure that stands for itself.
    mutating func add(_ measured: String, _ value: Quantity, atLeast limit: Quantity) {
        rows.append(
            Row(measured: measured, value: value, toReach: "≥ \(limit.text)", isReached: value.value >= limit.value)
        )
    }

    /// Adds a figure beside a peer's.
    /// - Parameter other: nil where the peer is not installed.
    mutating func add(
        _ measured: String,
        _ value: Quantity,
        comparedWith peer: String,
        _ other: Quantity?,
        atMost limit: Double? = nil,
        atLeast floor: Double? = nil
    ) {
        let ratio = other.map { value.value / $0.value }
        rows.append(
            Row(
                measured: measured,
                value: value,
                comparedWith: peer,
                other: other,
                ratio: ratio,
                toReach: limit.map { "≤ \(Quantity.ratio($0).text)" } ?? floor.map { "≥ \(Quantity.ratio($0).text)" },
                isReached: ratio.flatMap { ratio in
                    limit.map { ratio <= $0 } ?? floor.map { ratio >= $0 }
                }
            )
        )
    }
}

extension Report {
    /// For people, and for Docs/Performance.md.
    var markdown: String {
        var text = Self.table(
            ["measured", "", "compared with", "", "ratio", "to reach", "reached"],
            rows.map { row in
                [
                    row.measured, row.value.text, row.comparedWith ?? "",
                    row.other?.text ?? (row.comparedWith == nil ? "" : "missing"),
                    row.ratio.map { Quantity.ratio($0).text } ?? "", row.toReach ?? "",
                    row.isReached.map { $0 ? "yes" : "no" } ?? "",
                ]
            }
        )
        if let growth { text += "\n" + Self.table(growth.columns, growth.rows) }
        for note in notes { text += "\n\(note)\n" }
        return text
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return "| " + padded.joined(separator: " | ") + " |\n"
        }
        return line(head) + line(widths.map { String(repeating: "-", count: $0) }) + rows.map(line).joined()
    }
}
