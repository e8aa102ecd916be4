import VideoPlatform

/// Finds the made video in an answer: every place where a provider, a relay or a clone puts the link.
///
/// A link that is no `http` or `https` URL is none. A relative one is resolved against the API's origin.
public struct LinkSearch: Sendable {
    private let endpoint: Endpoint

    /// Searches for an API at an address: a link of the same origin needs the key.
    public init(at endpoint: Endpoint) { self.endpoint = endpoint }

    /// The videos of a task, from the task inwards; empty where there is no usable link.
    public func assets(in answer: Answer) -> [VideoAsset] {
        for layer in answer.taskLayers {
            let assets = assets(in: layer, depth: 0)
            if !assets.isEmpty { return assets }
        }
        // Older relays keep the result in the field that is named for the reason of a failure.
        return answer.first("fail_reason").map { assets(in: $0, depth: 0) } ?? []
    }

    /// The video that MiniMax's `file` object holds; nil where there is no usable link.
    ///
    /// Its links are signed for a store of the provider's: the key never goes there.
    public func asset(inFile file: JSONValue) -> VideoAsset? {
        let links = ["download_url", "backup_download_url"].compactMap { file[$0].flatMap(link) }
        guard let first = links.first else { return nil }
        return VideoAsset(
            first,
            id: file["file_id"]?.identifier,
            backupLinks: Array(links.dropFirst()),
            expiresAt: LinkExpiry.date(of: first)
        )
    }

    /// A link, trimmed of the spaces and back-ticks that some relays wrap it in.
    public func link(_ value: JSONValue) -> HTTPURL? {
        guard case .string(let string) = value, string.utf8.count <= 2 * HTTPURL.maximumLength else { return nil }
        let text = string.trimming { $0.isWhitespace || "`\"'<>".contains($0) }
        if text.hasPrefix("/") { return endpoint.baseURL.resolving(text) }
        return HTTPURL(text)
    }

    private static let keys = [
        "result_url", "file", "content", "video_url", "metadata", "url", "video", "unsigned_urls", "download_url",
        "task_result", "result", "output", "videos", "outputs", "creations", "content_url", "data",
    ]

    private func assets(in object: JSONObject, depth: Int) -> [VideoAsset] {
        for key in Self.keys {
            guard let value = object[key] else { continue }
            if key == "data", case .object = value { continue }  // the next layer
            let found = key == "file" ? asset(inFile: value).map { [$0] } ?? [] : assets(in: value, depth: depth)
            if !found.isEmpty { return found }
        }
        return []
    }

    private func assets(in value: JSONValue, depth: Int) -> [VideoAsset] {
        guard depth < 6 else { return [] }
        switch value {
        case .string:
            guard let link = link(value) else { return [] }
            return [
                VideoAsset(
                    link,
                    expiresAt: LinkExpiry.date(of: link),
                    needsCredential: link.origin == endpoint.origin
                )
            ]
        case .array(let elements): return elements.prefix(16).flatMap { assets(in: $0, depth: depth + 1) }
        case .object(let object): return assets(in: object, depth: depth + 1)
        case .null, .bool, .number: return []
        }
    }
}
