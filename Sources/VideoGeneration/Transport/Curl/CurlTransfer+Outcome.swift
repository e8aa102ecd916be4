extension CurlTransfer {
    /// What libcurl's code (curl/curl.h, `CURLcode`) means for the caller.
    func outcome(_ code: Int32) -> Result<Void, HTTPTransportError> {
        if let refusal { return .failure(HTTPTransportError(.invalidResponse, progress, refusal)) }
        if code == 0 {
            return hasHead
                ? .success(())
                : .failure(HTTPTransportError(.invalidResponse, .sent, "The answer has no head."))
        }
        return .failure(failure(code))
    }

    private func failure(_ code: Int32) -> HTTPTransportError {
        let origin = job.request.url.origin
        let detail = Redaction.singleLine(Redaction.withoutQueries(handle.failure))
        let reason = detail.isEmpty ? "" : " (\(detail))"
        switch (code, progress) {
        case (5, .notSent), (6, .notSent):
            return .init(.nameNotResolved, .notSent, "The name \(origin.host) has no address\(reason).")
        case (7, .notSent) where wasAddressRefused:
            return .init(
                .addressRefused,
                .notSent,
                "\(origin) leads to an address that is not public; a link from a server may not go there."
            )
        case (28, .notSent):
            return .init(
                .timedOut,
                .notSent,
                "\(origin) took no connection within \(job.timeouts.connect)."
            )
        case (3, .notSent), (4, .notSent), (43, .notSent):
            return .init(.invalidRequest, .notSent, "The request cannot be sent\(reason).")
        case (let code, .notSent) where Self.tlsCodes.contains(code):
            return .init(.tlsFailed, .notSent, "No secure connection to \(origin)\(reason).")
        case (_, .notSent):
            return .init(.connectionFailed, .notSent, "No connection to \(origin)\(reason).")
        case (1, let progress), (8, let progress):
            return .init(.invalidResponse, progress, "The answer of \(origin) is no HTTP\(reason).")
        case (_, let progress):
            return .init(
                .connectionLost,
                progress,
                "The connection to \(origin) ended before the answer did\(reason)."
            )
        }
    }

    private static let tlsCodes: Set<Int32> = [35, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98]

    /// The caller was cancelled, or nobody listens any more.
    var cancelled: HTTPTransportError {
        HTTPTransportError(.cancelled, progress, "The request to \(job.request.url.origin) was cancelled.")
    }

    /// A deadline of ours has passed.
    func late(_ passed: DeadlineWatch.Passed) -> HTTPTransportError {
        passed.error(job.request.url.origin, job.timeouts, progress)
    }
}
