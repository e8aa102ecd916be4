/// A type that adds the proof of an account to each request: a key in a header field, a token that expires, or a
/// signature.
///
/// The engine asks for the fields immediately before each exchange, with the finished request and the time, so that an
/// authorizer can sign the body or renew a token. The fields go only to the origins of the ``Credential`` that holds the
/// authorizer.
///
/// A type that conforms must not print its secrets: give it a `description` and a `customMirror` without them.
/// ```swift
/// struct SessionToken: RequestAuthorizer {
///     let tokens: TokenSource
///
///     func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields {
///         ["Authorization": "Bearer \(try await tokens.token(at: date))"]
///     }
///
///     func scrubbing(_ text: String) -> String { tokens.scrubbing(text) }
/// }
/// ```
public protocol RequestAuthorizer: Sendable {
    /// Returns the header fields to add to a request.
    /// - Parameters:
    ///   - request: The request as it will be sent, without these fields.
    ///   - date: The time, by the engine's clock.
    /// - Throws: ``VideoError``, usually with code `authenticationFailed`; `CancellationError`. Nothing was sent then.
    func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields

    /// Returns a text without this authorizer's secrets, in case a server repeated one.
    func scrubbing(_ text: String) -> String

    /// Returns a text with the secrets that ``scrubbing(_:)`` removed, for a text that must go back to the server
    /// unchanged. The default implementation returns the text as it is.
    func restoring(_ text: String) -> String

    /// A secret that is the same for all requests of an account, such as its key; nil if there is none. Only a
    /// fingerprint of it is stored, so that the limits of two accounts at one address are counted separately.
    var accountKey: Secret? { get }
}

extension RequestAuthorizer {
    /// The default implementation returns the text as it is.
    public func restoring(_ text: String) -> String { text }

    /// The default implementation returns `nil`.
    public var accountKey: Secret? { nil }
}
