extension DialectProvider {
    /// More requests for one file than any upload needs: at most one to announce it, one for its bytes, and some to wait
    /// until it is ready.
    private static let maximumSteps = 8
    /// The longest URI of an uploaded file, in bytes. A signed URL has about 1 KiB.
    private static let longestURI = 2 << 10

    /// Uploads the inputs that the dialect does not send in the body of a submit; see
    /// ``VideoGenerating/prepare(_:in:)``.
    ///
    /// The request is checked before the first byte is sent. A file that the request uses twice is uploaded once.
    /// - Throws: ``VideoError``. Nothing was bought. `CancellationError`.
    public func prepare(_ request: VideoRequest, in context: ExchangeContext) async throws -> VideoRequest {
        let checked = try naming { try info.checked(request) }
        let previewed = try naming { try placingUploads(in: checked) }
        if previewed != checked { _ = try naming { try dialect.submitRequest(previewed, at: endpoint) } }
        let chosen = try withModel(checked, at: context.date)
        var uploads: [MediaInput: MediaInput] = [:]
        return try await request.mapMedia { input in
            if let known = uploads[input] { return known }
            let result = try await uploaded(input, of: chosen, in: context)
            uploads[input] = result
            return result
        }
    }

    /// Returns a request in which a note replaces each input that is uploaded before a submit.
    func placingUploads(in request: VideoRequest) throws -> VideoRequest {
        try request.mapMedia { input in
            guard input.canBeUploaded,
                case .send = try dialect.uploadStep(for: input, of: request, after: [], at: endpoint)
            else { return input }
            var name = input.kind.rawValue
            if case .data(_, let type) = input.source { name += ".\(type.fileExtension)" }
            return .uploaded("(\(name), uploaded first)", kind: input.kind)
        }
    }

    /// Uploads one input with as many requests as the dialect asks for.
    private func uploaded(_ input: MediaInput, of request: VideoRequest, in context: ExchangeContext) async throws
        -> MediaInput
    {
        guard input.canBeUploaded else { return input }
        var responses: [HTTPResponse] = []
        do {
            while true {
                switch try dialect.uploadStep(for: input, of: request, after: responses, at: endpoint) {
                case .inline: return input
                case .done(let uri): return .uploaded(try checkedURI(uri, of: input), kind: input.kind)
                case .send(let request):
                    guard responses.count < Self.maximumSteps else { throw Self.unfinished(input) }
                    if responses.isEmpty { context.willUpload?(input) }
                    responses.append(try await uploadResponse(to: request, in: context))
                }
            }
        } catch let error as VideoError {
            var failure = named(error, nil)
            failure.purchase = .none
            failure.advice = ["Nothing was bought.", error.advice].compactMap(\.self).joined(separator: " ")
            throw failure
        }
    }

    /// Sends one request of an upload. The key goes to the endpoint's own origin and to trusted ones.
    private func uploadResponse(to request: HTTPRequest, in context: ExchangeContext) async throws -> HTTPResponse {
        let isTrusted = dialect.trusts(request.url.origin, of: endpoint)
        let response =
            isTrusted
            ? try await read(request, .upload, in: context) : try await storeResponse(to: request, in: context)
        guard !response.head.isSuccess else { return response }
        let reader = dialect.reader
        var error = reader.failure(reader.parse(response), response, .upload)
        guard !isTrusted else { throw error }
        // The store never saw the key, so its refusal says nothing about the key or the account.
        if [.authenticationFailed, .permissionDenied, .taskNotFound].contains(error.code) { error.code = .refused }
        error.message = "The upload to \(request.url.origin) failed with HTTP \(response.status): \(error.message)"
        error.advice = error.isTransient ? nil : "The address for the upload came from the provider. Try again."
        throw error
    }

    /// Sends a request to an address that a response named, without the key.
    private func storeResponse(to request: HTTPRequest, in context: ExchangeContext) async throws -> HTTPResponse {
        let origin = request.url.origin
        var request = request
        if !endpoint.origin.isLoopback || !origin.isLoopback {
            guard origin.isSecure else { throw Self.unsafe(origin, "it is not https") }
            guard origin.hasPublicName else { throw Self.unsafe(origin, "its host name is not public") }
            request.peers = .publicOnly
        }
        do {
            return try await context.transport.response(
                to: request,
                timeouts: context.uploadTimeouts(of: request),
                maximumBody: dialect.responseLimit(for: .upload)
            )
        } catch let error as HTTPTransportError {
            if error.code == .addressRefused { throw Self.unsafe(origin, "its address is not public") }
            throw try VideoError(error, during: .read, provider: info.id)
        }
    }

    private func checkedURI(_ uri: String, of input: MediaInput) throws -> String {
        let isUsable =
            !uri.isEmpty && uri.utf8.count <= Self.longestURI
            && !uri.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard isUsable else {
            throw VideoError(
                .malformedResponse,
                "The provider took a \(input.kind) file and gave no usable address for it."
            )
        }
        return uri
    }

    private static func unfinished(_ input: MediaInput) -> VideoError {
        VideoError(
            .malformedResponse,
            "The upload of a \(input.kind) file is not complete after \(maximumSteps) requests.",
            advice: "Try again later, or give the file as a URL."
        )
    }

    private static func unsafe(_ origin: Origin, _ reason: String) -> VideoError {
        VideoError(
            .unsafeURL,
            "The file was not uploaded to \(origin): \(reason).",
            advice: "Report the address to the provider."
        )
    }
}

extension MediaInput {
    /// Whether the input is not at the provider yet and its bytes or its URL are known.
    fileprivate var canBeUploaded: Bool {
        switch source {
        case .url, .data: true
        case .file, .uploaded, .omitted: false
        }
    }
}
