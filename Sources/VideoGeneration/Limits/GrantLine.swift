import VideoPlatform

/// A line in an account's record: a task that was allowed to be sent.
struct GrantLine: Sendable, Hashable, Codable {
    var id: VideoTask.ID
    /// The model.
    var m: String?
    /// The time in seconds since 1970.
    var t: Double
    /// True if the task is not in flight any more, so that the line only counts in its minute.
    var isOver: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, m, t
        case isOver = "o"
    }

    /// The first line of a record that was built from the journal. A record without it lacks the tasks of earlier
    /// versions, or was damaged by a power loss.
    private static let heading = Array("[]\n".utf8)

    /// Reads a record.
    /// - Returns: nil if the record has to be built again.
    static func all(in bytes: [UInt8]) -> [GrantLine]? {
        guard bytes.starts(with: heading), bytes.last == UInt8(ascii: "\n") else { return nil }
        let decoder = JSONDecoder()
        var lines: [GrantLine] = []
        for line in bytes.dropFirst(heading.count).split(separator: UInt8(ascii: "\n")) {
            guard let line = try? decoder.decode(GrantLine.self, from: Data(line)) else { return nil }
            lines.append(line)
        }
        return lines
    }

    /// Returns a whole record.
    static func record(of lines: [GrantLine]) throws -> [UInt8] { heading + (try lines.flatMap { try $0.bytes }) }

    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        }
    }
}
