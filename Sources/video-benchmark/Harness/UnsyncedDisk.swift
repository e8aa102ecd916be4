import VideoGeneration

/// The machine's disk without any sync: for making a large journal quickly, before anything is measured.
struct UnsyncedDisk: Disk {
    private let disk = POSIXDisk()

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile { File(file: try disk.open(path, mode)) }
    func move(_ path: String, to newPath: String, replacing: Bool) throws {
        try disk.move(path, to: newPath, replacing: replacing)
    }
    func remove(_ path: String) throws { try disk.remove(path) }
    func size(of path: String) throws -> Int64? { try disk.size(of: path) }
    func names(in folder: String) throws -> [String] { try disk.names(in: folder) }
    func makeFolder(_ path: String) throws { try disk.makeFolder(path) }
    func checkWritable(_ folder: String) throws { try disk.checkWritable(folder) }
    func syncFolder(_ path: String) throws {}
    func freeBytes(at path: String) -> Int64? { disk.freeBytes(at: path) }

    private final class File: DiskFile {
        private let file: any DiskFile
        init(file: any DiskFile) { self.file = file }
        func size() throws -> Int64 { try file.size() }
        func read(at offset: Int64, count: Int) throws -> [UInt8] { try file.read(at: offset, count: count) }
        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws { try file.write(bytes, at: offset) }
        func truncate(to size: Int64) throws { try file.truncate(to: size) }
        func sync() throws {}
        func tryLock() throws -> Bool { try file.tryLock() }
        func close() { file.close() }
    }
}
