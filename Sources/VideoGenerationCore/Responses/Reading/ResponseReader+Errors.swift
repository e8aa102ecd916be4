extension ResponseReader {
    /// Returns the error for a response outside 2xx.
    func failure(_ document: ResponseDocument, _ response: HTTPResponse, _ operation: DialectOperation) -> VideoError {
        if (300..<400).contains(document.head.status) { return redirect(document) }
        if operation == .status, document.head.status == 404, response.isWebPage || document.saysRouteIsUnknown {
            return missingRoute(document)
        }
        let details: ProviderErrorDetails
        if let json = document.json {
            details = document.details(of: json)
        } else {
            details = ProviderErrorDetails(message: String(decoding: response.body.prefix(4_000), as: UTF8.self))
        }
        var error = error(for: details, head: document.head, operation)
        if [404, 405].contains(response.status), response.isWebPage { error.advice = Self.baseAdvice }
        return error
    }

    /// Returns the error for a 2xx response that is not a JSON object. A web page means that another server responded.
    func unreadable(_ response: HTTPResponse, _ document: ResponseDocument) -> VideoError {
        guard response.isWebPage else { return malformed("The response is not a JSON object.", document) }
        return malformed("The server returned a web page instead of JSON. \(Self.baseAdvice)", document)
    }

    private static let baseAdvice = "Check the base URL: most of them end with /v1."

    /// Returns the error for the details of a reported error: from its codes first, then its message, then the HTTP status.
    package func error(for details: ProviderErrorDetails, head: HTTPResponseHead, _ operation: DialectOperation)
        -> VideoError
    {
        let row = meaning(of: details, status: head.status, operation)
        let hint = RetryHint(head.fields)
        var error = VideoError(row.code, details.message ?? Self.sentence(row.code, head.status, details.codes))
        error.isTransient = head.fields["x-should-retry"].flatMap { JSONValue.string($0).bool } ?? row.isTransient
        error.httpStatus = head.status
        error.providerCode = details.codes.first.map { Redaction.singleLine($0, limit: 80) }
        error.requestID = (details.requestID ?? Self.requestID(head.fields)).map {
            Redaction.singleLine($0, limit: 120)
        }
        error.respondedAt = RetryHint.date(of: head.fields)
        error.retryAfter = hint.delay
        error.retryAfterDate = hint.date ?? details.message.flatMap(RetryHint.resetDate)
        error.advice = advice(row.code)
        return error
    }

    /// Returns the reason why a task failed. It is never transient, because another poll returns the same result.
    func failure(_ details: ProviderErrorDetails, _ head: HTTPResponseHead, word: String? = nil) -> VideoError {
        var row = meaning(of: details)
        if row == nil, let word, Self.refusals.contains(FoldedWord(word)) { row = .init(.contentRejected) }
        let kept: [VideoError.Code] = [
            .contentRejected, .invalidRequest, .insufficientFunds, .quotaExhausted, .modelUnavailable, .taskExpired,
        ]
        let code = row.map(\.code).flatMap { kept.contains($0) ? $0 : nil } ?? .generationFailed
        return VideoError(
            code,
            details.message ?? Self.sentence(code, head.status, details.codes),
            advice: advice(code),
            httpStatus: head.status,
            providerCode: details.codes.first.map { Redaction.singleLine($0, limit: 80) },
            requestID: details.requestID
        )
    }

    /// Returns the reason why a response to the request for the links ends the task; nil if the dialect does not declare
    /// that it does. A page of a proxy with the same status is not the API's verdict.
    func verdict(in response: HTTPResponse) -> VideoError? {
        let document = parse(response)
        let codes = rules.codes.compactMap { document.json?.declared($0)?.identifier }
        guard !document.layers.isEmpty, rules.meaning(of: codes, status: response.status, .file) == .failed else {
            return nil
        }
        var error = failure(document.reportedError ?? document.failureReason, document.head)
        // A request that is validated only after it was queued gets the status of a refused request here.
        if error.code == .generationFailed, Self.meaning(status: response.status, .file).code == .invalidRequest {
            error.code = .invalidRequest
        }
        error.requestID = error.requestID ?? Self.requestID(document.head.fields)
        error.respondedAt = RetryHint.date(of: document.head.fields)
        error.endsTask = true
        return error
    }

    /// Status words that mean rejected content.
    private static let refusals: Set<FoldedWord> = [
        "blocked", "rejected", "request_moderated", "content_moderated", "moderated",
    ]

    /// Returns the error for a response that cannot be read.
    func malformed(_ sentence: String, _ document: ResponseDocument) -> VideoError {
        VideoError(
            .malformedResponse,
            sentence,
            httpStatus: document.head.status,
            requestID: Self.requestID(document.head.fields)
        )
    }

    /// A missing route does not mean a missing task. The server may be in the middle of an update, or the base URL may
    /// be wrong.
    private func missingRoute(_ document: ResponseDocument) -> VideoError {
        VideoError(
            .unsupported,
            "The provider has no such address (HTTP \(document.head.status)).",
            advice: "The task is kept. Check the base URL and the dialect.",
            isTransient: true,
            httpStatus: document.head.status,
            requestID: Self.requestID(document.head.fields)
        )
    }

    private func redirect(_ document: ResponseDocument) -> VideoError {
        let target = document.head.fields["Location"].flatMap { HTTPURL($0)?.origin.string } ?? "another address"
        return VideoError(
            .refused,
            "The API redirects to \(target). A request with a key does not follow redirects.",
            advice: "Correct the base URL.",
            httpStatus: document.head.status
        )
    }

    /// Returns the meaning of flags, codes and message, independent of the HTTP status; nil if they say nothing.
    private func meaning(of details: ProviderErrorDetails) -> ErrorTable.Row? {
        if details.refusesContent || details.codes.contains(where: ErrorTable.refusesContent) {
            return .init(.contentRejected)
        }
        let byCode = details.codes.lazy.compactMap { errors[$0] }.first
        // A message that names the problem says more than a code for any invalid request.
        if let byCode, byCode.code != .invalidRequest { return byCode }
        return details.message.flatMap(ErrorTable.meaning) ?? byCode
    }

    private func meaning(
        of details: ProviderErrorDetails,
        status: Int,
        _ operation: DialectOperation
    ) -> ErrorTable.Row {
        if let row = meaning(of: details) { return row }
        if (200..<300).contains(status) {
            // OpenRouter and other providers put the HTTP status into the body.
            if let inner = details.codes.lazy.compactMap({ Int($0) }).first(where: { (400..<600).contains($0) }) {
                return Self.meaning(status: inner, operation)
            }
            let isNotFound = details.message?.lowercased() == "not found"
            return isNotFound && operation != .submit ? .init(.taskNotFound) : .init(.refused)
        }
        // A proxy may quote its upstream: `Sora create failed [429]: …`
        if status >= 500, details.message.map({ PhraseSearch($0).contains("[429]") }) == true {
            return Self.meaning(status: 429, operation)
        }
        return Self.meaning(status: status, operation)
    }

    private static func meaning(status: Int, _ operation: DialectOperation) -> ErrorTable.Row {
        switch status {
        case 401: .init(.authenticationFailed)
        case 402: .init(.insufficientFunds)
        case 403: .init(.permissionDenied)
        case 404 where operation == .submit: .init(.invalidRequest)
        case 404 where operation == .list: .init(.unsupported)
        case 404: .init(.taskNotFound)
        case 405, 501: .init(.unsupported)
        case 408, 425: .init(.providerUnavailable, isTransient: true)
        case 410: .init(operation == .status ? .taskExpired : .outputExpired)
        case 429: .init(.rateLimited, isTransient: true)
        case 451: .init(.contentRejected)
        case 400, 411, 413, 414, 415, 422, 431: .init(.invalidRequest)
        case 500...: .init(.providerUnavailable, isTransient: true)
        default: .init(.refused)
        }
    }

    private static func requestID(_ fields: HTTPFields) -> String? {
        ["x-request-id", "x-oneapi-request-id", "request-id", "trace-id", "x-litellm-call-id", "x-tt-logid"].lazy
            .compactMap { fields[$0] }.first
    }

    private static func sentence(_ code: VideoError.Code, _ status: Int, _ codes: [String]) -> String {
        let reason = codes.first.map { Redaction.singleLine($0, limit: 80) }
        return switch code {
        case .generationFailed where reason != nil:
            "The provider failed to make the video and gives no reason except the code \(reason ?? "")."
        case .contentRejected where reason != nil:
            "The provider refused the content and gives no reason except the code \(reason ?? "")."
        case .generationFailed: "The provider failed to make the video and gives no reason."
        case .contentRejected: "The provider refused the content and gives no reason."
        case .taskNotFound: "The provider does not know this task."
        case .authenticationFailed: "The provider does not accept the key."
        case .rateLimited: "The provider received too many requests."
        default:
            "The provider returned HTTP \(status) without a reason\(reason.map { "; it sent only the code \($0)" } ?? "")."
        }
    }

    private func advice(_ code: VideoError.Code) -> String? {
        switch code {
        case .authenticationFailed:
            ["Check the key, and that it belongs to this address.", keyAdvice].compactMap(\.self).joined(separator: " ")
        case .insufficientFunds: "Nothing more can be made before the account is topped up."
        case .quotaExhausted: "Wait until the allowance is renewed, or use another plan."
        case .contentRejected: "The same request would be refused again. Change the prompt or the picture."
        case .modelUnavailable: "Choose another model."
        case .taskNotFound:
            "The task may belong to another account, or it may be too old. Providers forget tasks after some days."
        default: nil
        }
    }
}
