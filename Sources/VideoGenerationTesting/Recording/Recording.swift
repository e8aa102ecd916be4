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
    /// - Throws: an error of Foundation's where there is no file or it is no archive. A missing recording
    ///   fails the test; nothing is ever recorded in its place.
    public init(contentsOf path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        exchanges = try JSONDecoder().decode(HTTPArchive.self, from: data).exchanges
    }

    /// Writes the recording, readable by its owner only.
    public func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(HTTPArchive(exchanges))
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
