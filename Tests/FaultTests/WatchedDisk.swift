import Foundation
import Synchronization
import VideoGeneration
import VideoGenerationTesting

/// The machine's disk, with a list of what was done: `sync jsonl`, `sync folder`, `probe`, and the event of each entry
/// of a journal. It can fail to give a video its name, as if the program had ended just before.
final class WatchedDisk: ForwardingDisk {
    let disk = POSIXDisk()
    private let steps = Mutex<[String]>([])
    private let strays = Mutex<[String]>([])
    private let namesVideos: Bool

    init(namesVideos: Bool = true) { self.namesVideos = namesVideos }

    /// What was done so far, in order.
    var log: [String] { steps.withLock { $0 } }
    /// The syncs that were not made on the disk's threads.
    var straySyncs: [String] { strays.withLock { $0 } }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        let file = try disk.open(path, mode)
        return WatchedFile(file: file, kind: String(path.split(separator: ".").last ?? ""), disk: self)
    }

    func move(_ path: String, to newPath: String, replacing: Bool) throws {
        if !namesVideos, newPath.hasSuffix(".mp4") { throw DiskError(errno: EIO, operation: "link", path: newPath) }
        try disk.move(path, to: newPath, replacing: replacing)
    }

    func checkWritable(_ folder: String) throws {
        note("probe")
        try disk.checkWritable(folder)
    }

    func syncFolder(_ path: String) throws {
        note("sync folder")
        try disk.syncFolder(path)
    }

    fileprivate func note(_ step: String) {
        steps.withLock { $0.append(step) }
        guard step.hasPrefix("sync") else { return }
        let executor = withUnsafeCurrentTask { $0?.unownedTaskExecutor }
        if executor != disk.executor?.asUnownedTaskExecutor() { strays.withLock { $0.append(step) } }
    }
}

private final class WatchedFile: ForwardingFile {
    private struct Entry: Decodable {
        let event: String
    }

    let file: any DiskFile
    private let kind: String
    private let disk: WatchedDisk

    init(file: any DiskFile, kind: String, disk: WatchedDisk) {
        self.file = file
        self.kind = kind
        self.disk = disk
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        if kind == "jsonl" { disk.note(try JSONDecoder().decode(Entry.self, from: Data(bytes)).event) }
        try file.write(bytes, at: offset)
    }

    func sync() throws {
        disk.note("sync \(kind)")
        try file.sync()
    }
}
