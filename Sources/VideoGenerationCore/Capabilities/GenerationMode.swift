/// What a video is made from.
public enum GenerationMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// A prompt alone.
    case text
    /// The picture that the video starts with.
    case firstFrame
    /// The picture that the video ends with, and usually the one that it starts with.
    case lastFrame
    /// Pictures of what shall appear.
    case references
    /// A template of the provider's.
    case template
    /// An earlier video: remixed, edited or continued.
    case video
}

extension VideoRequest {
    /// The mode that follows from what the request holds.
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
