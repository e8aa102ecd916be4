import VideoGeneration
import VideoPlatform

/// One sending of a request, as the local spool keeps it until the database has its outcome.
struct SpoolEntry: Codable, Sendable {
    /// The version of the format.
    static let format = 1

    var format = Self.format
    /// The database's own ID.
    let database: String
    let task: VideoTask.ID
    let attempt: Int
    let provider: String
    let endpoint: String
    /// The time of the sending by the database's clock.
    let sentAt: Date
    /// The provider's ID of the task; nil until the request is answered. Empty if the response contained the video.
    var remoteID: String?
    /// The task after the last of both.
    var standing: VideoTask.MutableFields

    /// Creates the entry of a request that is about to be sent.
    init(_ task: VideoTask, attempt: Int, database: String) {
        self.database = database
        self.task = task.id
        self.attempt = attempt
        provider = task.provider.id
        endpoint = task.provider.endpoint.plainAddress
        sentAt = task.submittedAt ?? task.updatedAt
        standing = task.mutableFields
    }

    /// Whether this program can read the whole entry.
    var isReadable: Bool { format == Self.format && (1...Self.mostAttempts).contains(attempt) }

    /// The largest number of an attempt: that of SQL's `integer`.
    private static let mostAttempts = Int(Int32.max)
}

extension SpoolEntry {
    /// The largest file that is read. An entry holds two copies of the part of a task that changes.
    private static let maximumSize: Int64 = 4 << 20
    private static let lineEnd = UInt8(ascii: "\n")

    /// The entry as a line of its file.
    var line: [UInt8] {
        get throws { try JournalFormat.json(self) + [Self.lineEnd] }
    }

    /// Reads the last complete line of a file.
    /// - Returns: nil if there is none: its process ended before the file was synced, and nothing was sent.
    static func last(in file: any DiskFile, _ path: String) throws -> SpoolEntry? {
        let size = try file.size()
        guard size <= maximumSize else { throw DiskError(errno: EFBIG, operation: "read", path: path) }
        let bytes = try file.read(at: 0, count: Int(size))
        guard let end = bytes.lastIndex(of: lineEnd) else { return nil }
        for line in bytes[..<end].split(separator: lineEnd).reversed() {
            if let entry = try? JournalFormat.value(SpoolEntry.self, in: line) { return entry }
            // A newer version may have written it. The file stays, and nothing is sent until a person decides.
            guard (try? JournalFormat.value(Marker.self, in: line)) == nil else {
                throw DiskError(errno: EINVAL, operation: "read", path: path)
            }
        }
        return nil
    }

    private struct Marker: Codable { let format: Int }
}
