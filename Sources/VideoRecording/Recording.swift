import VideoGeneration
import VideoPlatform

/// Exchanges with a real provider, kept to be played back: an HTTP Archive (HAR 1.2) without secrets.
///
/// Make one with ``RecordingTransport``, play it with ``PlaybackTransport``. What it holds is redacted before
/// it reaches the disk: no key, no cookie, no signature, no picture. Look at a new recording all the same
/// before you commit it: the prompt and the provider's words are in it.
public struct Recording: Sendable, Hashable {
    /// The exchanges in the order in which they began.
    public var exchanges: [RecordedExchange]

    /// Takes exchanges.
    public init(_ exchanges: [RecordedExchange] = []) { self.exchanges = exchanges }

    /// Reads a recording.
    /// - Throws: `DiskError` if there is no such file, and for what is none, such as a pipe or a symbolic link;
    ///   `DecodingError` if it is no archive. A missing recording fails the test; nothing is ever recorded in its place.
    public init(contentsOf path: String) throws {
        let file = try POSIXDisk().open(path, .read)
        let size = try file.size()
        guard size <= Self.maximumSize else { throw DiskError(errno: EFBIG, operation: "read", path: path) }
        let data = Data(try file.read(at: 0, count: Int(size)))
        exchanges = try JSONDecoder().decode(HTTPArchive.self, from: data).exchanges
    }

    private static let maximumSize: Int64 = 1 << 30

    /// Writes the recording, readable by its owner only.
    public func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try POSIXDisk().replace(path, with: Array(try encoder.encode(HTTPArchive(exchanges))))
    }
}
