import Foundation
import VideoGeneration

/// The disk as one process sees it: each call is a step, and after the process's death none has an effect.
final class SimulatedDisk: Disk, @unchecked Sendable {
    private let process: SimulatedProcess
    private var world: World { process.world }
    private var image: DiskImage { process.world.disk }

    init(_ process: SimulatedProcess) { self.process = process }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        try process.step()
        if let node = image.node(path) {
            guard mode != .create else { throw failure(EEXIST, "open", path) }
            guard !node.isFolder else { throw failure(EISDIR, "open", path) }
            return SimulatedFile(node, path, process)
        }
        guard mode != .read, image.node(DiskImage.folder(of: path))?.isFolder == true else {
            throw failure(ENOENT, "open", path)
        }
        try refuseIfFull("open", path)
        let node = DiskImage.Node()
        image.add(node, at: path)
        world.note("\(process.name) creates \(path)", path.utf8.count)
        return SimulatedFile(node, path, process)
    }

    func move(_ path: String, to newPath: String, replacing: Bool) throws {
        try process.step()
        guard image.node(path) != nil, image.node(DiskImage.folder(of: newPath)) != nil else {
            throw failure(ENOENT, "rename", newPath)
        }
        if image.mounts.contains(where: { path.hasPrefix($0) != newPath.hasPrefix($0) }) {
            throw failure(EXDEV, "rename", newPath)
        }
        if replacing {
            image.move(path, to: newPath)
        } else {
            guard let node = image.node(path), image.node(newPath) == nil else {
                throw failure(EEXIST, "link", newPath)
            }
            image.add(node, at: newPath)
            try process.step()
            image.remove(path)
        }
        world.note("\(process.name) moves \(path) to \(newPath)", newPath.utf8.count)
    }

    func remove(_ path: String) throws {
        try process.step()
        guard image.node(path) != nil else { return }
        image.remove(path)
        world.note("\(process.name) removes \(path)", path.utf8.count)
    }

    func size(of path: String) throws -> Int64? {
        try process.step()
        return image.node(path).map { Int64($0.bytes.count) }
    }

    /// Looking changes nothing, so a process that dies here dies at its next step as well.
    func entry(at path: String, followingLinks: Bool) throws -> DiskEntry? {
        image.node(path).map { DiskEntry(kind: $0.isFolder ? .folder : .file, identity: path) }
    }

    func names(in folder: String) throws -> [String] {
        try process.step()
        return image.names(in: folder)
    }

    func makeFolder(_ path: String) throws {
        guard path != "/", image.node(path) == nil else { return }
        try makeFolder(DiskImage.folder(of: path))
        try process.step()
        if image.node(path) == nil { image.add(DiskImage.Node(isFolder: true), at: path) }
    }

    func checkWritable(_ folder: String) throws {
        try process.step()
        guard image.node(folder)?.isFolder == true else { throw failure(ENOENT, "access", folder) }
    }

    func syncFolder(_ path: String) throws {
        try process.step()
        guard image.node(path)?.isFolder == true else { throw failure(ENOENT, "open", path) }
        if world.isStormy, world.isOne(in: 400) {
            world.count("failed sync")
            throw failure(EIO, "fsync", path)
        }
        image.syncFolder(path)
        world.note("\(process.name) syncs \(path)", path.utf8.count)
    }

    func freeBytes(at path: String) -> Int64? { 1 << 40 }

    private func refuseIfFull(_ operation: String, _ path: String) throws {
        guard let room = image.room, room <= 0 else { return }
        world.count("full disk")
        throw failure(ENOSPC, operation, path)
    }

    private func failure(_ errno: Int32, _ operation: String, _ path: String) -> DiskError {
        world.note("\(process.name) cannot \(operation) \(path): \(errno)", Int(errno))
        return DiskError(errno: errno, operation: operation, path: path)
    }
}

/// An open file of one process.
final class SimulatedFile: DiskFile, @unchecked Sendable {
    private let node: DiskImage.Node
    private let path: String
    private let process: SimulatedProcess
    private var world: World { process.world }

    init(_ node: DiskImage.Node, _ path: String, _ process: SimulatedProcess) {
        self.node = node
        self.path = path
        self.process = process
    }

    deinit { release() }

    func size() throws -> Int64 {
        try process.step()
        return Int64(node.bytes.count)
    }

    var isLinked: Bool {
        get throws {
            try process.step()
            return world.disk.hasName(node)
        }
    }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        try process.step()
        let start = min(Int(offset), node.bytes.count)
        return Array(node.bytes[start..<min(start + count, node.bytes.count)])
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        var bytes = Array(bytes)
        do {
            try process.step()
        } catch {
            // Killed in the middle of the call: some of it may have happened.
            if process.isDying, world.disk.node(path) === node {
                node.change(.write(Array(bytes.prefix(world.draw(below: bytes.count + 1))), at: Int(offset)))
            }
            throw error
        }
        var isFull = false
        if let room = world.disk.room {
            let growth = Int(offset) + bytes.count - node.bytes.count
            if growth > room {
                bytes = Array(bytes.prefix(max(0, bytes.count - (growth - room))))
                isFull = true
            }
            world.disk.room = max(0, room - max(0, growth))
        }
        node.change(.write(bytes, at: Int(offset)))
        world.note(
            "\(process.name) writes \(bytes.count) bytes at \(offset) of \(path)",
            bytes.count &* 31 &+ Int(offset)
        )
        if isFull {
            world.count("full disk")
            throw DiskError(errno: ENOSPC, operation: "write", path: path)
        }
    }

    func truncate(to size: Int64) throws {
        try process.step()
        guard Int(size) != node.bytes.count else { return }
        node.change(.truncate(to: Int(size)))
        world.note("\(process.name) cuts \(path) to \(size)", Int(size))
    }

    func sync() throws {
        try process.step()
        if world.isStormy, world.isOne(in: 400) {
            world.count("failed sync")
            node.loseSync()
            world.note("\(process.name) fails to sync \(path)", -1)
            throw DiskError(errno: EIO, operation: "fsync", path: path)
        }
        node.sync()
        world.note("\(process.name) syncs \(path)", node.bytes.count)
        if path.hasSuffix(".jsonl") { world.backend.see(journal: node.bytes) }
    }

    func tryLock() throws -> Bool {
        try process.step()
        guard node.holder == nil || node.holder == ObjectIdentifier(self) else { return false }
        guard world.disk.node(path) === node else { return false }
        node.holder = ObjectIdentifier(self)
        node.holdingProcess = process
        return true
    }

    func close() {
        guard process.isAlive else { return }
        release()
    }

    private func release() {
        guard node.holder == ObjectIdentifier(self) else { return }
        node.holder = nil
        node.holdingProcess = nil
    }
}
