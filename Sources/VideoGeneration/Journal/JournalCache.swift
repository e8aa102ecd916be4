import Synchronization
import VideoPlatform

/// The lines that were read and written recently. A poller reads its task at every change; with the cache it neither
/// decodes the same line again nor syncs a file that is durable already.
final class JournalCache: Sendable {
    /// The two lines of a file that are read. The first one never changes, and takes the longest to decode.
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
        /// The size of the file when this process synced it. A file only grows, so one of the same size is unchanged.
        var syncedSize: Int64?

        subscript(place: Place) -> Line? {
            get { place == .first ? first : last }
            set { if place == .first { first = newValue } else { last = newValue } }
        }
    }

    /// The recently used files and the ones used before them. When the first set is full, it replaces the second one.
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

    /// One part of the cache with its own lock, so that threads returning from a sync do not contend.
    private final class Shard: Sendable {
        let files = Mutex(Files())
    }

    /// The number of files in each of a shard's two sets, and the size of the longest line that is kept.
    private static let limits = (files: 32, bytes: 4096)
    private let shards = (0..<8).map { _ in Shard() }

    private func with<Result: Sendable>(_ path: String, _ body: (inout Files) -> Result) -> Result {
        shards[Int(path.hashValue.magnitude % UInt(shards.count))].files.withLock { body(&$0) }
    }

    /// Returns the entry of a line, or nil if it cannot be read.
    func entry(_ line: ArraySlice<UInt8>, _ place: Place, path: String) -> JournalEntry? {
        if let known = known(line, place, path: path) { return known }
        guard let entry = JournalFormat.decode(Data(line)) else { return nil }
        if line.count <= Self.limits.bytes {
            let line = Line(bytes: Array(line), entry: entry)
            with(path) { $0.change(path) { $0[place] = line } }
        }
        return entry
    }

    /// Returns the entry of a line that was read or written recently.
    func known(_ line: ArraySlice<UInt8>, _ place: Place, path: String) -> JournalEntry? {
        guard let known = with(path, { $0[path]?[place] }), Self.isEqual(known.bytes, line) else { return nil }
        return known.entry
    }

    /// Compares bytes in one call. A comparison of slices takes one step for each byte, and this one is made at every
    /// read of a task.
    private static func isEqual(_ bytes: [UInt8], _ line: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == line.count else { return false }
        return bytes.withUnsafeBytes { bytes in
            line.withUnsafeBytes { line in
                guard let bytes = bytes.baseAddress, let start = line.baseAddress else { return true }
                return memcmp(bytes, start, line.count) == 0
            }
        }
    }

    /// Adds a line that was just written, if reading it would return an equal entry.
    /// - Parameter syncedSize: the size of the file if it was synced as well.
    func noteWritten(_ entry: JournalEntry, _ line: [UInt8], path: String, syncedSize: Int64?) {
        let isKept = entry.isKeptWhole && line.count <= Self.limits.bytes
        with(path) {
            $0.change(path) {
                if isKept { $0[entry.sequence == 1 ? .first : .last] = Line(bytes: line, entry: entry) }
                if let syncedSize { $0.syncedSize = syncedSize }
            }
        }
    }

    /// Records that a file of this size is durable.
    func noteSync(of path: String, size: Int64) { with(path) { $0.change(path) { $0.syncedSize = size } } }

    /// Returns whether a file of this size is known to be durable.
    func isSynced(_ path: String, size: Int64) -> Bool { with(path) { $0[path]?.syncedSize == size } }
}

extension JournalEntry {
    /// Whether a reader gets an equal entry. Pictures, private prompts and some fields of an error are not kept, and
    /// numbers in a provider's own options may be written in another form.
    fileprivate var isKeptWhole: Bool {
        guard standing.failure == nil else { return false }
        guard let request = task?.request else { return true }
        return !request.isPrivate && request.options.isEmpty && request.references.isEmpty
            && request.firstFrame == nil && request.lastFrame == nil
    }
}
