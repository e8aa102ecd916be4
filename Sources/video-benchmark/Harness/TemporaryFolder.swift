import Foundation

/// A temporary folder that is removed when this object is deallocated.
final class TemporaryFolder: Sendable {
    let path: String

    /// - Parameter inMemory: Whether to use the memory-backed folder of Linux, if it exists.
    init(inMemory: Bool = false) throws {
        let memory = "/dev/shm/"
        let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory)
        path = (isThere ? memory : NSTemporaryDirectory()) + "video-benchmark-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
