import VideoGeneration

/// A row of a batch whose columns and plain values are valid.
struct BatchRow: Sendable, Equatable {
    /// The position among the rows, counted from 1.
    var number: Int
    /// The line on which the row starts; nil inside a JSON array.
    var line: Int?
    /// The name of the row's task in the journal.
    var label: String
    /// The values by their columns.
    var values: [String: [String]]
    /// The priority among the rows that wait: a higher number is sent first.
    var priority: Int

    /// The value of a column, or nil if it is blank.
    subscript(column: String) -> String? { values[column]?.first }

    /// A mistake in a row.
    struct Problem: Sendable, Equatable {
        var number: Int
        var line: Int?
        var text: String

        /// The mistake with its place: `Row 3 (line 5): …`.
        var shown: String { "Row \(number)\(line.map { " (line \($0))" } ?? ""): \(text)" }
    }

    /// The largest length of a label in bytes.
    static let longestLabel = 200

    /// Checks the columns, the plain values and the labels of all rows, and gives labels to the rows without one.
    static func rows(of file: BatchFile) -> (rows: [BatchRow], problems: [Problem]) {
        var problems: [Problem] = []
        var unknown: Set<String> = []
        var rows: [BatchRow] = []
        rows.reserveCapacity(file.records.count)
        for record in file.records {
            func note(_ text: String) { problems.append(Problem(number: record.number, line: record.line, text: text)) }
            for name in record.values.keys.sorted() where !BatchColumn.isKnown(name) {
                // One message is enough for a mistake in the header.
                if unknown.count < 20, unknown.insert(name).inserted { note(unknownColumn(name)) }
            }
            for (name, values) in record.values where values.count > 1 && !BatchColumn.isList(name) {
                note("\(name) takes one value, not a list.")
            }
            var row = BatchRow(number: record.number, line: record.line, label: "", values: record.values, priority: 0)
            if let text = row["priority"] {
                if let priority = Int(text), (-1000...1000).contains(priority) {
                    row.priority = priority
                } else {
                    note("priority \(text.shown) is not a whole number between -1000 and 1000.")
                }
            }
            if let text = row["seconds"], Int(text).map({ !(1...3600).contains($0) }) ?? true {
                note("seconds \(text.shown) is not a whole number between 1 and 3600.")
            }
            if let text = row["size"], VideoSize(text) == nil {
                note("size \(text.shown) is not a width and height in pixels, such as 1280x720.")
            }
            if let text = row["private"], !["true", "false"].contains(text.lowercased()) {
                note("private \(text.shown) is neither true nor false.")
            }
            if row["provider"] != nil, row["route"] != nil { note("provider and route exclude each other.") }
            if let label = row["label"], let mistake = mistake(inLabel: label) { note(mistake) }
            rows.append(row)
        }
        addLabels(to: &rows, file.name)
        var owners: [String: Int] = [:]
        for row in rows {
            guard let owner = owners.updateValue(row.number, forKey: row.label) else { continue }
            owners[row.label] = owner
            problems.append(
                Problem(
                    number: row.number,
                    line: row.line,
                    text: "the label \(row.label.shown) is the label of row \(owner), too. Every label names one video."
                )
            )
        }
        return (rows, problems)
    }

    private static func unknownColumn(_ name: String) -> String {
        let known = "The columns are \((BatchColumn.names + ["options.NAME"]).joined(separator: ", "))."
        return "there is no column \(name.shown). " + Spelling.hint(for: name, among: BatchColumn.names, before: known)
    }

    private static func mistake(inLabel label: String) -> String? {
        if label.utf8.count > longestLabel { return "the label is longer than \(longestLabel) bytes." }
        if label.unicodeScalars.contains(where: \.isInvisible) {
            return "the label \(label.shown) contains a line end or another invisible character."
        }
        return nil
    }

    /// Gives labels to the rows without one: the file's name with a digest of the row's values.
    ///
    /// Neither the other rows nor their order change the label, so that a row is found again after the file was edited.
    /// The output and the priority do not count, because moving a file does not need another video. Rows with equal
    /// values are numbered.
    private static func addLabels(to rows: inout [BatchRow], _ name: String) {
        var counts: [String: Int] = [:]
        for index in rows.indices {
            if let label = rows[index]["label"] {
                rows[index].label = label
                continue
            }
            let base = derivedLabel(rows[index].values, name)
            let count = counts[base, default: 0] + 1
            counts[base] = count
            rows[index].label = count == 1 ? base : "\(base)-\(count)"
        }
    }

    private static func derivedLabel(_ values: [String: [String]], _ name: String) -> String {
        let fields = values.filter { !BatchColumn.besidesRequest.contains($0.key) }.sorted { $0.key < $1.key }
        let text = JSONValue.array(
            fields.map { [.string($0.key), .array($0.value.map(JSONValue.string))] }
        )
        let hash = SHA256Stream()
        text.bytes.withUnsafeBytes { hash.update($0, at: 0) }
        return "\(SafeFileName.cut(Redaction.singleLine(name), 100))-\(hash.finish().prefix(12))"
    }
}
