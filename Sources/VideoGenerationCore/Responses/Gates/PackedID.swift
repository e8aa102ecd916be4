/// An ID of LiteLLM: `video_` followed by base64, which contains the upstream's ID and the names of the deployment.
///
/// The names differ from response to response, so one task has several packed IDs.
enum PackedID {
    private static let prefix = "video_"

    /// Returns the upstream's ID. An ID that is not packed is returned unchanged.
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
