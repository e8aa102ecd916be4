extension Credential {
    /// Returns the request with the credential's fields, or the request as it is if its URL is not covered.
    /// - Throws: ``VideoError`` whose ``VideoError/purchase`` is `none`, whatever the authorizer threw, because nothing
    ///   was sent; `CancellationError`.
    public func authorizing(_ request: HTTPRequest, at date: Date) async throws -> HTTPRequest {
        try await adding(to: request) { try await authorizer.fields(for: request, at: date) }
    }

    /// Returns the request with the credential's fields. A token that expires is renewed.
    /// - Parameters:
    ///   - request: The request to authorize.
    ///   - date: The time, by the engine's clock.
    ///   - transport: The transport that carries the request for a token.
    ///   - signer: The machine's key files and signatures; nil if there are none.
    /// - Throws: As ``authorizing(_:at:)``.
    package func authorizing(
        _ request: HTTPRequest,
        at date: Date,
        over transport: any HTTPTransport,
        _ signer: (any AssertionSigner)?
    ) async throws -> HTTPRequest {
        guard let tokens = authorizer as? TokenAuthorizer else { return try await authorizing(request, at: date) }
        return try await adding(to: request) {
            try await tokens.fields(for: request, at: date, over: transport, signer)
        }
    }

    private func adding(to request: HTTPRequest, _ fields: () async throws -> HTTPFields) async throws -> HTTPRequest {
        guard covers(request.url) else { return request }
        let added: HTTPFields
        do { added = try await fields() } catch {
            // A canceled request for a token fails with an error of its own. A submit was not begun in either case.
            let isCanceled = error is CancellationError || (error as? HTTPTransportError)?.code == .cancelled
            if isCanceled { throw CancellationError() }
            throw failure(error)
        }
        var request = request
        for field in added {
            request.fields[field.name] = field.value
            request.keyFields.insert(field.name.lowercased())
        }
        return request
    }

    /// Returns the error of an authorizer as one that proves that nothing was sent.
    private func failure(_ error: any Error) -> VideoError {
        var failure =
            error as? VideoError
            ?? VideoError(.authenticationFailed, "The request could not be authorized: \(error).")
        // An authorizer may submit something itself. That is not the submit of the task.
        if failure.code == .outcomeUnknown { failure.code = .authenticationFailed }
        failure.purchase = .none
        failure.progress = .notSent
        failure.taskID = nil
        failure.advice = failure.advice ?? "Nothing was sent."
        return failure.scrubbed(by: self)
    }
}
