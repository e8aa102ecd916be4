/// The kind of input that a video is made from.
public enum GenerationMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// A prompt without pictures or videos.
    case text
    /// The picture that the video starts with.
    case firstFrame
    /// The picture that the video ends with, and usually also the picture that it starts with.
    case lastFrame
    /// Pictures, videos or audio of what appears in the video.
    case references
    /// A template of the provider, filled with texts and pictures.
    case template
    /// An earlier video that is remixed, edited or extended.
    case video
}

extension VideoRequest {
    /// The mode that follows from the request's inputs and ``source``.
    public var mode: GenerationMode {
        switch source {
        case .template: .template
        case .remix, .edit, .extend: .video
        case nil:
            if !references.isEmpty {
                .references
            } else if lastFrame != nil {
                .lastFrame
            } else {
                firstFrame == nil ? .text : .firstFrame
            }
        }
    }
}
