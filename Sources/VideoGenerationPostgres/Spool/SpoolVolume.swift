import CLibpq
import VideoGeneration
import VideoPlatform

/// The file system of a spool.
enum SpoolVolume {
    /// The types whose files end with the machine's power or with the container, from Linux's `linux/magic.h`.
    private static let passing: [UInt32: String] = [
        0x0102_1994: "tmpfs", 0x8584_58F6: "ramfs", 0x794C_7630: "overlay",
    ]

    /// Checks that files in a folder outlive the container and the machine's power. macOS has no such file systems.
    /// - Parameter folder: the folder that is given to ``PostgresJournal/init(_:folder:environment:)``.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the folder is in memory or in a container's own layer.
    static func check(_ folder: String) throws(VideoError) {
        guard let name = passing[clibpq_file_system_type(folder)] else { return }
        throw VideoError(
            .configurationInvalid,
            "The folder \(folder) is on a file system of type \(name), whose files do not outlive "
                + (name == "overlay" ? "the container." : "the machine's power."),
            advice:
                "The IDs of videos that were bought while the database is away are kept there. Mount a volume for it."
        )
    }
}
