import VideoPlatform

extension VideoRequest {
    /// Returns the fingerprint of the request: equal for two requests that ask for the same video.
    ///
    /// The bytes of its files count, not their paths, so that they have to be loaded before.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the bytes of an input are not at hand.
    package func digest() throws(VideoError) -> String {
        var canonical = self
        // The journal's form of an input has no bytes, and a private prompt is a part of the request.
        canonical.isPrivate = false
        var inputs: [String] = []
        for input in media {
            switch input.source {
            case .url(let url): inputs.append("\(input.kind) url \(url.string)")
            case .uploaded(let id): inputs.append("\(input.kind) uploaded \(id)")
            case .data(let data, _): inputs.append("\(input.kind) bytes \(SHA256Stream.digest(of: Array(data)))")
            case .file, .omitted: throw input.unavailable
            }
        }
        canonical = canonical.mapMedia { .uploaded("", kind: $0.kind) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A request with a number that JSON cannot hold is refused before it is sent.
        var bytes = (try? encoder.encode(canonical)).map(Array.init) ?? []
        for input in inputs { bytes += Array("\n\(input)".utf8) }
        return String(SHA256Stream.digest(of: bytes).prefix(32))
    }
}
