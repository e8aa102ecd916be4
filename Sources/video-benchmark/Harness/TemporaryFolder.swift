import Foundation

/// A folder that goes away with its last owner.
final class TemporaryFolder: Sendable {
    let path: String

    /// - Parameter inMemory: in the memory-backed place that Linux has, where it is there.
    init(inMemory: Bool = false) throws {
        let memory = "/dev/shm/"
        let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory)
        path = (isThere ? memory : NSTemporaryDirectory()) + "video-benchmark-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
