import VideoPlatform

/// The sidecar of a part, which identifies the video and the bytes that survive a power loss.
///
/// A part without a matching sidecar is useless and starts over, because the bytes of two files must never be
/// combined.
struct PartManifest: Sendable, Hashable, Codable {
    /// The version of this format. Other versions are not read.
    static let currentVersion = 1

    var version = currentVersion
    /// The task that the video belongs to.
    var task: String
    /// The origin and path of the link, without its query, which is a signature and changes.
    var link: String
    /// A strong `ETag`, or an equally strong `Last-Modified`, exactly as `If-Range` sends it back.
    var validator: String?
    /// The size of the whole file, or nil if the server didn't declare it.
    var total: Int64?
    /// The ranges of bytes that were synced.
    var synced = ByteRanges()

    /// The text of the sidecar.
    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self))
        }
    }

    /// Returns the identity of a link, which doesn't change if only the signature is renewed.
    static func identity(of url: HTTPURL) -> String { url.origin.string + url.path }

    /// Whether the download can continue at a link. An entity tag identifies the bytes at every URL, a date only at
    /// the same URL.
    func canResume(at url: HTTPURL) -> Bool {
        guard let validator else { return false }
        return validator.hasPrefix("\"") || link == Self.identity(of: url)
    }
}
