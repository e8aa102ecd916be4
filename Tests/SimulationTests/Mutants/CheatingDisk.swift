import VideoGeneration
import VideoGenerationTesting

/// A disk that leaves out what it was asked to do.
final class CheatingDisk: ForwardingDisk {
    struct Rules: Sendable {
        /// Whether a file's sync does nothing, by its path and what was last written to it.
        var skipsSync: @Sendable (String, String) -> Bool = { _, _ in false }
        var skipsFolderSync: @Sendable (String) -> Bool = { _ in false }
        var hidesFailedSyncs = false
        var ignoresLock: @Sendable (String) -> Bool = { _ in false }
        /// Changes a line of the journal, keeping its length; an empty one is not written at all.
        var rewrites: @Sendable (String) -> String = { $0 }
    }

    let disk: SimulatedDisk
    private let rules: Rules

    init(_ disk: SimulatedDisk, _ rules: Rules) {
        self.disk = disk
        self.rules = rules
    }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        CheatingFile(try disk.open(path, mode), path, rules)
    }

    func syncFolder(_ path: String) throws {
        guard !rules.skipsFolderSync(path) else { return }
        do { try disk.syncFolder(path) } catch let error as DiskError { if !rules.hidesFailedSyncs { throw error } }
    }
}

/// A file of a ``CheatingDisk``. `@unchecked` because it belongs to one thread; see ``World``.
private final class CheatingFile: ForwardingFile, @unchecked Sendable {
    let file: any DiskFile
    private let path: String
    private let rules: CheatingDisk.Rules
    private var lastLine = ""

    init(_ file: any DiskFile, _ path: String, _ rules: CheatingDisk.Rules) {
        self.file = file
        self.path = path
        self.rules = rules
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        guard path.hasSuffix(".jsonl") else { return try file.write(bytes, at: offset) }
        lastLine = String(decoding: bytes, as: UTF8.self)
        let line = rules.rewrites(lastLine)
        if !line.isEmpty { try file.write(Array(line.utf8), at: offset) }
    }

    func sync() throws {
        guard !rules.skipsSync(path, lastLine) else { return }
        do { try file.sync() } catch let error as DiskError { if !rules.hidesFailedSyncs { throw error } }
    }

    func tryLock() throws -> Bool {
        let isFree = try file.tryLock()
        return rules.ignoresLock(path) || isFree
    }
}
