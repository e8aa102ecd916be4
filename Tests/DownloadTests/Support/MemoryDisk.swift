import Foundation
import Synchronization
import VideoGeneration

/// A disk in memory that forgets what was not synced, and that can die or fill up at any call.
final class MemoryDisk: Disk {
    /// A file, whatever it is called.
    fileprivate final class Node: Sendable {
        struct Content {
            var bytes: [UInt8] = []
            var durable: [UInt8] = []
            var holder: ObjectIdentifier?
        }
        let content = Mutex(Content())
    }

    private struct State {
        var files: [String: Node] = [:]
        var durableFiles: [String: Node] = [:]
        var folders: Set<String> = ["/"]
        var calls: [String] = []
        var room: Int64 = .max
        var tellsRoom = true
    }

    private let state = Mutex(State())
    private let lifetime: Int
    /// Whether `/other` is another file system, over whose border nothing can be moved.
    private let hasBorder: Bool
    /// Whether a file can have two names, as it cannot on exFAT.
    private let hasLinks: Bool

    /// Makes an empty disk.
    /// - Parameter lifetime: the number of calls that change something before the machine dies.
    init(lifetime: Int = .max, hasBorder: Bool = false, hasLinks: Bool = true) {
        self.lifetime = lifetime
        self.hasLinks = hasLinks
        self.hasBorder = hasBorder
    }

    /// How many calls changed something.
    var calls: [String] { state.withLock { $0.calls } }

    /// How many more bytes there is room for.
    var room: Int64 {
        get { state.withLock { $0.room } }
        set { state.withLock { $0.room = newValue } }
    }

    /// Whether the disk answers how much room there is.
    var tellsRoom: Bool {
        get { state.withLock { $0.tellsRoom } }
        set { state.withLock { $0.tellsRoom = newValue } }
    }

    /// What a power loss leaves behind, on a machine that lives for ever.
    /// - Parameter tail: whether bytes that were not synced are there as well, as they may be.
    func afterPowerLoss(keepingTails tail: Bool) -> MemoryDisk {
        let disk = MemoryDisk(hasBorder: hasBorder, hasLinks: hasLinks)
        let (files, folders) = state.withLock { ($0.durableFiles, $0.folders) }
        disk.state.withLock { new in
            new.folders = folders
            for (path, node) in files {
                let content = node.content.withLock { ($0.bytes, $0.durable) }
                let copy = Node()
                let kept =
                    tail && content.0.count > content.1.count
                    ? content.1 + [UInt8](repeating: 0xEE, count: content.0.count - content.1.count) : content.1
                copy.content.withLock {
                    $0.bytes = kept
                    $0.durable = kept
                }
                new.files[path] = copy
                new.durableFiles[path] = copy
            }
        }
        return disk
    }

    /// The disk as another process sees it after this one was killed: everything written is there.
    func afterKill() -> MemoryDisk {
        let disk = MemoryDisk(hasBorder: hasBorder, hasLinks: hasLinks)
        let (files, folders) = state.withLock { ($0.files, $0.folders) }
        disk.state.withLock { new in
            new.folders = folders
            for (path, node) in files {
                let copy = Node()
                let bytes = node.content.withLock { $0.bytes }
                copy.content.withLock {
                    $0.bytes = bytes
                    $0.durable = bytes
                }
                new.files[path] = copy
                new.durableFiles[path] = copy
            }
        }
        return disk
    }

    fileprivate func count(_ call: String, _ path: String) throws {
        try state.withLock { state in
            guard state.calls.count < lifetime else { throw DiskError(errno: EIO, operation: call, path: path) }
            state.calls.append("\(call) \(path)")
        }
    }

    fileprivate func take(_ bytes: Int, _ path: String) throws {
        try state.withLock { state in
            guard state.room >= Int64(bytes) else { throw DiskError(errno: ENOSPC, operation: "write", path: path) }
            if state.room != .max { state.room -= Int64(bytes) }
        }
    }

    private func folder(_ path: String) -> String {
        let above = path.split(separator: "/").dropLast().joined(separator: "/")
        return "/" + above
    }

    // MARK: - Disk

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        if let node = state.withLock({ $0.files[path] }) {
            if mode == .create { throw DiskError(errno: EEXIST, operation: "open", path: path) }
            return MemoryFile(node, path, self)
        }
        guard mode != .read, state.withLock({ $0.folders.contains(folder(path)) }) else {
            throw DiskError(errno: ENOENT, operation: "open", path: path)
        }
        try count("create", path)
        let node = Node()
        state.withLock { $0.files[path] = node }
        return MemoryFile(node, path, self)
    }

    func move(_ path: String, to newPath: String, replacing: Bool) throws {
        if hasBorder, path.hasPrefix("/other") != newPath.hasPrefix("/other") {
            throw DiskError(errno: EXDEV, operation: "rename", path: newPath)
        }
        if !replacing, !hasLinks { throw DiskError(errno: EPERM, operation: "link", path: newPath) }
        try count("move", newPath)
        try state.withLock { state in
            guard let node = state.files[path] else { throw DiskError(errno: ENOENT, operation: "rename", path: path) }
            if !replacing, state.files[newPath] != nil {
                throw DiskError(errno: EEXIST, operation: "link", path: newPath)
            }
            state.files[path] = nil
            state.files[newPath] = node
        }
    }

    func remove(_ path: String) throws {
        guard state.withLock({ $0.files[path] != nil }) else { return }
        try count("remove", path)
        state.withLock { $0.files[path] = nil }
    }

    func size(of path: String) throws -> Int64? {
        state.withLock { $0.files[path] }.map { Int64($0.content.withLock { $0.bytes.count }) }
    }

    func entry(at path: String, followingLinks: Bool) throws -> DiskEntry? {
        state.withLock { state in
            let isFolder = state.folders.contains(path)
            guard isFolder || state.files[path] != nil else { return nil }
            return DiskEntry(kind: isFolder ? .folder : .file, identity: path)
        }
    }

    func names(in folder: String) throws -> [String] {
        state.withLock { state in
            (Array(state.files.keys) + state.folders).filter { self.folder($0) == folder && $0 != "/" }
                .compactMap { $0.split(separator: "/").last.map(String.init) }
        }
    }

    func makeFolder(_ path: String) throws {
        state.withLock { _ = $0.folders.insert(path) }
    }

    func checkWritable(_ folder: String) throws {
        guard state.withLock({ $0.folders.contains(folder) }) else {
            throw DiskError(errno: ENOENT, operation: "access", path: folder)
        }
    }

    func syncFolder(_ path: String) throws {
        try count("syncFolder", path)
        state.withLock { state in
            for (name, _) in state.durableFiles where folder(name) == path { state.durableFiles[name] = nil }
            for (name, node) in state.files where folder(name) == path { state.durableFiles[name] = node }
        }
    }

    func freeBytes(at path: String) -> Int64? { state.withLock { $0.tellsRoom ? $0.room : nil } }

    fileprivate func holds(_ path: String, _ node: Node) -> Bool { state.withLock { $0.files[path] === node } }

    fileprivate func names(_ node: Node) -> Bool { state.withLock { $0.files.values.contains { $0 === node } } }
}

private final class MemoryFile: DiskFile {
    private let node: MemoryDisk.Node
    private let path: String
    private let disk: MemoryDisk

    init(_ node: MemoryDisk.Node, _ path: String, _ disk: MemoryDisk) {
        self.node = node
        self.path = path
        self.disk = disk
    }

    deinit { close() }

    func size() throws -> Int64 { Int64(node.content.withLock { $0.bytes.count }) }

    var isLinked: Bool { disk.names(node) }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        node.content.withLock { Array($0.bytes.dropFirst(Int(offset)).prefix(count)) }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        try disk.count("write", path)
        try disk.take(bytes.count, path)
        let new = Array(bytes)
        node.content.withLock { content in
            let end = Int(offset) + new.count
            if content.bytes.count < end {
                content.bytes += [UInt8](repeating: 0, count: end - content.bytes.count)
            }
            content.bytes.replaceSubrange(Int(offset)..<end, with: new)
        }
    }

    func truncate(to size: Int64) throws {
        try disk.count("truncate", path)
        node.content.withLock { content in
            content.bytes = Array(content.bytes.prefix(Int(size)))
            content.bytes += [UInt8](repeating: 0, count: Int(size) - content.bytes.count)
        }
    }

    func sync() throws {
        try disk.count("sync", path)
        node.content.withLock { $0.durable = $0.bytes }
    }

    func tryLock() throws -> Bool {
        guard disk.holds(path, node) else { return false }
        return node.content.withLock { content in
            guard content.holder == nil || content.holder == ObjectIdentifier(self) else { return false }
            content.holder = ObjectIdentifier(self)
            return true
        }
    }

    func close() {
        node.content.withLock { if $0.holder == ObjectIdentifier(self) { $0.holder = nil } }
    }
}
