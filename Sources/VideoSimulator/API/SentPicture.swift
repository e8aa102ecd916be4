import VideoGeneration
import VideoPlatform

/// A picture that a client sent. The real servers look into it, so a text file with the name of a picture is refused.
enum SentPicture {
    /// The types of a file that OpenAI takes as `input_reference`.
    static let types = ["image/jpeg", "image/png", "image/webp", "video/mp4"]

    /// Whether the bytes begin like one of the pictures that the real servers take.
    static func isPicture(_ bytes: some Sequence<UInt8>) -> Bool { MediaInput.MediaType(sniffing: bytes) != nil }

    /// Whether a picture's address is one that may be sent: a link, or a data URL that holds a picture.
    static func isAddress(_ text: String) -> Bool {
        guard text.hasPrefix("data:") else { return ["https://", "http://"].contains(where: text.hasPrefix) }
        let types = ["jpeg", "jpg", "png", "webp"].map { "data:image/\($0);base64," }
        guard let type = types.first(where: text.hasPrefix) else { return false }
        // The first bytes tell; four digits of base64 are three of them.
        return Data(base64Encoded: String(text.dropFirst(type.count).prefix(16))).map(isPicture) ?? false
    }
}
