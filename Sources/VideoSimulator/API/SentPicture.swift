import VideoGeneration
import VideoPlatform

/// Checks of a picture that a client sent. The real servers check its content, so a text file that is named like a
/// picture is refused.
enum SentPicture {
    /// The media types that OpenAI accepts as `input_reference`.
    static let types = ["image/jpeg", "image/png", "image/webp", "video/mp4"]

    /// Whether the bytes begin like a picture in a format that the real servers accept.
    static func isPicture(_ bytes: some Sequence<UInt8>) -> Bool { MediaInput.MediaType(sniffing: bytes) != nil }

    /// Whether the address of a picture is acceptable: a link, or a data URL that contains a picture.
    static func isAddress(_ text: String) -> Bool {
        guard text.hasPrefix("data:") else { return ["https://", "http://"].contains(where: text.hasPrefix) }
        let types = ["jpeg", "jpg", "png", "webp"].map { "data:image/\($0);base64," }
        guard let type = types.first(where: text.hasPrefix) else { return false }
        // The first bytes identify the format. 16 base64 digits hold 12 bytes.
        return Data(base64Encoded: String(text.dropFirst(type.count).prefix(16))).map(isPicture) ?? false
    }
}
