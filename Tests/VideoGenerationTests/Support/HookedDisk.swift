import Synchronization
import VideoGeneration
import VideoGenerationTesting

/// A disk that counts its open files, and asks a test before each write and each sync.
final class HookedDisk: ForwardingDisk {
    enum Call: Sendable { case write, sync, lock }

    let disk = UnsyncedDisk()
    private let hook = Mutex<(@Sendable (Call, String) throws -> Void)?>(nil)
    private let paths = Mutex<[String]>([])

    /// The paths of the files that are open.
    var openPaths: [String] { paths.withLock { $0.sorted() } }

    /// Runs work before each write, sync and lock from now on. If it throws, the call fails.
    func before(_ work: (@Sendable (Call, String) throws -> Void)?) { hook.withLock { $0 = work } }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        let file = try disk.open(path, mode)
        paths.withLock { $0.append(path) }
        return File(file, path, self)
    }

    private func call(_ call: Call, _ path: String) throws { try hook.withLock { $0 }?(call, path) }

    private final class File: ForwardingFile {
        let file: any DiskFile
        private let path: String
        private let disk: HookedDisk

        init(_ file: any DiskFile, _ path: String, _ disk: HookedDisk) {
            (self.file, self.path, self.disk) = (file, path, disk)
        }

        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
            try disk.call(.write, path)
            try file.write(bytes, at: offset)
        }
        func sync() throws {
            try disk.call(.sync, path)
            try file.sync()
        }
        func tryLock() throws -> Bool {
            try disk.call(.lock, path)
            return try file.tryLock()
        }
        func close() { file.close() }

        /// A descriptor is open as long as its file is in memory; `close` only gives up the lock.
        deinit {
            disk.paths.withLock { paths in
                if let index = paths.firstIndex(of: path) { paths.remove(at: index) }
            }
        }
    }
}
