/// The sidecar of a part: what the bytes belong to, and which of them are known to outlive a power loss.
///
/// Without a sidecar that fits, a part is worth nothing and is begun anew: bytes of two files are never put
/// together.
struct PartManifest: Sendable, Hashable, Codable {
    /// The version of this form; another one is not read.
    static let currentVersion = 1

    var version = currentVersion
    /// The task whose video it is.
    var task: String
    /// Origin and path of the link, without its query, which is a signature and changes.
    var link: String
    /// A strong `ETag`, or a `Last-Modified` that is as good, exactly as `If-Range` sends it back.
    var validator: String?
    /// The size of the whole, where the server told.
    var total: Int64?
    /// The bytes that were synced.
    var synced = ByteRanges()

    /// Names a link so that a renewed signature is the same link.
    static func identity(of url: HTTPURL) -> String { url.origin.string + url.path }

    /// Whether the bytes may be gone on with at a link. An entity tag names the bytes wherever they are; a
    /// date only does so at one place.
    func canResume(at url: HTTPURL) -> Bool {
        guard let validator else { return false }
        return validator.hasPrefix("\"") || link == Self.identity(of: url)
    }
}
