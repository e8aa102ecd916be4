import Synchronization
import VideoGeneration
import VideoGenerationTesting

/// The machine's disk, until it is told to fail whatever writes.
final class FailingDisk: ForwardingDisk {
    let disk = POSIXDisk()
    private let errno = Mutex<Int32?>(nil)

    func fail(with error: Int32?) { errno.withLock { $0 = error } }

    private func check(_ operation: String, _ path: String) throws {
        if let errno = errno.withLock({ $0 }) { throw DiskError(errno: errno, operation: operation, path: path) }
    }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        if mode != .read { try check("open", path) }
        return try disk.open(path, mode)
    }
    func move(_ path: String, to newPath: String, replacing: Bool) throws {
        try check("rename", path)
        try disk.move(path, to: newPath, replacing: replacing)
    }
}
