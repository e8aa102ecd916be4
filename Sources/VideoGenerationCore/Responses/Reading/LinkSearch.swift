/// Finds the video in a response, in every place that a provider, relay or clone uses for the link.
///
/// Only `http` and `https` URLs count. A relative URL is resolved against the API's base URL. A preview picture is not
/// the video: objects that are labeled as pictures and files with a picture's extension are ignored.
package struct LinkSearch: Sendable {
    private let endpoint: Endpoint
    /// The position of each key in the order of the search.
    private let ranks: [FoldedWord: Int]

    /// Creates a search for an API. A link on the same origin needs the key.
    /// - Parameters:
    ///   - endpoint: The address of the API.
    ///   - keys: The dialect's keys in addition to the usual ones. They are searched first and compared without regard
    ///     to case and style.
    package init(at endpoint: Endpoint, keys: [String] = []) {
        self.endpoint = endpoint
        ranks = keys.isEmpty ? Self.usualRanks : Self.ranks(keys + Self.usualKeys)
    }

    /// Returns the videos of a task, from the task inwards; empty if there is no usable link.
    package func outputs(in document: ResponseDocument) -> [VideoOutput] {
        for layer in document.taskLayers {
            let outputs = outputs(in: layer, depth: 0)
            if !outputs.isEmpty { return outputs }
        }
        // Older relays put the result into the field for the failure reason.
        return document.first("fail_reason").map { outputs(in: $0, depth: 0) } ?? []
    }

    /// Returns the video in MiniMax's `file` object; nil if there is no usable link.
    ///
    /// These links are signed for the provider's file storage. The key is never sent there.
    package func output(inFile file: JSONValue) -> VideoOutput? {
        let links = ["download_url", "backup_download_url"].compactMap { file[$0].flatMap(link) }
        guard let first = links.first else { return nil }
        return VideoOutput(
            first,
            id: file["file_id"]?.identifier,
            backupLinks: Array(links.dropFirst()),
            expiresAt: LinkExpiry.date(of: first)
        )
    }

    /// Returns a link, without the spaces, quotes and backticks that some relays put around it.
    package func link(_ value: JSONValue) -> HTTPURL? {
        guard case .string(let string) = value, string.utf8.count <= 2 * HTTPURL.maximumLength else { return nil }
        let text = string.trimming { $0.isWhitespace || "`\"'<>".contains($0) }
        if text.hasPrefix("/") { return endpoint.baseURL.resolving(text) }
        return HTTPURL(text)
    }

    /// Returns the video that a value contains itself, in base64 under a key that says so.
    /// - Parameter place: The key of the value, or several joined by dots.
    package func content(_ value: JSONValue, at place: String) -> InlineContent? {
        guard place.hasSuffix("b64_json"), let content = InlineContent(value) else { return nil }
        if case .text = content, content.bytes == nil { return nil }
        return content
    }

    /// Returns the outputs besides the video at the dialect's keys, at any depth of the task.
    package func extras(in document: ResponseDocument, _ kinds: [String: VideoOutput.Kind]) -> [VideoOutput] {
        guard !kinds.isEmpty, let task = document.taskLayers.first else { return [] }
        let kinds = Dictionary(kinds.map { (FoldedWord($0), $1) }, uniquingKeysWith: { first, _ in first })
        var found: [VideoOutput] = []
        collect(.object(task), kinds, depth: 0, into: &found)
        return found
    }

    private func collect(
        _ value: JSONValue,
        _ kinds: [FoldedWord: VideoOutput.Kind],
        depth: Int,
        into found: inout [VideoOutput]
    ) {
        guard depth < 8, found.count < 16 else { return }
        switch value {
        case .object(let object):
            for member in object {
                if let kind = kinds[FoldedWord(member.key)] {
                    found += firstLinks(member.value, depth: depth).map { output($0, kind) }
                } else {
                    collect(member.value, kinds, depth: depth + 1, into: &found)
                }
            }
        case .array(let elements):
            for element in elements.prefix(16) { collect(element, kinds, depth: depth + 1, into: &found) }
        case .string, .number, .bool, .null: break
        }
    }

    /// Returns the links of a value: a string, an object with a `url`, or an array of these.
    private func firstLinks(_ value: JSONValue, depth: Int) -> [HTTPURL] {
        guard depth < 8 else { return [] }
        switch value {
        case .string: return link(value).map { [$0] } ?? []
        case .object(let object):
            return (object.folded["url"] ?? object.folded["uri"]).map { firstLinks($0, depth: depth + 1) } ?? []
        case .array(let elements): return elements.prefix(16).flatMap { firstLinks($0, depth: depth + 1) }
        case .number, .bool, .null: return []
        }
    }

    private func output(_ link: HTTPURL, _ kind: VideoOutput.Kind = .video) -> VideoOutput {
        VideoOutput(
            link,
            kind: kind,
            expiresAt: LinkExpiry.date(of: link),
            needsCredential: link.origin == endpoint.origin
        )
    }

    /// In order of preference. `remixed_from_video_id` contains a link on one server only; on all others it is an ID.
    private static let usualKeys = [
        "result_url", "file", "content", "video_url", "metadata", "url", "video", "unsigned_urls", "download_url",
        "output_url", "file_url", "media_url", "task_result", "result", "results", "output", "videos", "outputs",
        "video_urls", "result_urls", "output_urls", "urls", "creations", "generations", "generated_videos",
        "generated_samples", "generated_video", "response", "generate_video_response", "assets", "content_url", "uri",
        "data", "remixed_from_video_id",
    ]
    private static let usualRanks = ranks(usualKeys)

    private static func ranks(_ keys: [String]) -> [FoldedWord: Int] {
        Dictionary(keys.enumerated().map { (FoldedWord($1), $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func outputs(in object: JSONObject, depth: Int) -> [VideoOutput] {
        let members = object.folded
        guard !Self.kindKeys.contains(where: { members[$0].map(Self.isOtherKind) ?? false }) else { return [] }
        let known = members.compactMap { key, value in ranks[key].map { (rank: $0, key: key.text, value: value) } }
        for member in known.sorted(by: { $0.rank < $1.rank }) {
            if member.key == "data", case .object = member.value { continue }  // searched as the next layer
            if member.key == "file", let file = output(inFile: member.value) { return [file] }
            let found = outputs(in: member.value, depth: depth)
            if !found.isEmpty { return found }
        }
        // Servers that make the video before they respond (LocalAI, Xinference).
        let inline = members["b64_json"].flatMap { content($0, at: "b64_json") }
        return inline.map { [VideoOutput(.inline($0))] } ?? []
    }

    private func outputs(in value: JSONValue, depth: Int) -> [VideoOutput] {
        guard depth < 6 else { return [] }
        switch value {
        case .string:
            guard let link = link(value), !Self.pictureEndings.contains(where: link.hasEnding) else { return [] }
            return [output(link)]
        case .array(let elements):
            let found = elements.prefix(16).flatMap { outputs(in: $0, depth: depth + 1) }
            // A GIF may be the requested output, unless there is a video beside it.
            let videos = found.filter { !($0.link?.hasEnding(".gif") ?? false) }
            return videos.isEmpty ? found : videos
        case .object(let object): return outputs(in: object, depth: depth + 1)
        case .null, .bool, .number: return []
        }
    }

    /// Whether an object declares that it is not a video: `{"type": "image", "url": …}`. A GIF may be the requested
    /// output.
    private static func isOtherKind(_ value: JSONValue) -> Bool {
        guard let word = value.text.map({ FoldedWord($0) }) else { return false }
        return otherKinds.contains(word) || word.text.hasPrefix("audio/")
            || word.text.hasPrefix("image/") && word.text != "image/gif"
    }

    private static let kindKeys: [FoldedWord] = ["type", "kind", "role", "content_type", "mime_type"]
    private static let otherKinds: Set<FoldedWord> = [
        "image", "image_url", "picture", "thumbnail", "cover", "poster", "preview", "audio", "audio_url", "text",
        "first_frame", "last_frame", "reference_image",
    ]

    private static let pictureEndings = [".jpg", ".jpeg", ".png", ".webp", ".avif", ".bmp"]
}

extension HTTPURL {
    /// Returns whether the path has this ending, without regard to case.
    fileprivate func hasEnding(_ ending: String) -> Bool { path.lowercased().hasSuffix(ending) }
}
