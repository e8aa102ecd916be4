import VideoPlatform

/// The format of a journal file: one JSON object for each line. The first line holds the whole task, the others its
/// mutable fields.
package enum JournalFormat {
    private static let lineEnd = UInt8(ascii: "\n")

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return decoder
    }()

    /// The largest file that is read. A file holds one line for each change of one task, and never grows to this.
    private static let maximumSize: Int64 = 64 << 20

    /// Returns all bytes of a task's file.
    /// - Throws: ``DiskError``, with `EFBIG` if the file is larger than any journal.
    static func bytes(of file: any DiskFile, _ path: String) throws -> [UInt8] {
        let size = try file.size()
        guard size <= maximumSize else { throw DiskError(errno: EFBIG, operation: "read", path: path) }
        return try file.read(at: 0, count: Int(size))
    }

    static func line(_ entry: JournalEntry) throws -> [UInt8] { try json(entry) + [lineEnd] }

    /// Returns a value as every journal writes it.
    package static func json(_ value: some Encodable) throws -> [UInt8] {
        // A provider's IDs are kept as received. Escapes make them harmless in a terminal.
        JSONEscapes.escaping(Array(try encoder.encode(value)))
    }

    /// Returns a value that ``json(_:)`` wrote.
    package static func value<Value: Decodable>(_ type: Value.Type, in json: some Sequence<UInt8>) throws -> Value {
        try decoder.decode(type, from: Data(json))
    }

    /// Returns the last readable entry, the task after it, and the end of the readable part.
    static func last(
        in bytes: [UInt8],
        path: String,
        cache: JournalCache?
    ) throws(VideoError) -> (JournalEntry, VideoTask, end: Int) {
        let lines = completeLines(bytes)
        guard let first = lines.first, let head = entry(bytes[first], .first, path, cache), var task = head.task else {
            throw VideoError(
                .storageFailed,
                "The journal \(path) does not begin with a task.",
                advice: "The provider still has the task. The file is unchanged."
            )
        }
        // A line that cannot be read, such as one of a newer version, is skipped and kept.
        var entry = head
        for line in lines.dropFirst().reversed() {
            guard let later = Self.entry(bytes[line], .last, path, cache) else { continue }
            entry = later
            break
        }
        task.mutableFields = entry.standing
        task.updatedAt = entry.at.asWritten
        return (entry, task, lines.last?.upperBound ?? 0)
    }

    private static func entry(
        _ line: ArraySlice<UInt8>,
        _ place: JournalCache.Place,
        _ path: String,
        _ cache: JournalCache?
    ) -> JournalEntry? {
        if let cache { return cache.entry(line, place, path: path) }
        return decode(Data(line))
    }

    /// Returns whether a file is empty, or holds only the second line of a task of an earlier version whose first line is
    /// lost. The process ended before both lines were durable, and nothing was sent.
    static func isUnbegun(_ bytes: [UInt8]) -> Bool {
        let lines = completeLines(bytes)
        guard let first = lines.first else { return true }
        guard first.lowerBound > 0, lines.count == 1, let entry = decode(Data(bytes[first])) else { return false }
        return entry.event == .submitting && entry.task == nil
    }

    /// Returns every readable entry.
    static func entries(in bytes: [UInt8]) -> [JournalEntry] {
        completeLines(bytes).compactMap { decode(Data(bytes[$0])) }
    }

    /// Returns the lines that have a line end, including it. A power loss leaves zeros in place of bytes that were not
    /// synced. Zeros before a line are lost lines; zeros inside the last line make it incomplete.
    private static func completeLines(_ bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            var start = 0
            while let end = memchr(base + start, Int32(lineEnd), buffer.count - start) {
                let next = UnsafeRawPointer(end) - base + 1
                while start < next, base.load(fromByteOffset: start, as: UInt8.self) == 0 { start += 1 }
                if next - start > 1 { lines.append(start..<next) }
                start = next
            }
            while let last = lines.last, memchr(base + last.lowerBound, 0, last.count) != nil { lines.removeLast() }
        }
        return lines
    }

    static func decode(_ line: Data) -> JournalEntry? {
        try? decoder.decode(JournalEntry.self, from: line)
    }
}
