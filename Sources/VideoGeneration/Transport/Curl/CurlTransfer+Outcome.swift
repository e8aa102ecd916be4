extension CurlTransfer {
    /// Returns the result of an exchange for a code of libcurl (`CURLcode` in curl/curl.h).
    func outcome(_ code: Int32) -> Result<Void, HTTPTransportError> {
        if let refusal { return .failure(HTTPTransportError(.invalidResponse, progress, refusal)) }
        if code == 0 {
            return hasHead
                ? .success(())
                : .failure(HTTPTransportError(.invalidResponse, .sent, "The response has no head."))
        }
        return .failure(failure(code))
    }

    private func failure(_ code: Int32) -> HTTPTransportError {
        let origin = job.request.url.origin
        let detail = Redaction.singleLine(Redaction.withoutQueries(handle.failure))
        let reason = detail.isEmpty ? "" : " (\(detail))"
        switch (code, progress) {
        case (5, .notSent):
            return .init(.nameNotResolved, .notSent, "The host name of \(proxyName) could not be resolved\(reason).")
        case (6, .notSent):
            return .init(.nameNotResolved, .notSent, "The host name \(origin.host) could not be resolved\(reason).")
        case (7, .notSent) where wasAddressRefused:
            return .init(
                .addressRefused,
                .notSent,
                "\(origin) resolves to an address that is not public, and a server's link must not lead there."
            )
        case (7, .notSent) where proxyVariable != nil, (97, .notSent):
            return .init(.connectionFailed, .notSent, "No connection to \(proxyName) could be established\(reason).")
        case (28, .notSent):
            return .init(
                .timedOut,
                .notSent,
                "\(origin) did not accept a connection within \(job.timeouts.connect)."
            )
        case (3, .notSent), (4, .notSent), (43, .notSent):
            return .init(.invalidRequest, .notSent, "The request cannot be sent\(reason).")
        case (let code, .notSent) where Self.certificateCodes.contains(code):
            return .init(
                .certificateNotTrusted,
                .notSent,
                "A secure connection to \(origin) could not be established\(reason)."
            )
        case (let code, .notSent) where Self.tlsCodes.contains(code):
            return .init(.tlsFailed, .notSent, "A secure connection to \(origin) could not be established\(reason).")
        case (_, .notSent):
            return .init(.connectionFailed, .notSent, "A connection to \(origin) could not be established\(reason).")
        case (1, let progress), (8, let progress):
            return .init(.invalidResponse, progress, "The response from \(origin) is not valid HTTP\(reason).")
        case (_, let progress):
            return .init(
                .connectionLost,
                progress,
                "The connection to \(origin) ended before the response was complete\(reason)."
            )
        }
    }

    private static let tlsCodes: Set<Int32> = [35, 53, 54, 58, 59, 64, 66, 80, 98]
    /// A certificate that doesn't pass the check, or a file of authorities that can't be read.
    private static let certificateCodes: Set<Int32> = [60, 77, 82, 83, 90, 91]

    /// The proxy as part of a sentence, with the environment variable that sets it.
    private var proxyName: String { "the proxy" + (proxyVariable.map { " in \($0)" } ?? "") }

    /// The error for an exchange whose caller was cancelled or no longer takes the response.
    var cancelled: HTTPTransportError {
        HTTPTransportError(.cancelled, progress, "The request to \(job.request.url.origin) was cancelled.")
    }

    /// Returns the error for a deadline of the client that has passed.
    func late(_ passed: DeadlineWatch.Passed) -> HTTPTransportError {
        passed.error(job.request.url.origin, job.timeouts, progress)
    }
}
