extension VideoRequest {
    /// Throws an error if the request uses a setting that the wire format has no field for. Omitting the setting
    /// silently would buy a different video for the same money.
    /// - Parameters:
    ///   - isAsked: Whether the request uses the setting.
    ///   - what: The name of the setting, for use in a sentence.
    ///   - dialect: The wire format's name.
    /// - Throws: ``VideoError`` with code `invalidRequest`.
    public func refuse(_ isAsked: Bool, _ what: String, by dialect: String) throws(VideoError) {
        guard isAsked else { return }
        throw VideoError(
            .invalidRequest,
            "The dialect \(dialect) has no field for \(what).",
            advice: "Nothing was sent. Leave it out, or give the provider's own field as an option."
        )
    }

    /// Throws an error if an input is a video or an audio file, for a wire format that takes pictures only.
    /// - Parameter dialect: The wire format's name.
    /// - Throws: ``VideoError`` with code `invalidRequest`.
    public func refuseVideosAndAudio(by dialect: String) throws(VideoError) {
        try refuse(media.contains { $0.kind == .video }, "a video as an input", by: dialect)
        try refuse(media.contains { $0.kind == .audio }, "an audio file as an input", by: dialect)
    }
}
