import Synchronization
import VideoPlatform

/// A video that is not complete yet: a file with its bytes, and a sidecar that identifies the video and the
/// synced bytes.
///
/// The order of operations makes it safe against crashes: bytes are synced before the sidecar counts them, and the
/// sidecar is removed before other bytes take their place. After a power loss, the bytes that the sidecar counts
/// therefore belong to the file that it names, and all bytes after them are cut off.
///
/// A complete part needs no sidecar: once it is synced, the journal's `verified` event identifies its content.
final class PartFile: Sendable {
    /// A checkpoint is due after this number of bytes or after this interval, whichever comes first. A crash loses
    /// at most that much.
    static let checkpointBytes: Int64 = 64 << 20
    static let checkpointInterval = Duration.seconds(1)

    private struct State {
        var manifest: PartManifest
        var written: ByteRanges
        var hash: HashQueue
        var unsynced: Int64 = 0
        var lastCheckpoint: Duration
        var isCheckpointing = false
        /// Whether there is a sidecar on the disk.
        var isRecorded: Bool
        /// Whether this run synced the names of the part and its sidecar.
        var areNamesSynced = false
    }

    let path: String
    private let file: any DiskFile
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock
    private let state: Mutex<State>

    /// Returns the path of a part.
    /// - Parameter label: The label of an output besides the video; nil for the video.
    static func path(of task: VideoTask.ID, label: String? = nil, in folder: String) -> String {
        "\(folder)/\(task)\(label.map { "." + $0 } ?? "").part"
    }

    /// Opens or creates the part of a task, takes its lock, and reads its sidecar.
    /// - Throws: ``VideoError`` with code `busy` if the part is in use; `DiskError`.
    init(
        task: VideoTask.ID,
        label: String? = nil,
        in folder: String,
        disk: any Disk,
        clock: any EngineClock
    ) throws {
        path = Self.path(of: task, label: label, in: folder)
        self.folder = folder
        self.disk = disk
        self.clock = clock
        try disk.makeFolder(folder)
        file = try disk.open(path, .update)
        guard try file.tryLock() else {
            throw VideoError(
                .busy,
                "Another process is downloading \(task).",
                advice: "Nothing is lost. Wait for that process to end, or try again later.",
                isTransient: true
            )
        }
        let size = try file.size()
        var manifest = PartManifest(task: task.rawValue, link: "")
        if let found = Self.read(path + ".json", disk), found.task == task.rawValue, found.synced.end <= size {
            manifest = found
        }
        state = Mutex(
            State(
                manifest: manifest,
                written: manifest.synced,
                hash: HashQueue(usesThread: disk.executor != nil),
                lastCheckpoint: clock.uptime,
                isRecorded: try disk.size(of: path + ".json") != nil
            )
        )
    }

    static func read(_ path: String, _ disk: any Disk) -> PartManifest? {
        guard let file = try? disk.open(path, .read), let bytes = try? file.read(at: 0, count: 1 << 16),
            let manifest = try? JSONDecoder().decode(PartManifest.self, from: Data(bytes)),
            manifest.version == PartManifest.currentVersion, manifest.total ?? 0 >= 0
        else { return nil }
        return manifest
    }

    /// Cuts off the bytes that the sidecar doesn't count. A sidecar that counts nothing is removed, so that it
    /// can't describe the bytes that follow.
    func truncateToCheckpoint() async throws {
        let end = written.end
        if end > 0 { try file.truncate(to: end) } else { try await restart() }
    }

    /// The description of the bytes.
    var manifest: PartManifest { state.withLock { $0.manifest } }
    /// The ranges of bytes that are present.
    var written: ByteRanges { state.withLock { $0.written } }
    /// Whether every byte is present. Always `false` as long as the size is unknown.
    var isComplete: Bool { state.withLock { $0.manifest.total == $0.written.contiguous } }

    /// Records the server's description of the bytes that follow.
    func bind(to link: HTTPURL, validator: String?, total: Int64?) {
        state.withLock {
            $0.manifest.link = PartManifest.identity(of: link)
            $0.manifest.validator = validator
            $0.manifest.total = total
        }
    }

    /// Records that the file ends after the present bytes.
    func end(at total: Int64) { state.withLock { $0.manifest.total = total } }

    /// Discards every byte.
    func restart() async throws {
        let isRecorded = state.withLock { $0.isRecorded }
        if isRecorded {
            try await disk.withDiskExecutor {
                // Removed durably first: an old sidecar would describe new bytes as if it had counted them.
                try disk.remove(path + ".json")
                try disk.syncFolder(folder)
            }
        }
        try file.truncate(to: 0)
        state.withLock {
            $0.manifest = PartManifest(task: $0.manifest.task, link: "")
            $0.written = ByteRanges()
            $0.hash = newHash()
            $0.unsynced = 0
            $0.isRecorded = false
            $0.areNamesSynced = false
        }
    }

    private func newHash() -> HashQueue { HashQueue(usesThread: disk.executor != nil) }

    /// Adds bytes to the hash if they directly follow those added before.
    func hash(_ bytes: ArraySlice<UInt8>, at offset: Int64) {
        let (hash, total) = state.withLock { ($0.hash, $0.manifest.total) }
        hash.add(bytes, at: offset, of: total)
    }

    /// Writes bytes at an offset, and makes a checkpoint if one is due.
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) async throws {
        try bytes.withUnsafeBytes { try file.write($0, at: offset) }
        let isDue = state.withLock {
            $0.written.insert(offset..<offset + Int64(bytes.count))
            $0.unsynced += Int64(bytes.count)
            let isDue =
                $0.unsynced >= Self.checkpointBytes || clock.uptime - $0.lastCheckpoint >= Self.checkpointInterval
            return isDue && !$0.isCheckpointing
        }
        if isDue { try await disk.withDiskExecutor { try checkpoint() } }
    }

    /// Syncs the present bytes and records them in the sidecar. Does nothing if that is already done or if another
    /// connection of this download is doing it.
    func checkpoint() throws {
        let claimed: PartManifest? = state.withLock {
            guard !$0.isCheckpointing, $0.written != $0.manifest.synced else { return nil }
            $0.isCheckpointing = true
            $0.unsynced = 0
            var manifest = $0.manifest
            manifest.synced = $0.written
            return manifest
        }
        guard let claimed else { return }
        defer {
            state.withLock {
                $0.isCheckpointing = false
                $0.lastCheckpoint = clock.uptime
            }
        }
        try syncBytes()
        try disk.replace(path + ".json", with: try claimed.bytes)
        state.withLock {
            if !$0.isRecorded { $0.areNamesSynced = false }
            $0.isRecorded = true
        }
        try syncNames()
        state.withLock { $0.manifest.synced = claimed.synced }
    }

    /// Syncs every byte and the part's name without writing a sidecar. The caller then records the hash of the
    /// bytes, which is a stronger statement than a sidecar.
    func sync() throws {
        try syncBytes()
        try syncNames()
    }

    private func syncBytes() throws {
        do {
            try file.sync()
        } catch {
            // A later sync doesn't repair a failed one: the system may have dropped the bytes and still show them
            // to readers.
            let end = state.withLock {
                $0.written = $0.manifest.synced
                $0.hash = newHash()
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

    /// Whether the part is exactly the video that an earlier run verified, by size and hash.
    func matches(_ video: StoredVideo) async throws -> Bool { try await video.isContent(of: file) }

    /// Returns the hash of the whole part. Bytes that were written in order are already hashed. The rest is read
    /// again.
    func sha256() async throws -> String {
        // A finished hash can't be used twice, so another call reads everything again.
        let (hash, end) = state.withLock { state in
            defer { state.hash = newHash() }
            return (state.hash.finished(), state.written.contiguous)
        }
        try await hash.update(from: file, to: end)
        return hash.finish()
    }

    /// Inspects the part as an MP4.
    func inspect() throws -> MP4Inspection { try MP4Inspection(file) }

    /// Reads bytes of the part at an offset.
    func read(at offset: Int64, count: Int) throws -> [UInt8] { try file.read(at: offset, count: count) }

    /// Removes the part and its sidecar durably, so that they don't reappear after a power loss.
    func remove() throws {
        for suffix in [".json", ".json.new", ""] { try disk.remove(path + suffix) }
        try disk.syncFolder(folder)
    }

    /// Releases the lock and keeps everything for the next run.
    func close() { file.close() }
}
