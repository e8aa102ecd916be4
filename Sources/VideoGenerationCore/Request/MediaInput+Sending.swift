extension MediaInput {
    /// Returns the URL of the picture for a JSON body: the URL as it is, or a data URL with the picture's bytes.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the file was not loaded or the picture was not kept.
    public func sendableURL() throws(VideoError) -> String {
        switch self {
        case .url(let url): url.string
        case .data(let data, let type): "data:\(type.rawValue);base64,\(data.base64EncodedString())"
        case .file, .omitted: throw unavailable
        }
    }

    /// The error that explains why the picture cannot be sent.
    package var unavailable: VideoError {
        switch self {
        case .omitted:
            VideoError(
                .invalidRequest,
                "The picture of this request was not kept, so the request cannot be sent again.",
                advice: "Nothing was sent. Give the picture again."
            )
        default:
            VideoError(.invalidRequest, "A picture's file was not loaded before sending.", advice: "Nothing was sent.")
        }
    }
}

extension VideoRequest {
    /// All pictures of the request: first frame, last frame, references.
    public var pictures: [MediaInput] { [firstFrame, lastFrame].compactMap { $0 } + references }
}
