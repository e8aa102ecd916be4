import VideoGenerationCore

/// The name of a model at Replicate: `owner/name`, a version of it as `owner/name:version`, or a version alone.
struct ReplicateModelPath: Sendable {
    /// The owner and the name; empty for a version alone.
    let segments: [String]
    /// The ID of the version; nil for the current version of a model.
    let version: String?

    /// `owner/name` without the version; nil for a version alone.
    var model: String? { segments.isEmpty ? nil : segments.joined(separator: "/") }

    private static let longest = 200

    /// Checks the name of a model, which becomes a part of a request with the key.
    /// - Throws: `VideoError` with code `invalidRequest` if the name is not one of a model at Replicate.
    init(_ name: String) throws(VideoError) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let path = parts[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let version = parts.count == 2 ? parts[1] : nil
        let isVersion = path.count == 1 && version == nil && Self.isID(name)
        guard name.utf8.count <= Self.longest,
            isVersion || path.count == 2 && path.allSatisfy(Self.isPlain) && version.map(Self.isPlain) ?? true
        else {
            throw VideoError(
                .invalidRequest,
                "This is not the name of a model at Replicate.",
                advice: "Nothing was sent. A model is named as on replicate.com: owner/name, or owner/name:version."
            )
        }
        segments = isVersion ? [] : path
        self.version = isVersion ? name : version
    }

    /// Whether a text is the ID of a version: a SHA-256 hash.
    private static func isID(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func isPlain(_ segment: String) -> Bool {
        !segment.isEmpty && !segment.allSatisfy { $0 == "." }
            && segment.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }
}
