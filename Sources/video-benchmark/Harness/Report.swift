/// The results of a benchmark.
struct Report: Sendable, Codable {
    /// A result, with the peer's result that it is compared with.
    struct Row: Sendable, Codable {
        var measured: String
        var value: Quantity
        var comparedWith: String?
        var other: Quantity?
        /// Our value divided by the peer's.
        var ratio: Double?
        var toReach: String?
        var isReached: Bool?
    }

    /// A table that shows how the cost grows with n, 10 n and 100 n.
    struct Growth: Sendable, Codable {
        var columns: [String]
        var rows: [[String]]
    }

    var rows: [Row] = []
    var growth: Growth?
    /// Peers that are not installed, and other remarks about the results.
    var notes: [String] = []

    /// Adds a result without a target.
    mutating func add(_ measured: String, _ value: Quantity) { rows.append(Row(measured: measured, value: value)) }

    /// Adds a result with an upper limit as its target.
    mutating func add(_ measured: String, _ value: Quantity, atMost limit: Quantity) {
        rows.append(
            Row(measured: measured, value: value, toReach: "≤ \(limit.text)", isReached: value.value <= limit.value)
        )
    }

    /// Adds a result with a lower limit as its target.
    mutating func add(_ measured: String, _ value: Quantity, atLeast limit: Quantity) {
        rows.append(
            Row(measured: measured, value: value, toReach: "≥ \(limit.text)", isReached: value.value >= limit.value)
        )
    }

    /// Adds a result that is compared with a peer's.
    /// - Parameters:
    ///   - measured: The name of the measurement.
    ///   - value: Our value.
    ///   - peer: The name of the peer.
    ///   - other: The peer's value, or nil if the peer is not installed.
    ///   - limit: The upper limit of the ratio, if there is one.
    ///   - floor: The lower limit of the ratio, if there is one.
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
    /// The report as Markdown, for reading and for Docs/Performance.md.
    var markdown: String {
        var text = Self.table(
            ["measured", "", "compared with", "", "ratio", "target", "met"],
            rows.map { row in
                [
                    row.measured, row.value.text, row.comparedWith ?? "",
                    row.other?.text ?? (row.comparedWith == nil ? "" : "not installed"),
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
