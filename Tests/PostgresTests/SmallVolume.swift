import Foundation

/// A file system of a few megabytes in memory, for a tablespace. It needs root, and permission to mount.
final class SmallVolume {
    /// Whether such a file system can be mounted here.
    static let isPossible: Bool = { (try? SmallVolume(megabytes: 1)) != nil }()

    let path: String

    init(megabytes: Int) throws {
        path = "/tmp/video-volume-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        do {
            guard getuid() == 0 else { throw CocoaError(.fileWriteNoPermission) }
            try Self.run("mount -t tmpfs -o size=\(megabytes)m,mode=0700 tmpfs \(path) && chown postgres \(path)")
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }

    deinit {
        try? Self.run("umount -l \(path)")
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file until there is no room.
    func fill() throws { try? Self.run("dd if=/dev/zero of=\(path)/filler bs=8192") }

    /// Makes room again.
    func free() throws { try FileManager.default.removeItem(atPath: path + "/filler") }

    private static func run(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command + " >/dev/null 2>&1"]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
