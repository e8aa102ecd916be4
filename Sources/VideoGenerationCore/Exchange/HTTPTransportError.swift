/// The reason why an exchange did not complete, and how far it got.
public struct HTTPTransportError: Error, Sendable, Hashable {
    /// A kind of failure of an exchange.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The request can't be sent as it is: a header field, the URL, or a rule forbids it.
        case invalidRequest
        /// The host name has no address.
        case nameNotResolved
        /// No connection could be established, for example because the host refused it or is unreachable.
        case connectionFailed
        /// TLS failed, for example because the two sides support no common version.
        case tlsFailed
        /// The server's certificate could not be verified: its authority isn't trusted, it is for another host, or it
        /// has expired.
        case certificateNotTrusted
        /// The host has an address that this request must not go to.
        case addressRefused
        /// The connection ended before the response was complete.
        case connectionLost
        /// A deadline passed. ``HTTPTransportError/message`` says which one.
        case timedOut
        /// The response violates HTTP: it has no head, two lengths, or more bytes than declared.
        case invalidResponse
        /// The response is larger than the caller accepts.
        case tooLarge
        /// The caller's task was cancelled.
        case cancelled
    }

    /// The kind of the failure.
    public var code: Code
    /// How far the exchange got.
    public var progress: ExchangeProgress
    /// One sentence for people, without keys and without the queries of URLs.
    public var message: String

    /// The advice about an untrusted certificate, or nil for every other failure.
    package var advice: String? {
        guard code == .certificateNotTrusted else { return nil }
        #if canImport(Darwin)
        return "If a proxy or server signs its own certificates, add its certificate authority to the keychain."
        #else
        return "If a proxy or server signs its own certificates, set SSL_CERT_FILE to its authority's file."
        #endif
    }

    /// Creates an error from its parts.
    public init(_ code: Code, _ progress: ExchangeProgress, _ message: String) {
        self.code = code
        self.progress = progress
        self.message = message
    }
}
