/// An output of a task and the place of its bytes.
///
/// Anyone with a link can download the file, and links expire. They are therefore not stored: request a fresh link
/// from the provider.
public struct VideoOutput: Sendable, Hashable {
    /// The kind of an output.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The video that was requested.
        case video
        /// The last frame of the video, as a picture.
        case lastFrame
        /// The sound of the video, as a file of its own.
        case audio
        /// A single still image.
        case thumbnail
        /// An image that contains many stills.
        case spritesheet
    }

    /// The place of an output's bytes.
    public enum Source: Sendable, Hashable {
        /// A link.
        case link(HTTPURL)
        /// A string in the response itself, in base64.
        case inline(InlineContent)
        /// An object in a bucket, such as `gs://bucket/video.mp4`. ``VideoDialect/bucketLink(_:at:)`` returns its link.
        case bucket(String)
    }

    /// The kind of the output.
    public var kind: Kind
    /// The provider's ID of the file; nil if the provider does not report it.
    package var id: String?
    /// The place of the bytes.
    public var source: Source
    /// Alternative URLs for the same bytes.
    package var backupLinks: [HTTPURL]
    /// The time at which the links expire; nil if neither the provider nor the link states it.
    public var expiresAt: Date?
    /// The size in bytes; nil if the provider reports none or an implausible one.
    package var size: Int64?
    /// The SHA-256 hash in hexadecimal; nil if the provider does not report it.
    package var sha256: String?
    /// Whether a request to the link carries the provider's credential: true for the API's own content route, false for
    /// a CDN. The credential is sent only to its own origins in any case.
    public var needsCredential: Bool
    /// The request whose response contains the bytes, without the key, if the source is inline. It is sent again to
    /// download them.
    package var request: HTTPRequest? {
        get { boxedRequest.value }
        set { boxedRequest = Indirect(newValue) }
    }
    private var boxedRequest = Indirect<HTTPRequest?>(nil)

    /// Creates an output from the place of its bytes.
    public init(
        _ source: Source,
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
        self.source = source
        self.backupLinks = backupLinks
        self.expiresAt = expiresAt
        self.size = size
        self.sha256 = sha256
        self.needsCredential = needsCredential
    }

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
        self.init(
            .link(link),
            kind: kind,
            id: id,
            backupLinks: backupLinks,
            expiresAt: expiresAt,
            size: size,
            sha256: sha256,
            needsCredential: needsCredential
        )
    }

    /// The URL of the file; nil if the source is not a link.
    public var link: HTTPURL? { if case .link(let link) = source { link } else { nil } }
}
