extension ModelDescription {
    /// Whether the model has the mode of a request and takes every kind of its videos and audio files.
    func takes(_ request: VideoRequest) -> Bool {
        guard let mode = mode(request.mode) else { return false }
        return request.media.allSatisfy { $0.kind == .picture || mode.limits(of: $0.kind) != nil }
    }

    /// Checks the videos and audio files of a request. A mode takes only those that it declares.
    func checkMedia(_ request: VideoRequest, _ mode: ModeDescription, _ alternatives: [String]) throws(VideoError) {
        for kind in MediaInput.Kind.allCases where kind != .picture {
            let inputs = request.media.filter { $0.kind == kind }
            guard !inputs.isEmpty else { continue }
            guard let limits = mode.limits(of: kind) else {
                throw VideoError(
                    .invalidRequest,
                    "\(name) takes no \(kind.plural) in this mode: it takes \(mode.taken).",
                    advice: "Nothing was sent."
                        + (alternatives.isEmpty ? "" : " Models that do: \(alternatives.joined(separator: ", ")).")
                )
            }
            guard inputs.count <= limits.maximum else {
                throw VideoError(
                    .invalidRequest,
                    "\(name) takes at most \(kind.counted(limits.maximum)) in this mode, not \(inputs.count).",
                    advice: "Nothing was sent."
                )
            }
            for failure in inputs.compactMap(limits.validationFailure) { throw refusal(of: kind, failure) }
        }
    }

    /// Checks the length of a file of a request. A kind that the mode does not declare is refused by ``fit(_:orElse:)``.
    package func checkLength(_ seconds: Double, of kind: MediaInput.Kind, in request: VideoRequest) throws(VideoError) {
        guard let failure = mode(request.mode)?.limits(of: kind)?.validationFailure(forSeconds: seconds) else { return }
        throw refusal(of: kind, failure)
    }

    private func refusal(of kind: MediaInput.Kind, _ failure: String) -> VideoError {
        VideoError(
            .invalidRequest,
            "\(name) does not take one of the \(kind.plural): it \(failure).",
            advice: "Nothing was sent. Change the file."
        )
    }
}

extension ModeDescription {
    /// Returns the limits of a kind of file; nil if the mode takes none.
    package func limits(of kind: MediaInput.Kind) -> MediaLimits? { media.first { $0.kind == kind && $0.maximum > 0 } }

    /// The inputs that the mode takes, worded for use in a message.
    fileprivate var taken: String {
        var words: [String] = []
        if let pictures, pictures.maximum > 0 {
            words.append(pictures.words)
        } else if pictures == nil, mode != .text {
            words.append("pictures")
        }
        words += media.filter { $0.maximum > 0 }.map { "at most \($0.kind.counted($0.maximum))" }
        return words.isEmpty ? "text alone" : words.joined(separator: " and ")
    }
}

extension PictureLimits {
    /// The number of pictures, worded for use in a message.
    var words: String {
        minimum >= maximum ? minimum.counted("picture") : "\(minimum) to \(maximum.counted("picture"))"
    }
}

extension MediaInput.Kind {
    /// The name of several inputs of the kind.
    package var plural: String {
        switch self {
        case .picture: "pictures"
        case .video: "videos"
        case .audio: "audio files"
        }
    }

    /// Returns a number of inputs of the kind in words, such as `2 audio files`.
    package func counted(_ count: Int) -> String { count.counted(self == .audio ? "audio file" : rawValue) }
}

extension VideoRequest {
    /// Rejects a frame that is not a picture, and bytes whose type is of another kind than the input.
    func checkKinds() throws(VideoError) {
        for (frame, name) in [(firstFrame, "first"), (lastFrame, "last")] {
            guard let kind = frame?.kind, kind != .picture else { continue }
            throw VideoError(
                .invalidRequest,
                "The \(name) frame is \(kind == .audio ? "an audio file" : "a video"). It must be a picture.",
                advice: "Nothing was sent. Give the file as a reference."
            )
        }
        for input in media {
            guard case .data(_, let type) = input.source, type.kind != input.kind else { continue }
            throw VideoError(
                .invalidRequest,
                "An input that is given as a \(input.kind) is \(type.rawValue).",
                advice: "Nothing was sent."
            )
        }
    }
}
