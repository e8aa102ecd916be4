import VideoPlatform

extension VideoClient {
    /// Returns the HTTP request that a submit would send, without the key. Nothing is sent.
    ///
    /// Images are read, and everything is checked as for a submit.
    /// - Throws: ``VideoError``, with code `unsupported` if the provider cannot preview its requests.
    public func preview(_ request: VideoRequest, using providerID: String) throws -> HTTPRequest {
        let provider = try provider(providerID)
        return try provider.preview(prepare(request, for: provider))
    }

    /// Returns a request that is ready to be sent: with its model and the bytes of its images.
    func prepare(_ request: VideoRequest, for provider: any VideoGenerating) throws -> VideoRequest {
        var request = request
        request.model = request.model ?? provider.info.defaultModel
        request.firstFrame = try request.firstFrame.map(load)
        request.lastFrame = try request.lastFrame.map(load)
        request.references = try request.references.map(load)
        return try provider.info.checked(request)
    }

    /// The largest image in bytes. No provider accepts more than 30 MB.
    private static let maximumPicture = 30 << 20

    /// Reads an image from its file, and refuses a file that is not an image.
    private func load(_ input: MediaInput) throws -> MediaInput {
        switch input.source {
        case .url, .data, .uploaded: return input
        case .omitted: throw input.unavailable
        case .file(let path):
            let bytes: [UInt8]
            do {
                let file = try disk.open(path, .read)
                let size = try file.size()
                guard size <= Self.maximumPicture else {
                    throw VideoError(
                        .invalidRequest,
                        "The picture \(path) has \(size) bytes. The maximum is \(Self.maximumPicture).",
                        advice: "Nothing was sent."
                    )
                }
                bytes = try file.read(at: 0, count: Int(size))
            } catch let error as DiskError {
                throw VideoError(storage: error, doing: "read the picture")
            }
            guard let type = MediaInput.MediaType(sniffing: bytes) else {
                throw VideoError(
                    .invalidRequest,
                    "\(path) is not a JPEG, PNG or WebP picture.",
                    advice: "Nothing was sent."
                )
            }
            return .data(Data(bytes), type)
        }
    }
}
