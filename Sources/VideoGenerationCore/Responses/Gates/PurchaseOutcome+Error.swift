extension PurchaseOutcome {
    /// The error of a submit that was not accepted: what was read, and what it means for the money.
    ///
    /// What was read may hold a sending back, as "no funds" does under 429. It never causes one.
    /// - Parameters:
    ///   - reading: what the dialect reads out of the response.
    ///   - response: the response.
    func error(_ reading: VideoError, _ response: Response, body: [UInt8]) -> VideoError {
        switch self {
        case .refused, .accepted: Self.refusal(reading, response)
        case .notNow:
            Self.laterCodes.contains(reading.code) ? Self.later(reading) : Self.refusal(reading, response)
        case .unknown: Self.unknown(reading, response, body)
        }
    }

    /// What may be read out of "not now" so that the order is sent again.
    static let laterCodes: Set<VideoError.Code> = [.rateLimited, .providerUnavailable, .refused]

    /// What a refusal cannot be. Its status then says what it is.
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
        // What cannot be read may hold the ID all the same: a person may see it.
        if response.evidence.isCutOff,
            let beginning = ErrorText.shown(String(decoding: body.prefix(200), as: UTF8.self))
        {
            error.message += " It begins with: \(beginning)"
        }
        // A redirect may lead to the new video, whose ID a person can use.
        if (300..<400).contains(response.head.status),
            let target = response.head.fields["Location"].flatMap({ response.url?.resolving($0) ?? HTTPURL($0) })
        {
            error.message += " It names \(target)."
        }
        error.advice = VideoError.unknownAdvice
        error.isTransient = false
        error.purchase = .unknown
        error.progress = .bodyReceived(Int64(body.count))
        return error
    }
}

extension PurchaseOutcome.Response {
    /// What to change if the API lives at another address.
    fileprivate func correction(_ target: HTTPURL) -> String {
        guard target.origin != endpoint.origin else {
            return "The server wants another spelling of the address, \(target), which this dialect does not send."
        }
        let path = endpoint.baseURL.path == "/" ? "" : endpoint.baseURL.path
        return "Use the base URL \(target.origin)\(path)."
    }
}

extension VideoError {
    /// Advice that begins with what it means for the money.
    static func nothingBought(_ advice: String?) -> String {
        ["Nothing was bought.", advice].compactMap(\.self).joined(separator: " ")
    }
}
