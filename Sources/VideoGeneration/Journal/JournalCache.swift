import Synchronization
import VideoPlatform

/// What is known of the files that were read and written lately, so that waiting, which looks at its task at every
/// change, neither decodes the same line again nor syncs what is on disk already.
final class JournalCache: Sendable {
    /// The two lines of a file that are read: the first one never changes and costs the most.
    enum Place {
        case first, last
    }

    private struct Line {
        let bytes: [UInt8]
        let entry: JournalEntry
    }

    private struct File {
        var first: Line?
        var last: Line?
        /// How long the file was when this process had it synced. It only grows, so one of this length is the same.
        var syncedSize: Int64?

        subscript(place: Place) -> Line? {
            get { place == .first ? first : last }
            set { if place == .first { first = newValue } else { last = newValue } }
        }
    }

    /// The files of late, and those before them: whatever is written to stays, and the rest goes, all at once.
    private struct Files {
        var recent: [String: File] = [:]
        var older: [String: File] = [:]

        subscript(path: String) -> File? { recent[path] ?? older[path] }

        mutating func change(_ path: String, _ body: (inout File) -> Void) {
            var file = self[path] ?? File()
            body(&file)
            if recent[path] == nil, recent.count >= JournalCache.limits.files {
                older = recent
                recent = [:]
            }
            recent[path] = file
        }
    }

    /// Some of the files, behind a lock of their own: whoever comes back from a sync is not to wait for the others.
    private final class Shard: Sendable {
        let files = Mutex(Files())
    }

    /// As many as are kept on each shelf, twice over, and the longest line that is.
    private static let limits = (files: 32, bytes: 4096)
    private let shelves = (0..<8).map { _ in Shard() }

    private func with<Result: Sendable>(_ path: String, _ body: (inout Files) -> Result) -> Result {
        shelves[Int(path.hashValue.magnitude % UInt(shelves.count))].files.withLock { body(&$0) }
    }

    /// The entry of a line; nil where it cannot be read.
    func entry(_ line: ArraySlice<UInt8>, _ place: Place, path: String) -> JournalEntry? {
        if let known = known(line, place, path: path) { return known }
        guard let entry = JournalFormat.decode(Data(line)) else { return nil }
        if line.count <= Self.limits.bytes {
            let line = Line(bytes: Array(line), entry: entry)
            with(path) { $0.change(path) { $0[place] = line } }
        }
        return entry
    }

    /// The entry of a line that was read or written lately.
    func known(_ line: ArraySlice<UInt8>, _ place: Place, path: String) -> JournalEntry? {
        guard let known = with(path, { $0[path]?[place] }), known.bytes[...] == line else { return nil }
        return known.entry
    }

    /// Keeps a line that was written just now, where a reader would make this very entry of it.
    /// - Parameter syncedSize: the length of the file where it was synced as well.
    func noteWritten(_ entry: JournalEntry, _ line: [UInt8], path: String, syncedSize: Int64?) {
        let isKept = entry.isKeptWhole && line.count <= Self.limits.bytes
        with(path) {
            $0.change(path) {
                if isKept { $0[entry.sequence == 1 ? .first : .last] = Line(bytes: line, entry: entry) }
                if let syncedSize { $0.syncedSize = syncedSize }
            }
        }
    }

    /// Keeps that a file of this length is on disk.
    func noteSync(of path: String, size: Int64) { with(path) { $0.change(path) { $0.syncedSize = size } } }

    /// Whether a file of this length is known to be on disk.
    func isSynced(_ path: String, size: Int64) -> Bool { with(path) { $0[path]?.syncedSize == size } }
}

extension JournalEntry {
    /// Whether a reader gets every bit of it back: pictures, private prompts and an answer's hints are not kept, and
    /// numbers among a provider's own options may be written in another way.
    fileprivate var isKeptWhole: Bool {
        guard standing.failure == nil else { return false }
        guard let request = task?.request else { return true }
        return !request.isPrivate && request.options.isEmpty && request.references.isEmpty
            && request.firstFrame == nil && request.lastFrame == nil
    }
}
