package import VideoGeneration

/// A disk that forwards every call to another disk, except for the methods that it implements itself.
package protocol ForwardingDisk: Disk {
    associatedtype Base: Disk
    var disk: Base { get }
}

extension ForwardingDisk {
    package var executor: (any TaskExecutor)? { disk.executor }
    package func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile { try disk.open(path, mode) }
    package func move(_ path: String, to newPath: String, replacing: Bool) throws {
        try disk.move(path, to: newPath, replacing: replacing)
    }
    package func remove(_ path: String) throws { try disk.remove(path) }
    package func size(of path: String) throws -> Int64? { try disk.size(of: path) }
    package func entry(at path: String, followingLinks: Bool) throws -> DiskEntry? {
        try disk.entry(at: path, followingLinks: followingLinks)
    }
    package func names(in folder: String) throws -> [String] { try disk.names(in: folder) }
    package func makeFolder(_ path: String) throws { try disk.makeFolder(path) }
    package func checkWritable(_ folder: String) throws { try disk.checkWritable(folder) }
    package func syncFolder(_ path: String) throws { try disk.syncFolder(path) }
    package func freeBytes(at path: String) -> Int64? { disk.freeBytes(at: path) }
}
