/// LiteLLM's IDs: `video_` and, in base64, the upstream's ID among the names of the deployment that serves it.
///
/// The names differ from response to response, so that one task has several packed IDs.
enum PackedID {
    private static let prefix = "video_"

    /// The upstream's ID; an ID that is not packed as it is.
    static func unpacked(_ id: String) -> String {
        guard id.hasPrefix(prefix) else { return id }
        let packed = id.dropFirst(prefix.count).prefix { $0 != "=" }
        let padding = String(repeating: "=", count: (4 - packed.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: packed + padding) else { return id }
        let text = String(decoding: data, as: UTF8.self)
        guard text.hasPrefix("litellm:") else { return id }
        let part = text.split(separator: ";").first { $0.hasPrefix("video_id:") }
        return part.map { String($0.dropFirst("video_id:".count)) } ?? id
    }
}
