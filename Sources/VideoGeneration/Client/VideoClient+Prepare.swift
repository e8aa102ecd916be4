import VideoPlatform

extension VideoClient {
    /// Returns the HTTP request that a submit would send, without the key. Nothing is sent.
    ///
    /// Files are read, and everything is checked as for a submit. A note is in the place of each file that would be
    /// uploaded before the submit.
    /// - Throws: ``VideoError``, with code `unsupported` if the provider cannot preview its requests.
    public func preview(_ request: VideoRequest, using providerID: String) throws -> HTTPRequest {
        try check(request, for: providerID)
        let provider = try provider(providerID)
        return try provider.preview(fit(load(request), to: provider, adapting: .none).request)
    }

    /// Refuses a kind or a number of files that the model does not take, before a large file is read.
    func check(_ request: VideoRequest, for providerID: String) throws(VideoError) {
        let info = try provider(providerID).info
        guard !request.media.isEmpty else { return }
        var request = request
        request.model = try model(of: request, at: info)
        _ = try info.checked(request)
    }

    /// Compares a loaded request with the values that its model accepts.
    func fit(_ loaded: LoadedRequest, to provider: any VideoGenerating, adapting: Route.Adaptation) throws(VideoError)
        -> RequestFit
    {
        var request = loaded.request
        request.model = try model(of: request, at: provider.info)
        var fit = try provider.info.fit(request)
        if adapting == .none {
            let name = request.model ?? provider.info.defaultModel ?? provider.info.id
            fit.request = try fit.validated(for: name)
            fit.changes = []
        }
        let model = provider.info.model(fit.request.model)
        for length in loaded.lengths { try model?.checkLength(length.seconds, of: length.kind, in: fit.request) }
        return fit
    }

    /// Reads the files of a request.
    func load(_ request: VideoRequest) throws(VideoError) -> LoadedRequest {
        var lengths: [LoadedRequest.Length] = []
        do {
            let loaded = try request.mapMedia { input in
                switch input.source {
                case .url, .data, .uploaded: return input
                case .omitted: throw input.unavailable
                case .file(let path):
                    let (loaded, seconds) = try load(path, as: input.kind)
                    if let seconds { lengths.append(.init(kind: input.kind, seconds: seconds)) }
                    return loaded
                }
            }
            return LoadedRequest(request: loaded, lengths: lengths)
        } catch { throw error as? VideoError ?? VideoError(.invalidRequest, "A file cannot be read: \(error).") }
    }

    /// Reads an input from its file, and refuses a file of another kind.
    /// - Returns: the input, and its length in seconds if the headers of the file tell it.
    private func load(_ path: String, as kind: MediaInput.Kind) throws -> (MediaInput, seconds: Double?) {
        do {
            let file = try disk.open(path, .read)
            let size = try file.size()
            guard size <= kind.maximumBytes else {
                throw VideoError(
                    .invalidRequest,
                    "The \(kind.fileWord) \(path) has \(size) bytes. The maximum is \(kind.maximumBytes).",
                    advice: "Nothing was sent."
                )
            }
            var type = MediaInput.MediaType(sniffing: try file.read(at: 0, count: 12))
            let length = type.map { MediaLength(file, $0) }
            // Most programs write sound in an MP4 file with the brand of a video.
            if kind == .audio, type == .mp4, length?.isSoundOnly == true { type = .m4a }
            guard let type, type.kind == kind else { throw Self.wrongKind(path, type, kind) }
            return (.data(Data(try file.read(at: 0, count: Int(size))), type), length?.seconds)
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "read the \(kind.fileWord)")
        }
    }

    private static func wrongKind(_ path: String, _ type: MediaInput.MediaType?, _ kind: MediaInput.Kind) -> VideoError
    {
        guard let type else {
            return VideoError(.invalidRequest, "\(path) is not \(kind.formats).", advice: "Nothing was sent.")
        }
        return VideoError(
            .invalidRequest,
            "\(path) is \(type.kind.one), not \(kind.one): its bytes are \(type.rawValue).",
            advice: "Nothing was sent. Give the file as \(type.kind.one)."
        )
    }
}

extension MediaInput.Kind {
    /// The largest file that is read, in bytes. No provider accepts a picture of more than 30 MB (MiniMax), a video of
    /// more than 200 MB (the uploads of Runway) or an audio file of more than 50 MB. The bytes are in memory until the
    /// request was sent.
    fileprivate var maximumBytes: Int64 {
        switch self {
        case .picture: 30 << 20
        case .video: 200 << 20
        case .audio: 50 << 20
        }
    }

    /// The name of a file of the kind, for use in a sentence.
    fileprivate var fileWord: String { self == .audio ? "audio file" : rawValue }

    fileprivate var one: String { self == .audio ? "an audio file" : "a \(rawValue)" }

    /// The formats that are recognized, for use in a sentence.
    fileprivate var formats: String {
        switch self {
        case .picture: "a JPEG, PNG or WebP picture"
        case .video: "an MP4, QuickTime or WebM video"
        case .audio: "an MP3, WAV or M4A audio file"
        }
    }
}
