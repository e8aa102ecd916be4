import Foundation
import Synchronization

/// What is known of the files that were read and written lately, so that waiting, which looks at its task at every
/// change, neither decodes the same line again nor syncs what is on disk already.
final class JournalMemory: Sendable {
    /// The two lines of a file that are read: the first one never changes and costs the most.
    enum Place {
        case first, last
    }

    private struct Line {
        let bytes: Data
        let entry: JournalEntry
    }

    private struct File {
        var first: Line?
        var last: Line?
        /// How long the file was when this process had it synced. It only grows, so one of this length is the same.
        var syncedSize: Int64?
    }

    /// As many as are kept, and the longest line that is.
    private static let limits = (files: 128, bytes: 4096)
    private let files = Mutex<[String: File]>([:])

    /// The entry of a line; nil where it cannot be read.
    func entry(_ line: ArraySlice<UInt8>, _ place: Place, path: String) -> JournalEntry? {
        let bytes = Data(line)
        let known = files.withLock { place == .first ? $0[path]?.first : $0[path]?.last }
        if let known, known.bytes == bytes { return known.entry }
        guard let entry = JournalReader.decode(bytes) else { return nil }
        guard bytes.count <= Self.limits.bytes else { return entry }
        let line = Line(bytes: bytes, entry: entry)
        change(path) { if place == .first { $0.first = line } else { $0.last = line } }
        return entry
    }

    /// Keeps that a file of this length is on disk.
    func noteSync(of path: String, size: Int64) { change(path) { $0.syncedSize = size } }

    /// Whether a file of this length is known to be on disk.
    func isSynced(_ path: String, size: Int64) -> Bool { files.withLock { $0[path]?.syncedSize == size } }

    private func change(_ path: String, _ body: (inout File) -> Void) {
        files.withLock { files in
            if files[path] == nil, files.count >= Self.limits.files { files.removeAll() }
            body(&files[path, default: File()])
        }
    }
}
