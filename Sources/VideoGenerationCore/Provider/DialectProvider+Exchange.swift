extension DialectProvider {
    /// Sends a request that only one API has, such as the upload of a file, with the key and without a retry.
    /// - Returns: The response with any HTTP status.
    /// - Throws: ``VideoError`` with code `notSent`, `connectionLost` or `sizeLimitExceeded`; `CancellationError`.
    public func response(to request: HTTPRequest, in context: ExchangeContext) async throws -> HTTPResponse {
        try await read(request, .upload, in: context)
    }

    /// Sends a request with the key, and collects the response.
    func exchange(
        _ request: HTTPRequest,
        _ operation: DialectOperation,
        in context: ExchangeContext
    ) async throws -> HTTPResponse {
        guard dialect.trusts(request.url.origin, of: endpoint) else {
            throw VideoError(
                .unsafeURL,
                "The key must not be sent to \(request.url.origin).",
                advice: "Nothing was sent. A key is sent to its own address only.",
                provider: info.id
            )
        }
        let isSubmit = operation == .submit
        let request = try await authorized(request, at: context.date)
        return try await context.transport.response(
            to: request,
            timeouts: isSubmit ? .submit(within: dialect.submitTimeout) : context.readTimeouts,
            maximumBody: dialect.responseLimit(for: operation)
        )
    }

    /// Returns the request with the key. An error of the authorizer proves that nothing was sent.
    private func authorized(_ request: HTTPRequest, at date: Date) async throws -> HTTPRequest {
        do {
            return try await credential?.authorizing(request, at: date) ?? request
        } catch let error as CancellationError {
            throw error
        } catch {
            var failure =
                error as? VideoError
                ?? VideoError(.authenticationFailed, "The request could not be authorized: \(error).")
            if failure.code == .outcomeUnknown { failure.code = .authenticationFailed }
            failure.purchase = .none
            failure.progress = .notSent
            failure.advice = failure.advice ?? "Nothing was sent."
            throw named(failure, nil)
        }
    }

    /// Sends a request that buys nothing.
    func read(
        _ request: HTTPRequest,
        _ operation: DialectOperation,
        in context: ExchangeContext
    ) async throws -> HTTPResponse {
        do {
            return try await exchange(request, operation, in: context)
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
