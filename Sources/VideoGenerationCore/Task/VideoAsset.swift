/// Something that a provider made, and the link to it.
///
/// Links are capabilities and expire: they are not kept. Ask the provider for a fresh one.
public struct VideoAsset: Sendable, Hashable {
    /// What an asset is.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// The video.
        case video
        /// A still.
        case thumbnail
        /// A sheet of stills.
        case spritesheet
    }

    /// What it is.
    public var kind: Kind
    /// The provider's id of the file, where told.
    public var id: String?
    /// Where it is.
    public var link: HTTPURL
    /// Where it is as well.
    public var backupLinks: [HTTPURL]
    /// Until when the links work, where the provider or the link says so.
    public var expiresAt: Date?
    /// The size in bytes, where told and believable.
    public var size: Int64?
    /// The SHA-256 in hexadecimal, where told.
    public var sha256: String?
    /// Whether the provider's credential goes to ``link``: true for the API's own content route, false for
    /// a CDN. The credential's origin has the last word.
    public var needsCredential: Bool

    /// Makes an asset.
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
