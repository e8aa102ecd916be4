extension ModelDescription {
    /// Compares a request with the values that this model accepts.
    ///
    /// A length, resolution, size or aspect ratio that the model does not accept is replaced by the nearest accepted
    /// value, and the replacement is listed in ``RequestFit/changes``. Everything else that does not fit is thrown as
    /// an error. Names are compared without regard to case and are sent in the provider's spelling.
    /// - Parameters:
    ///   - request: The request to compare.
    ///   - alternatives: Other models that support the request's mode. The error names them if this model does not.
    /// - Returns: The adjusted request with the list of its changes.
    /// - Throws: ``VideoError`` with code `invalidRequest`.
    package func fit(_ request: VideoRequest, orElse alternatives: [String] = []) throws(VideoError) -> RequestFit {
        let mode = try mode(of: request, alternatives)
        try checkPrompt(request, mode)
        try checkPictures(request, mode)
        if let mode { try checkMedia(request, mode, alternatives) }
        var fit = RequestFit(request: request)
        guard let mode else { return fit }
        if let formats = mode.formats { fit.choose(from: formats, mode) }
        if let ratios = mode.aspectRatios { fit.chooseRatio(from: ratios) }
        return fit
    }

    private func mode(of request: VideoRequest, _ alternatives: [String]) throws(VideoError) -> ModeDescription? {
        if modes.isEmpty { return nil }
        if let mode = mode(request.mode) { return mode }
        // The provider decides which settings an earlier video or a template allows.
        if request.source != nil { return nil }
        let needs = modes.map { "from \($0.mode.words)" }
        throw VideoError(
            .invalidRequest,
            "\(name) does not make a video from \(request.modeWords).",
            advice: "Nothing was sent. It makes one \(needs.joined(separator: ", or "))."
                + (alternatives.isEmpty ? "" : " Models that do: \(alternatives.joined(separator: ", ")).")
        )
    }

    private func checkPrompt(_ request: VideoRequest, _ mode: ModeDescription?) throws(VideoError) {
        try request.checkPrompt(isNeeded: mode?.needsPrompt ?? true)
        let length = request.prompt.unicodeScalars.count
        if let promptLimit, length > promptLimit {
            throw VideoError(
                .invalidRequest,
                "The prompt has \(length.counted("character")); \(name) takes at most \(promptLimit).",
                advice: "Nothing was sent. Shorten it by \(length - promptLimit)."
            )
        }
    }

    private func checkPictures(_ request: VideoRequest, _ mode: ModeDescription?) throws(VideoError) {
        guard let limits = mode?.pictures else { return }
        let pictures = request.pictures
        guard (limits.minimum...max(limits.minimum, limits.maximum)).contains(pictures.count) else {
            throw VideoError(
                .invalidRequest,
                "\(name) takes \(limits.words) in this mode, not \(pictures.count).",
                advice: "Nothing was sent."
            )
        }
        for picture in pictures {
            guard let failure = limits.validationFailure(for: picture) else { continue }
            throw VideoError(
                .invalidRequest,
                "\(name) does not take one of the pictures: it \(failure).",
                advice: "Nothing was sent. Change the picture."
            )
        }
    }
}

extension VideoRequest {
    /// Rejects an empty prompt before anything is sent or billed.
    func checkPrompt(isNeeded: Bool) throws(VideoError) {
        if case .template = source { return }
        guard isNeeded, prompt.allSatisfy(\.isWhitespace) else { return }
        throw VideoError(
            .invalidRequest,
            "The prompt is empty.",
            advice: "Nothing was sent. Describe the content of the video."
        )
    }
}

extension VideoRequest {
    /// The input of the request's mode, worded for use in a message.
    fileprivate var modeWords: String {
        guard mode == .references, !references.contains(where: { $0.kind == .picture }) else { return mode.words }
        let kinds = MediaInput.Kind.allCases.filter { kind in references.contains { $0.kind == kind } }
        return kinds.map { "reference \($0.plural)" }.joined(separator: " and ")
    }
}

extension GenerationMode {
    /// The input of this mode, worded for use in a message.
    var words: String {
        switch self {
        case .text: "text alone"
        case .firstFrame: "a first frame"
        case .lastFrame: "a first and a last frame"
        case .references: "reference pictures"
        case .template: "a template"
        case .video: "an earlier video"
        }
    }
}
