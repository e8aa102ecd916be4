/// An output of a task and the link to it.
///
/// Anyone with the link can download the file, and links expire. They are therefore not stored: request a fresh link
/// from the provider.
public struct VideoOutput: Sendable, Hashable {
    /// The kind of an output.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// The video that was requested.
        case video
        /// A single still image.
        case thumbnail
        /// An image that contains many stills.
        case spritesheet
    }

    /// The kind of the output.
    public var kind: Kind
    /// The provider's ID of the file; nil if the provider does not report it.
    package var id: String?
    /// The URL of the file.
    public var link: HTTPURL
    /// Alternative URLs for the same bytes.
    package var backupLinks: [HTTPURL]
    /// The time at which the links expire; nil if neither the provider nor the link states it.
    public var expiresAt: Date?
    /// The size in bytes; nil if the provider reports none or an implausible one.
    package var size: Int64?
    /// The SHA-256 hash in hexadecimal; nil if the provider does not report it.
    package var sha256: String?
    /// Whether a request to ``link`` carries the provider's credential: true for the API's own content route, false for
    /// a CDN. The credential is sent only to its own origin in any case.
    public var needsCredential: Bool

    /// Creates an output with its link.
    public init(
        _ link: HTTPURL,
        kind: Kind = .video,
        id: String? = nil,
        backupLinks: [HTTPURL] = [],
        expiresAt: Date? = nil,
        size: Int64? = nil,
        sha256: String? = nil,
        needsCredential: Bool = false
    ) {
        self.kind = kind
        self.id = id
        self.link = link
        self.backupLinks = backupLinks
        self.expiresAt = expiresAt
        self.size = size
        self.sha256 = sha256
        self.needsCredential = needsCredential
    }
}
