/// The exchange of a key file for an access token that expires, as a pure mapping.
package protocol TokenExchange: Sendable {
    /// Returns the statement about the account that the private key in a key file signs.
    /// - Parameters:
    ///   - keyFile: The bytes of the file.
    ///   - origin: The origin of the request that needs the token.
    ///   - date: The time, by the engine's clock.
    /// - Throws: ``VideoError`` if the file cannot be used. It never contains a part of the private key.
    func assertion(from keyFile: [UInt8], for origin: Origin, at date: Date) throws -> TokenAssertion

    /// Returns the request for the token.
    func request(for assertion: TokenAssertion, signature: [UInt8]) throws -> HTTPRequest

    /// Returns the token in the response.
    /// - Throws: ``VideoError`` with the reason if there is none.
    func token(in response: HTTPResponse) throws -> AccessToken
}

/// A statement about an account that has to be signed.
package struct TokenAssertion: Sendable {
    /// The text to sign.
    package var text: String
    /// The private key, in PEM.
    package var privateKey: [UInt8]
    /// The address of the server that gives the token.
    package var url: HTTPURL

    /// Creates an assertion.
    package init(text: String, privateKey: [UInt8], url: HTTPURL) {
        self.text = text
        self.privateKey = privateKey
        self.url = url
    }
}

extension TokenAssertion: CustomStringConvertible, CustomReflectable {
    /// The address, without the key and the statement.
    package var description: String { "assertion for \(url)" }
    /// A mirror that shows the address alone.
    package var customMirror: Mirror { Mirror(self, children: ["url": url]) }
}

/// A token that authorizes requests for a limited time.
package struct AccessToken: Sendable {
    /// The token.
    package var secret: Secret
    /// The time for which the token is valid, in seconds.
    package var lifetime: TimeInterval

    /// Creates a token.
    package init(_ secret: Secret, lifetime: TimeInterval) {
        self.secret = secret
        self.lifetime = lifetime
    }
}
