extension ModelDescription {
    /// Holds a request against this model.
    ///
    /// What can be mended (a length, a resolution, a size, a ratio) comes back as a change to the nearest;
    /// what cannot is thrown. Names are compared without regard to case and sent as the provider writes them.
    /// - Parameters:
    ///   - request: what is to be made.
    ///   - alternatives: other models that work in this request's mode, to be named where this one does not.
    /// - Throws: ``VideoError`` with code `invalidRequest`.
    public func fit(_ request: VideoRequest, orElse alternatives: [String] = []) throws -> RequestFit {
        let mode = try mode(of: request, alternatives)
        try checkPrompt(request, mode)
        try checkPictures(request, mode)
        var fit = RequestFit(request: request)
        guard let mode else { return fit }
        if let formats = mode.formats { fit.choose(from: formats, mode) }
        if let ratios = mode.aspectRatios { fit.chooseRatio(from: ratios) }
        return fit
    }

    private func mode(of request: VideoRequest, _ alternatives: [String]) throws -> ModeDescription? {
        if modes.isEmpty { return nil }
        if let mode = mode(request.mode) { return mode }
        // What an earlier video or a template brings along is the provider's to judge.
        if request.source != nil { return nil }
        let needs = modes.map { "from \($0.mode.words)" }
        throw VideoError(
            .invalidRequest,
            "\(name) does not make a video from \(request.mode.words).",
            advice: "Nothing was sent. It makes one \(needs.joined(separator: ", or "))."
                + (alternatives.isEmpty ? "" : " Others do: \(alternatives.joined(separator: ", ")).")
        )
    }

    private func checkPrompt(_ request: VideoRequest, _ mode: ModeDescription?) throws {
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

    private func checkPictures(_ request: VideoRequest, _ mode: ModeDescription?) throws {
        guard let limits = mode?.pictures else { return }
        let pictures = request.pictures
        guard (limits.minimum...max(limits.minimum, limits.maximum)).contains(pictures.count) else {
            let range =
                limits.minimum >= limits.maximum
                ? limits.minimum.counted("picture") : "\(limits.minimum) to \(limits.maximum.counted("picture"))"
            throw VideoError(
                .invalidRequest,
                "\(name) takes \(range) here, not \(pictures.count).",
                advice: "Nothing was sent."
            )
        }
        for picture in pictures {
            guard let objection = limits.objection(to: picture) else { continue }
            throw VideoError(
                .invalidRequest,
                "\(name) does not take a picture: it \(objection).",
                advice: "Nothing was sent. Change the picture."
            )
        }
    }
}

extension VideoRequest {
    /// An empty prompt is refused here, where it costs nothing.
    func checkPrompt(isNeeded: Bool) throws {
        if case .template = source { return }
        guard isNeeded, prompt.allSatisfy(\.isWhitespace) else { return }
        throw VideoError(
            .invalidRequest,
            "The prompt is empty.",
            advice: "Nothing was sent. Say what the video shall show."
        )
    }
}

extension GenerationMode {
    /// What is given, in words.
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
