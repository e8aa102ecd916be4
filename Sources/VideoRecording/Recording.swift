import VideoGeneration
import VideoPlatform

/// Exchanges with a real provider, stored for playback as an HTTP Archive (HAR 1.2) without secrets.
///
/// Create a recording with ``RecordingTransport``, and play it with ``PlaybackTransport``. Its content is redacted
/// before it reaches the disk: it has no key, no cookie, no signature and no picture. Review a new recording before you
/// commit it, because it contains the prompt and the provider's messages.
public struct Recording: Sendable, Hashable {
    /// The exchanges in the order in which they began.
    public var exchanges: [RecordedExchange]

    /// Creates a recording from exchanges.
    public init(_ exchanges: [RecordedExchange] = []) { self.exchanges = exchanges }

    /// Reads a recording from a file.
    /// - Throws: `DiskError` if there is no such file, or if it is not a regular file, such as a pipe or a symbolic
    ///   link; `DecodingError` if it is not a HAR file. A missing recording fails the test; it is never replaced by a
    ///   new one.
    public init(contentsOf path: String) throws {
        let file = try POSIXDisk().open(path, .read)
        let size = try file.size()
        guard size <= Self.maximumSize else { throw DiskError(errno: EFBIG, operation: "read", path: path) }
        let data = Data(try file.read(at: 0, count: Int(size)))
        exchanges = try JSONDecoder().decode(HTTPArchive.self, from: data).exchanges
    }

    private static let maximumSize: Int64 = 1 << 30

    /// Writes the recording to a file that only its owner can read.
    /// - Throws: `DiskError` if the file cannot be written.
    public func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try POSIXDisk().replace(path, with: Array(try encoder.encode(HTTPArchive(exchanges))))
    }
}
