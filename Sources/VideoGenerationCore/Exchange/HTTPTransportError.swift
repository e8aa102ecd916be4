/// Why an exchange did not complete, and how far it got.
public struct HTTPTransportError: Error, Sendable, Hashable {
    /// What went wrong.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The request cannot be sent as it is: a header, a URL or a rule forbids it.
        case invalidRequest
        /// The host's name has no address.
        case nameNotResolved
        /// No connection: refused, unreachable.
        case connectionFailed
        /// TLS did not come about: certificate, protocol, name.
        case tlsFailed
        /// The address is not one that this request may go to.
        case addressRefused
        /// The connection ended before the answer did.
        case connectionLost
        /// A deadline passed; ``HTTPTransportError/message`` says which.
        case timedOut
        /// The answer breaks HTTP: no head, two lengths, more bytes than promised.
        case invalidResponse
        /// The answer is larger than the caller takes.
        case tooLarge
        /// The caller's task was cancelled.
        case cancelled
    }

    /// What went wrong.
    public var code: Code
    /// How far the exchange got.
    public var progress: ExchangeProgress
    /// One sentence for people, without URLs' queries and keys.
    public var message: String

    /// What to do about a certificate that is not trusted; nil for every other failure.
    package var advice: String? {
        guard code == .tlsFailed else { return nil }
        #if canImport(Darwin)
        return "If a proxy or server signs its own certificates, add its authority to the keychain."
        #else
        return "If a proxy or server signs its own certificates, name its authority's file in SSL_CERT_FILE."
        #endif
    }

    /// Makes an error.
    public init(_ code: Code, _ progress: ExchangeProgress, _ message: String) {
        self.code = code
        self.progress = progress
        self.message = message
    }
}
