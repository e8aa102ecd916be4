import Foundation

/// A folder that goes away with its last owner.
final class TemporaryFolder: Sendable {
    let path = NSTemporaryDirectory() + "video-benchmark-\(UInt64.random(in: .min ... .max))"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
