extension Credential {
    /// Returns the request with the credential's fields, or the request as it is if its URL is not covered.
    /// - Throws: ``VideoError`` whose ``VideoError/purchase`` is `none`, whatever the authorizer threw, because nothing
    ///   was sent; `CancellationError`.
    public func authorizing(_ request: HTTPRequest, at date: Date) async throws -> HTTPRequest {
        guard covers(request.url) else { return request }
        let fields: HTTPFields
        do { fields = try await authorizer.fields(for: request, at: date) } catch {
            // A canceled request for a token fails with an error of its own. A submit was not begun in either case.
            let isCanceled = error is CancellationError || (error as? HTTPTransportError)?.code == .cancelled
            if isCanceled { throw CancellationError() }
            throw failure(error)
        }
        var request = request
        for field in fields {
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
