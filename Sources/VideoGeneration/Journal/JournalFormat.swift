import VideoPlatform

/// The form of a journal file: one JSON object a line, the first with the whole task, the others with what
/// may have changed.
enum JournalFormat {
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

    /// No task's file grows to this: it holds a line for each change of one task.
    private static let maximumSize: Int64 = 64 << 20

    /// All bytes of a task's file.
    /// - Throws: `DiskError`; `EFBIG` for a size that would only fill the memory.
    static func bytes(of file: any DiskFile, _ path: String) throws -> [UInt8] {
        let size = try file.size()
        guard size <= maximumSize else { throw DiskError(errno: EFBIG, operation: "read", path: path) }
        return try file.read(at: 0, count: Int(size))
    }

    static func line(_ entry: JournalEntry) throws -> [UInt8] {
        // A server's ids are kept as they came, and a journal is looked at with `cat`.
        JSONEscapes.escaping(Array(try encoder.encode(entry))) + [lineEnd]
    }

    /// The last readable entry, the task after it, and where the readable part ends.
    static func last(
        in bytes: [UInt8],
        path: String,
        memory: JournalCache?
    ) throws -> (JournalEntry, VideoTask, end: Int) {
        let lines = completeLines(bytes)
        guard let first = lines.first, let head = entry(bytes[first], .first, path, memory), var task = head.task else {
            throw VideoError(
                .storageFailed,
                "The journal \(path) does not begin with a task.",
                advice: "Nothing is lost at the provider. The file is kept as it is."
            )
        }
        // A line that cannot be read, such as a newer version's, is passed over and kept.
        var entry = head
        for line in lines.dropFirst().reversed() {
            guard let later = Self.entry(bytes[line], .last, path, memory) else { continue }
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
        _ memory: JournalCache?
    ) -> JournalEntry? {
        if let memory { return memory.entry(line, place, path: path) }
        return decode(Data(line))
    }

    /// Whether a file holds nothing, or the second line behind a first one that is lost: its purchase ended
    /// before both were on disk, and nothing was sent.
    static func isUnbegun(_ bytes: [UInt8]) -> Bool {
        let lines = completeLines(bytes)
        guard let first = lines.first else { return true }
        return first.lowerBound > 0 && lines.count == 1 && decode(Data(bytes[first]))?.event == .submitting
    }

    /// Every readable entry.
    static func entries(in bytes: [UInt8]) -> [JournalEntry] {
        completeLines(bytes).compactMap { decode(Data(bytes[$0])) }
    }

    /// The lines that end with a line end, it included. Zeros are what a power loss leaves of bytes that were
    /// not synced: before a line they stand for others that are lost, inside the last one they end it.
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
