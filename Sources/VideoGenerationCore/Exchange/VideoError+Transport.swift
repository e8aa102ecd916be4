extension VideoError {
    /// The purpose of an exchange, which decides whether its failure affects the purchase or the file.
    package enum ExchangePurpose: Sendable, Hashable, CaseIterable {
        /// A request that submits a task and may buy a video.
        case submit
        /// A request that changes nothing, such as one for a task's status.
        case read
        /// A request for the bytes of a video.
        case download
    }

    /// Creates the error for an exchange that didn't complete.
    /// - Parameters:
    ///   - error: The error of the transport.
    ///   - purpose: The purpose of the exchange.
    ///   - provider: The ID of the provider, or nil for a download, whose host may be a different one.
    /// - Throws: `CancellationError` if the caller of a read or a download was cancelled. A canceled submit is a failed
    ///   one, because the video may have been bought.
    package init(
        _ error: HTTPTransportError,
        during purpose: ExchangePurpose,
        provider: String? = nil
    ) throws(CancellationError) {
        if error.code == .cancelled, purpose != .submit { throw CancellationError() }
        let isUnknown = purpose == .submit && error.progress != .notSent
        self.init(
            Self.code(for: error, purpose),
            isUnknown
                ? "The request was sent to \(provider ?? "the provider"), and no response arrived: \(error.message)"
                : error.message,
            advice: isUnknown ? Self.unknownAdvice : Self.advice(for: error, purpose),
            isTransient: !isUnknown && error.isTransient(purpose),
            provider: provider,
            progress: error.progress,
            purchase: isUnknown ? .unknown : .none
        )
    }

    private static func code(for error: HTTPTransportError, _ purpose: ExchangePurpose) -> Code {
        switch (purpose, error.code) {
        case (.submit, _) where error.progress != .notSent: .outcomeUnknown
        case (.submit, .invalidRequest): .invalidRequest
        case (.download, .invalidRequest), (.download, .addressRefused): .unsafeURL
        case _ where error.progress == .notSent: .notSent
        case (.read, .tooLarge): .sizeLimitExceeded
        default: .connectionLost
        }
    }

    private static func advice(for error: HTTPTransportError, _ purpose: ExchangePurpose) -> String? {
        let state: String? =
            switch (purpose, error.code) {
            case (.submit, _): "Nothing was sent, and nothing was bought."
            case (.read, _): nil
            case (.download, .invalidRequest), (.download, .addressRefused): "The video is still at the provider."
            case (.download, _): "The bytes received so far are kept. Resume to continue."
            }
        let advice = [state, error.advice].compactMap(\.self)
        return advice.isEmpty ? nil : advice.joined(separator: " ")
    }
}

extension HTTPTransportError {
    /// Whether the same request may succeed later without a change on this machine or at the server.
    fileprivate func isTransient(_ purpose: VideoError.ExchangePurpose) -> Bool {
        switch code {
        case .invalidRequest: false
        // A poll is repeated until the end of the wait, because the machine may be behind a captive portal for a while.
        case .certificateNotTrusted: purpose != .submit
        case .addressRefused: purpose != .download
        default: true
        }
    }
}
