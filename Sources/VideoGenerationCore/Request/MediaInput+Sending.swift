extension MediaInput {
    /// Returns the URL of the input for a JSON body: the URL or the provider's own URI as it is, or a data URL with the
    /// bytes.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the file was not loaded or the bytes were not kept.
    public func sendableURL() throws(VideoError) -> String {
        switch source {
        case .url(let url): url.string
        case .uploaded(let id): id
        case .data(let data, let type): "data:\(type.rawValue);base64,\(data.base64EncodedString())"
        case .file, .omitted: throw unavailable
        }
    }

    /// The error that explains why the input cannot be sent.
    package var unavailable: VideoError {
        switch source {
        case .omitted:
            VideoError(
                .invalidRequest,
                "The \(kind) of this request was not kept, so the request cannot be sent again.",
                advice: "Nothing was sent. Give the \(kind) again."
            )
        default:
            VideoError(
                .invalidRequest,
                "The file of a \(kind) was not loaded before sending.",
                advice: "Nothing was sent."
            )
        }
    }
}

extension VideoRequest {
    /// All pictures of the request: first frame, last frame, references.
    public var pictures: [MediaInput] { media.filter { $0.kind == .picture } }

    /// All inputs of the request: first frame, last frame, references.
    public var media: [MediaInput] { [firstFrame, lastFrame].compactMap { $0 } + references }

    /// Returns the request with each of its inputs replaced.
    package func mapMedia(_ transform: (MediaInput) throws -> MediaInput) rethrows -> VideoRequest {
        var request = self
        request.firstFrame = try firstFrame.map(transform)
        request.lastFrame = try lastFrame.map(transform)
        request.references = try references.map(transform)
        return request
    }

    /// Returns the request with each of its inputs replaced.
    package func mapMedia(_ transform: (MediaInput) async throws -> MediaInput) async rethrows -> VideoRequest {
        var request = self
        if let frame = firstFrame { request.firstFrame = try await transform(frame) }
        if let frame = lastFrame { request.lastFrame = try await transform(frame) }
        request.references = []
        for reference in references { request.references.append(try await transform(reference)) }
        return request
    }
}
