import VideoPlatform

/// A folder for a test's journal and files, deleted when its last reference is released.
public final class TemporaryFolder: Sendable {
    /// The absolute path of the folder.
    public let path: String

    /// Creates an empty folder in the system's temporary folder.
    /// - Throws: the error of `FileManager` if the folder cannot be created.
    public convenience init() throws { try self.init(in: FileManager.default.temporaryDirectory.path) }

    /// Creates an empty folder in a folder that exists.
    package init(in parent: String) throws {
        path = parent + "/video-generation-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
