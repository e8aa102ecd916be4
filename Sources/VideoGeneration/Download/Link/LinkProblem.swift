import VideoPlatform

/// The reason why a link did not provide the rest of a video, and the consequence for the link.
struct LinkProblem: Error {
    /// The consequence for the link.
    enum Kind {
        /// The same link may work later.
        case transient
        /// The link has expired. The provider may have a fresh one.
        case expired
        /// The link will never work.
        case permanent
    }

    let kind: Kind
    let error: VideoError

    init(_ kind: Kind, _ error: VideoError) {
        self.kind = kind
        self.error = error
    }

    /// Interprets the error of an exchange. Rethrows an error that isn't about the link.
    init(_ thrown: any Error) throws {
        switch thrown {
        case let problem as LinkProblem: self = problem
        case let error as HTTPTransportError: self.init(try VideoError(error, during: .download))
        case let error as VideoError where error.code != .sizeLimitExceeded && error.code != .storageFailed:
            self.init(error)
        default: throw thrown
        }
    }

    private init(_ error: VideoError) { self.init(error.isTransient ? .transient : .permanent, error) }
}
