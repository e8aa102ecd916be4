import Synchronization
import VideoPlatform

/// A video that is not all here yet: the bytes in one file, and a sidecar beside it that says what they
/// belong to and how many of them are safe.
///
/// The order of things is what makes it crash-proof: bytes are synced before the sidecar counts them, and
/// the sidecar is gone before other bytes take their place. So whatever a power loss leaves behind, the
/// bytes that the sidecar counts are the ones that it names; what lies beyond is cut off.
///
/// A part that is whole needs no sidecar: once it is synced, the journal's `verified` vouches for it.
final class PartFile: Sendable {
    /// A checkpoint is due after this many bytes, or this long after the last one, whichever comes first:
    /// what a crash can cost at most.
    static let checkpointBytes: Int64 = 64 << 20
    static let checkpointInterval = Duration.seconds(1)
    /// From these sizes on, hashing is worth waking another thread. Bytes that come slowly come in smaller pieces.
    private static let largeSize: Int64 = 8 << 20
    private static let largePiece = 128 << 10

    private struct State {
        var record: PartManifest
        var written: ByteRanges
        var hash = HashQueue()
        var unsynced: Int64 = 0
        var lastCheckpoint: Duration
        var isCheckpointing = false
        /// Whether there is a sidecar on disk.
        var isRecorded: Bool
        /// Whether this run made the names of part and sidecar outlive a power loss.
        var areNamesSynced = false
    }

    let path: String
    private let file: any DiskFile
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock
    private let state: Mutex<State>

    /// Opens or makes the part of a task, takes its lock, and reads its sidecar.
    /// - Throws: ``VideoError`` with code `busy` where somebody else is at it; `DiskError`.
    init(task: VideoTask.ID, in folder: String, disk: any Disk, clock: any EngineClock) throws {
        path = "\(folder)/\(task).part"
        self.folder = folder
        self.disk = disk
        self.clock = clock
        try disk.makeFolder(folder)
        file = try disk.open(path, .update)
        guard try file.tryLock() else {
            throw VideoError(
                .busy,
                "Another process is downloading \(task).",
                advice: "Nothing is lost. Wait for it, or ask again when it has ended.",
                isTransient: true
            )
        }
        let size = try file.size()
        var record = PartManifest(task: task.rawValue, link: "")
        if let found = Self.read(path + ".json", disk), found.task == task.rawValue, found.synced.end <= size {
            record = found
        }
        state = Mutex(
            State(
                record: record,
                written: record.synced,
                lastCheckpoint: clock.uptime,
                isRecorded: try disk.size(of: path + ".json") != nil
            )
        )
    }

    private static func read(_ path: String, _ disk: any Disk) -> PartManifest? {
        guard let file = try? disk.open(path, .read), let bytes = try? file.read(at: 0, count: 1 << 16),
            let record = try? JSONDecoder().decode(PartManifest.self, from: Data(bytes)),
            record.version == PartManifest.currentVersion, record.total ?? 0 >= 0
        else { return nil }
        return record
    }

    /// Cuts off what the sidecar does not count. One that counts nothing here goes away: it is not to vouch for the
    /// bytes that follow.
    func cutBack() async throws {
        let end = written.end
        if end > 0 { try file.truncate(to: end) } else { try await restart() }
    }

    /// What the bytes belong to.
    var record: PartManifest { state.withLock { $0.record } }
    /// The bytes that are here.
    var written: ByteRanges { state.withLock { $0.written } }
    /// Whether every byte is here; a part of unknown size never is by itself.
    var isComplete: Bool { state.withLock { $0.record.total == $0.written.contiguous } }

    /// Takes note of what the server says about the bytes that follow.
    func bind(to link: HTTPURL, validator: String?, total: Int64?) {
        state.withLock {
            $0.record.link = PartManifest.identity(of: link)
            $0.record.validator = validator
            $0.record.total = total
        }
    }

    /// Takes note that the file ends where the bytes end.
    func end(at total: Int64) { state.withLock { $0.record.total = total } }

    /// Drops every byte.
    func restart() async throws {
        let isRecorded = state.withLock { $0.isRecorded }
        if isRecorded {
            try await disk.onThreads {
                // Durably first: an old sidecar over new bytes would vouch for what it never saw.
                try disk.remove(path + ".json")
                try disk.syncFolder(folder)
            }
        }
        try file.truncate(to: 0)
        state.withLock {
            $0.record = PartManifest(task: $0.record.task, link: "")
            $0.written = ByteRanges()
            $0.hash = HashQueue()
            $0.unsynced = 0
            $0.isRecorded = false
            $0.areNamesSynced = false
        }
    }

    /// Adds bytes to the hash, where they are the next ones: those of a large file on another thread, where the disk has
    /// threads, while the caller goes on.
    func hash(_ bytes: ArraySlice<UInt8>, at offset: Int64) {
        let (hash, total) = state.withLock { ($0.hash, $0.record.total ?? 0) }
        let isLarge = total >= Self.largeSize && bytes.count >= Self.largePiece
        hash.add(bytes, at: offset, meanwhile: isLarge && disk.executor != nil)
    }

    /// Writes bytes at their place, and makes them safe when that is due.
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) async throws {
        try bytes.withUnsafeBytes { try file.write($0, at: offset) }
        let isDue = state.withLock {
            $0.written.insert(offset..<offset + Int64(bytes.count))
            $0.unsynced += Int64(bytes.count)
            let isDue =
                $0.unsynced >= Self.checkpointBytes || clock.uptime - $0.lastCheckpoint >= Self.checkpointInterval
            return isDue && !$0.isCheckpointing
        }
        if isDue { try await disk.onThreads { try checkpoint() } }
    }

    /// Makes the bytes that are here safe, and writes that down. Does nothing where it was done, or where
    /// another connection of this download is at it.
    func checkpoint() throws {
        let claimed: PartManifest? = state.withLock {
            guard !$0.isCheckpointing, $0.written != $0.record.synced else { return nil }
            $0.isCheckpointing = true
            $0.unsynced = 0
            var record = $0.record
            record.synced = $0.written
            return record
        }
        guard let claimed else { return }
        defer {
            state.withLock {
                $0.isCheckpointing = false
                $0.lastCheckpoint = clock.uptime
            }
        }
        try syncBytes()
        let sidecar = path + ".json"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try disk.replace(sidecar, with: Array(try encoder.encode(claimed)))
        state.withLock {
            if !$0.isRecorded { $0.areNamesSynced = false }
            $0.isRecorded = true
        }
        try syncNames()
        state.withLock { $0.record.synced = claimed.synced }
    }

    /// Makes every byte and the part's name outlive a power loss, and writes nothing down: the caller is about to
    /// vouch for the bytes by their hash, which says more than a sidecar does.
    func sync() throws {
        try syncBytes()
        try syncNames()
    }

    private func syncBytes() throws {
        do {
            try file.sync()
        } catch {
            // A sync that failed is not made good by the next one: the system may have let go of the bytes, and still
            // show them to whoever reads.
            let end = state.withLock {
                $0.written = $0.record.synced
                $0.hash = HashQueue()
                return $0.written.end
            }
            try? file.truncate(to: end)
            throw error
        }
    }

    private func syncNames() throws {
        guard !state.withLock({ $0.areNamesSynced }) else { return }
        try disk.syncFolder(folder)
        state.withLock { $0.areNamesSynced = true }
    }

    /// Whether the part is a video that an earlier run verified, byte for byte.
    func holds(_ video: StoredVideo) async throws -> Bool { try await video.isContent(of: file) }

    /// The hash of the whole part. What was written in order is hashed already; the rest is read again.
    func sha256() async throws -> String {
        // A finished hash cannot be read twice; should somebody ask again, everything is read again.
        let (hash, end) = state.withLock { state in
            defer { state.hash = HashQueue() }
            return (state.hash.finished(), state.written.contiguous)
        }
        try await hash.update(from: file, to: end)
        return hash.finish()
    }

    /// Reads the part as a video.
    func inspect() throws -> MP4Inspection { try MP4Inspection(file) }

    /// Reads bytes of the part.
    func read(at offset: Int64, count: Int) throws -> [UInt8] { try file.read(at: offset, count: count) }

    /// Removes whatever is left of part and sidecar, so that not even a power loss brings it back.
    func remove() throws {
        for suffix in [".json", ".json.new", ""] { try disk.remove(path + suffix) }
        try disk.syncFolder(folder)
    }

    /// Removes what is left of the download of a task that is gone, unless it is in use.
    static func removeAbandoned(_ task: VideoTask.ID, in folder: String, _ disk: any Disk) throws {
        let path = "\(folder)/\(task).part"
        let file = try disk.open(path, .update)
        defer { file.close() }
        guard try file.tryLock() else { return }
        for suffix in [".json", ".json.new", ""] { try disk.remove(path + suffix) }
    }

    /// Gives the lock back and leaves everything for the next run.
    func close() { file.close() }
}
