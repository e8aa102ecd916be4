extension PurchaseOutcome {
    /// Returns the error for a submit that was not accepted, with the outcome of the purchase.
    ///
    /// The error that was read from the response can prevent another submit, as "no funds" does under 429. It never
    /// causes one.
    /// - Parameters:
    ///   - reading: The error that the dialect reads from the response.
    ///   - response: The response that was decided on.
    ///   - body: The response's body.
    func error(_ reading: VideoError, _ response: Response, body: [UInt8]) -> VideoError {
        switch self {
        case .refused, .accepted: Self.refusal(reading, response)
        case .notNow:
            Self.laterCodes.contains(reading.code) ? Self.later(reading) : Self.refusal(reading, response)
        case .unknown: Self.unknown(reading, response, body)
        }
    }

    /// The codes with which a `notNow` response leads to another submit.
    static let laterCodes: Set<VideoError.Code> = [.rateLimited, .providerUnavailable, .refused]

    /// The codes that a refusal cannot have. They are replaced by `refused`.
    private static let notRefusals: Set<VideoError.Code> = [
        .malformedResponse, .providerUnavailable, .outcomeUnknown, .notSent, .connectionLost,
    ]

    private static func later(_ reading: VideoError) -> VideoError {
        var error = reading
        error.code = .rateLimited
        error.purchase = .none
        error.advice = VideoError.nothingBought(error.advice)
        return error
    }

    private static func refusal(_ reading: VideoError, _ response: Response) -> VideoError {
        var error = reading
        if notRefusals.contains(error.code) { error.code = .refused }
        error.isTransient = false
        error.purchase = .none
        error.advice = VideoError.nothingBought(response.newAddress.map(response.correction) ?? error.advice)
        return error
    }

    private static func unknown(_ reading: VideoError, _ response: Response, _ body: [UInt8]) -> VideoError {
        var error = reading
        error.code = .outcomeUnknown
        error.message = "The response does not say whether the video was bought: \(reading.message)"
        // The unreadable response may still contain the ID, so the user can see its beginning.
        if response.evidence.isCutOff,
            let beginning = ErrorText.shown(String(decoding: body.prefix(200), as: UTF8.self))
        {
            error.message += " It begins with: \(beginning)"
        }
        // A redirect may lead to the new video, whose ID the user can use.
        if (300..<400).contains(response.head.status),
            let target = response.head.fields["Location"].flatMap({ response.url?.resolving($0) ?? HTTPURL($0) })
        {
            error.message += " It redirects to \(target)."
        }
        error.advice = VideoError.unknownAdvice
        error.isTransient = false
        error.purchase = .unknown
        error.progress = .bodyReceived(Int64(body.count))
        return error
    }
}

extension PurchaseOutcome.Response {
    /// Returns advice for an API that has moved to another address.
    fileprivate func correction(_ target: HTTPURL) -> String {
        guard target.origin != endpoint.origin else {
            return "The server expects requests at \(target), and this dialect does not use that address."
        }
        let path = endpoint.baseURL.path == "/" ? "" : endpoint.baseURL.path
        return "Use the base URL \(target.origin)\(path)."
    }
}

extension VideoError {
    /// Returns the advice after a sentence that says that nothing was bought.
    static func nothingBought(_ advice: String?) -> String {
        ["Nothing was bought.", advice].compactMap(\.self).joined(separator: " ")
    }
}
