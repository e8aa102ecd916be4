/// A request with the bytes of its files.
struct LoadedRequest: Sendable {
    var request: VideoRequest
    /// The lengths of the files whose headers tell them, in seconds.
    var lengths: [Length]

    struct Length: Sendable {
        let kind: MediaInput.Kind
        let seconds: Double
    }
}
