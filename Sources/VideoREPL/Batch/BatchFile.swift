import VideoGeneration

/// The rows of a batch as they are in the file: CSV with a header, JSON, or JSON lines.
struct BatchFile: Sendable, Equatable {
    /// The values of a row, by their columns. Blank values are left out.
    struct Record: Sendable, Equatable {
        /// The position among the rows, counted from 1.
        var number: Int
        /// The line on which the row starts; nil inside a JSON array.
        var line: Int?
        /// The values. Only a column for several values has more than one.
        var values: [String: [String]] = [:]
    }

    /// The name of the file without its folder and suffix.
    var name: String
    var records: [Record]

    /// The largest size in bytes.
    private static let largest = 64 << 20
    /// The largest number of rows.
    static let mostRows = 100_000

    /// Reads a file.
    /// - Throws: ``VideoError`` with code `usage`, which names the line if there is one.
    static func read(_ path: String, _ folders: UserFolders, _ disk: some Disk) throws -> Self {
        let bytes = try UserFile.bytes(folders.absolute(path), what: path.shown, disk, longest: largest)
        return try Self(path: path, bytes)
    }

    /// Creates the rows from the bytes of a file. The suffix `.csv`, `.jsonl` or `.ndjson` decides the format, and the
    /// first character decides it for every other name.
    /// - Throws: ``VideoError`` with code `usage`, which names the line if there is one.
    init(path: String, _ bytes: [UInt8]) throws {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let dot = file.lastIndex(of: ".").flatMap { $0 > file.startIndex ? $0 : nil }
        name = String(file[..<(dot ?? file.endIndex)])
        let bytes = bytes.withoutByteOrderMark
        let suffix = dot.map { file[$0...].lowercased() } ?? ""
        let first = bytes.first { !Self.isSpace($0) }
        if suffix == ".csv"
            || suffix != ".jsonl" && suffix != ".ndjson" && ![UInt8(ascii: "["), UInt8(ascii: "{")].contains(first)
        {
            records = try Self.csv(bytes, file)
        } else {
            guard String(validating: bytes, as: UTF8.self) != nil else {
                throw Self.wrong(file, "it is not UTF-8 text")
            }
            let isLines = suffix == ".jsonl" || suffix == ".ndjson"
            records = try isLines ? Self.jsonLines(bytes, file) : Self.json(bytes, file)
        }
        guard !records.isEmpty else { throw Self.wrong(file, "it has no rows") }
    }

    // MARK: - CSV

    private static func csv(_ bytes: [UInt8], _ file: String) throws -> [Record] {
        var rows: [CSVText.Row]
        do { rows = try CSVText.rows(of: bytes, longest: mostRows + 1) } catch {
            throw wrong(file, "line \(error.line): \(error.reason)")
        }
        guard let header = rows.first?.fields.map({ $0.trimming(\.isWhitespace) }) else {
            throw wrong(file, "it is empty")
        }
        if header.count == 1, let other = [";", "\t"].first(where: header[0].contains) {
            throw wrong(file, "the columns are separated by \(other == "\t" ? "tabs" : "semicolons") instead of commas")
        }
        var seen: Set<String> = []
        for (index, name) in header.enumerated() {
            guard !name.isEmpty else { throw wrong(file, "column \(index + 1) of the header has no name") }
            guard seen.insert(name).inserted else { throw wrong(file, "the header has \(name.shown) twice") }
        }
        rows.removeFirst()
        return try rows.enumerated().map { index, row in
            guard row.fields.count <= header.count else {
                throw wrong(
                    file,
                    "row \(index + 1) (line \(row.line)) has \(row.fields.count) fields, and the header has "
                        + "\(header.count.counted("column")). A field with a comma has to be in quotes"
                )
            }
            var record = Record(number: index + 1, line: row.line)
            for (name, text) in zip(header, row.fields) {
                record.values[name] = BatchColumn.values(of: text, in: name)
            }
            return record
        }
    }

    // MARK: - JSON

    private static func json(_ bytes: [UInt8], _ file: String) throws -> [Record] {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch {
            // Several objects, one a line, are not one JSON value.
            if bytes.first(where: { !isSpace($0) }) == UInt8(ascii: "{"), let rows = try? jsonLines(bytes, file) {
                return rows
            }
            throw wrong(file, problem(error, bytes))
        }
        guard let list = document.array ?? document["rows"]?.array ?? document.object.map({ _ in [document] }) else {
            throw wrong(file, "it is neither a list of objects nor {\"rows\": […]}")
        }
        try checkCount(list.count, file)
        return try list.enumerated().map { try record($1, number: $0 + 1, line: nil, file) }
    }

    private static func jsonLines(_ bytes: [UInt8], _ file: String) throws -> [Record] {
        var records: [Record] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where line.contains(where: { !isSpace($0) }) {
            let value: JSONValue
            do { value = try JSONValue(parsing: line) } catch {
                throw wrong(file, "line \(index + 1): \((error as? JSONParsingError)?.reason ?? "\(error)")")
            }
            records.append(try record(value, number: records.count + 1, line: index + 1, file))
            try checkCount(records.count, file)
        }
        return records
    }

    private static func record(_ value: JSONValue, number: Int, line: Int?, _ file: String) throws -> Record {
        guard let object = value.object else { throw wrong(file, "row \(number) is not an object { … }") }
        var record = Record(number: number, line: line)
        for member in object {
            if member.key == BatchColumn.options, let options = member.value.object {
                for option in options {
                    record.values["\(BatchColumn.options).\(option.key)"] = [text(of: option.value, isOption: true)]
                }
                continue
            }
            let isOption = member.key.hasPrefix(BatchColumn.options + ".")
            if member.value == .null || !isOption && member.value.isBlank { continue }
            if let list = member.value.array, !isOption {
                record.values[member.key] = list.map { text(of: $0, isOption: false) }
            } else {
                record.values[member.key] = [text(of: member.value, isOption: isOption)]
            }
        }
        return record
    }

    /// Returns the text of a value. A string among the options that would be read as a number or another value keeps
    /// its quotes.
    private static func text(of value: JSONValue, isOption: Bool) -> String {
        guard case .string(let string) = value else { return value.description }
        return isOption && (try? JSONValue(parsing: string)) != nil ? value.description : string
    }

    private static func checkCount(_ count: Int, _ file: String) throws {
        guard count <= mostRows else { throw wrong(file, "there are more than \(mostRows) rows") }
    }

    private static func problem(_ error: any Error, _ bytes: [UInt8]) -> String {
        guard let error = error as? JSONParsingError else { return "\(error)" }
        return "line \(bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1): \(error.reason)"
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func wrong(_ file: String, _ reason: String) -> VideoError {
        .usage("\(file.shown) cannot be used: \(reason).", "Nothing was sent. `help batch` describes the file.")
    }
}
