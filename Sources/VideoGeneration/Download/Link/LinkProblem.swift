import VideoPlatform

/// Why a link did not bring the rest of a video, and what that means for it.
struct LinkProblem: Error {
    /// What to do.
    enum Kind {
        /// The same may work later.
        case passing
        /// The link has expired: the provider may have a fresh one.
        case expired
        /// The link is of no use.
        case dead
    }

    let kind: Kind
    let error: VideoError

    init(_ kind: Kind, _ error: VideoError) {
        self.kind = kind
        self.error = error
    }

    /// Reads what an exchange threw; what is not about the link is thrown on.
    init(_ thrown: any Error) throws {
        switch thrown {
        case let problem as LinkProblem: self = problem
        case let error as HTTPTransportError: try self.init(error)
        case let error as VideoError where error.code != .sizeLimitExceeded && error.code != .storageFailed:
            self.init(error.isTransient ? .passing : .dead, error)
        default: throw thrown
        }
    }

    private init(_ error: HTTPTransportError) throws {
        switch error.code {
        case .cancelled: throw CancellationError()
        case .addressRefused:
            self.init(
                .dead,
                VideoError(.unsafeURL, error.message, advice: "The video stays at the provider.")
            )
        case .invalidRequest: self.init(.dead, VideoError(.unsafeURL, error.message))
        default:
            self.init(
                .passing,
                VideoError(
                    error.progress == .notSent ? .notSent : .connectionLost,
                    error.message,
                    advice: ["What has come is kept; resume to go on.", error.advice].compactMap(\.self)
                        .joined(separator: " "),
                    isTransient: true,
                    progress: error.progress
                )
            )
        }
    }

    /// Reads an answer that is no video by its status.
    /// - Returns: nil where the body has to be read: a page or JSON in the place of a video.
    init?(_ response: HTTPResponse, of link: DownloadLink, now: Date) {
        let hint = RetryHint(response.head.fields)
        let origin = link.url.origin
        switch response.status {
        case 401 where link.asset.needsCredential:
            self.init(
                .expired,
                VideoError(
                    .authenticationFailed,
                    "\(origin) does not accept the key for the video.",
                    advice: "The video was bought and stays there. Set the right key and resume.",
                    httpStatus: 401
                )
            )
        case 401, 403, 404, 410:
            self.init(
                .expired,
                VideoError(
                    .outputExpired,
                    "The video's link at \(origin) no longer works (\(response.status)).",
                    advice: "It was bought; ask the provider whether it still keeps it.",
                    httpStatus: response.status
                )
            )
        case 408, 425, 429, 500...:
            self.init(
                .passing,
                VideoError(
                    response.status == 429 ? .rateLimited : .providerUnavailable,
                    "\(origin) answered \(response.status) where the video was expected.",
                    advice: "The video was bought and stays there. Resume later.",
                    isTransient: true,
                    httpStatus: response.status,
                    retryAfter: hint.delay ?? hint.date.map { .seconds(max(0, $0.timeIntervalSince(now))) }
                )
            )
        default: return nil
        }
    }
}
