/// Somebody whom OpenAI's videos can show again, made out of a video.
struct VideoCharacter: Sendable {
    var id: String
    var name: String
    /// Seconds since 1970.
    var created: Int
}
