import VideoGenerationCore

/// The path of a model at fal: `owner/alias`, and for most models a path inside the app after it.
struct FalModelPath: Sendable {
    /// The whole path, to which a request is submitted.
    let path: String
    /// The segments that name the app. The requests of a task are below the app, and the rest of the path is left out.
    let app: [String]

    /// The names that stand before the owner: `APP_NAMESPACES` of fal-client 1.0.3.
    private static let namespaces = ["workflows", "comfy"]
    private static let longest = 200

    /// Checks the name of a model, which becomes the path of a request with the key.
    /// - Throws: `VideoError` with code `invalidRequest` if the name is not a plain path of a model.
    init(_ name: String) throws(VideoError) {
        let segments = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let depth = Self.namespaces.contains(segments[0]) ? 3 : 2
        guard segments.count >= depth, name.utf8.count <= Self.longest, segments.allSatisfy(Self.isPlain) else {
            throw VideoError(
                .invalidRequest,
                "This is not the path of a model at fal.",
                advice: "Nothing was sent. A model is named by its path on fal.ai, such as fal-ai/veo3.1."
            )
        }
        path = name
        app = Array(segments.prefix(depth))
    }

    /// Whether a segment names an app or a path inside it. `requests` begins the addresses of tasks.
    private static func isPlain(_ segment: String) -> Bool {
        !segment.isEmpty && segment != "requests" && !segment.allSatisfy { $0 == "." }
            && segment.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }
}
