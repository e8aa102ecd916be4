/// A reusable character of OpenAI's API, created from a video.
struct VideoCharacter: Sendable {
    var id: String
    var name: String
    /// The time of creation in seconds since 1970.
    var created: Int
}
