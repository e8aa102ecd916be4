/// The proof of an account and the origins that it can be sent to.
///
/// A credential is attached to each request separately and never copied along a redirect: a request to another origin,
/// or over plain `http` to a host other than this machine, goes without it.
public struct Credential: Sendable {
    private let origins: Set<Origin>
    let authorizer: any RequestAuthorizer

    /// Binds a key, sent as `Authorization: Bearer KEY`, to an origin.
    public init(_ secret: Secret, for origin: Origin) { self.init(KeyAuthorizer(secret), for: [origin]) }

    /// Binds an authorizer to origins.
    /// - Parameters:
    ///   - authorizer: The type that makes the header fields.
    ///   - origins: The API's own origin, and those that the dialect trusts with the key.
    public init(_ authorizer: any RequestAuthorizer, for origins: [Origin]) {
        self.authorizer = authorizer
        self.origins = Set(origins.filter { $0.isSecure || $0.isLoopback })
    }

    /// Returns whether the credential is sent to a URL.
    public func covers(_ url: HTTPURL) -> Bool { origins.contains(url.origin) }

    /// A secret that is the same for all requests of the account; nil if there is none.
    package var accountKey: Secret? { authorizer.accountKey }

    /// Removes the secrets from a text.
    package func scrubbing(_ text: String) -> String { authorizer.scrubbing(text) }

    /// Restores the secrets that ``scrubbing(_:)`` removed from a text, for a text that must go back to the server
    /// unchanged.
    func restoring(_ text: String) -> String { authorizer.restoring(text) }
}

extension Credential: CustomStringConvertible, CustomReflectable {
    /// The origins, without the authorizer, whose author may have forgotten to hide its secrets.
    public var description: String { "credential for \(origins.map(\.string).sorted().joined(separator: ", "))" }
    /// A mirror that shows the origins alone.
    public var customMirror: Mirror { Mirror(self, children: ["origins": origins.map(\.string).sorted()]) }
}
