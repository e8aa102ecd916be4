extension DialectProvider {
    /// Sends a request that only one API has, such as the upload of a file, with the key and without a retry.
    /// - Returns: The response with any HTTP status.
    /// - Throws: ``VideoError`` with code `notSent`, `connectionLost` or `sizeLimitExceeded`; `CancellationError`.
    public func response(to request: HTTPRequest, in context: ExchangeContext) async throws -> HTTPResponse {
        try await read(request, .upload, in: context)
    }

    /// Sends a request with the key, and collects the response.
    /// - Parameter limit: The size of the largest response; nil for the dialect's limit.
    func exchange(
        _ request: HTTPRequest,
        _ operation: DialectOperation,
        upTo limit: Int? = nil,
        in context: ExchangeContext
    ) async throws -> HTTPResponse {
        let request = try await admitted(request, in: context)
        // A list of models is long because of its number of models, and has no long strings.
        let isLarge = limit == nil && dialect.responseLimit(for: operation) > InlineCollector.maximumText
        let limit = limit ?? dialect.responseLimit(for: operation)
        let timeouts: HTTPTimeouts =
            switch operation {
            case .submit: .submit(within: dialect.submitTimeout)
            case .upload: context.uploadTimeouts(of: request)
            default: context.readTimeouts(isLarge: isLarge)
            }
        guard isLarge else {
            return try await context.transport.response(to: request, timeouts: timeouts, maximumBody: limit)
        }
        let collector = InlineCollector(limit: limit)
        try await context.transport.send(request, timeouts: timeouts, to: collector)
        return try await collector.response()
    }

    /// Sends a submit with the key, and collects the response. A video in the response goes to the context's
    /// ``ExchangeContext/files``, whatever the dialect's limit is: it may be the only copy.
    /// - Returns: The response, and whether its body is the video instead of JSON.
    func submitExchange(_ request: HTTPRequest, in context: ExchangeContext) async throws -> (
        HTTPResponse, isVideo: Bool
    ) {
        guard let files = context.files else { return (try await exchange(request, .submit, in: context), false) }
        let request = try await admitted(request, in: context)
        var timeouts = HTTPTimeouts.submit(within: dialect.submitTimeout)
        timeouts.allowFile()
        let collector = InlineCollector(limit: InlineCollector.maximumLimit, files: files)
        try await context.transport.send(request, timeouts: timeouts, to: collector)
        return (try await collector.response(), collector.isVideo)
    }

    /// Returns the request with the key.
    /// - Throws: ``VideoError`` with code `unsafeURL` if the request leads to an address that is not the provider's.
    private func admitted(_ request: HTTPRequest, in context: ExchangeContext) async throws -> HTTPRequest {
        guard dialect.trusts(request.url.origin, of: endpoint) else {
            throw VideoError(
                .unsafeURL,
                "\(info.id) must not send a request to \(request.url.origin).",
                advice:
                    "Nothing was sent. Requests go to the provider's own address, and to those that its dialect trusts.",
                provider: info.id,
                progress: .notSent
            )
        }
        return try await authorized(request, in: context)
    }

    /// Returns the request with the key.
    func authorized(_ request: HTTPRequest, in context: ExchangeContext) async throws -> HTTPRequest {
        guard let credential else { return request }
        do {
            return try await credential.authorizing(
                request,
                at: context.date,
                over: context.transport,
                context.signer
            )
        } catch let error as VideoError {
            throw named(error, nil)
        }
    }

    /// Sends a request that buys nothing.
    func read(
        _ request: HTTPRequest,
        _ operation: DialectOperation,
        upTo limit: Int? = nil,
        in context: ExchangeContext
    ) async throws -> HTTPResponse {
        do {
            return try await exchange(request, operation, upTo: limit, in: context)
        } catch let error as HTTPTransportError {
            throw try VideoError(error, during: .read, provider: info.id)
        }
    }

    // MARK: - Errors

    /// Adds the provider and the task to the errors of a reading.
    func naming<Value>(_ task: RemoteTask? = nil, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch let error as VideoError { throw named(error, task) }
    }

    /// Returns an error with the provider and the task, without the key.
    func named(_ error: VideoError, _ task: RemoteTask?) -> VideoError {
        var error = error
        error.provider = info.id
        error.taskID = task?.id ?? error.taskID
        return error.scrubbed(by: credential)
    }
}
