/// Sends `Authorization: Bearer TOKEN`, with an access token that is exchanged for a signed statement of a key file.
///
/// The token is kept until shortly before it expires. Neither it nor the private key is in a description.
package final class TokenAuthorizer: RequestAuthorizer {
    /// The largest response of a server of tokens, in bytes.
    private static let maximumResponse = 64 << 10

    private let path: Secret
    private let exchange: any TokenExchange
    private let gate = TokenGate()

    /// Creates an authorizer.
    /// - Parameters:
    ///   - path: The path of the key file, which is read for each exchange.
    ///   - exchange: The mapping of the exchange.
    package init(keyFile path: Secret, by exchange: any TokenExchange) {
        self.path = path
        self.exchange = exchange
    }

    /// Returns the field with the token that was obtained last.
    /// - Throws: ``VideoError`` with code `authenticationFailed` if there is none that is valid: this function has no
    ///   transport.
    package func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields {
        guard let token = gate.token(at: date) else {
            throw VideoError(.authenticationFailed, "There is no valid access token.", advice: "Nothing was sent.")
        }
        return Self.field(token)
    }

    /// Returns the field with a valid token, and obtains one if there is none.
    /// - Throws: ``VideoError``; `CancellationError`. The request itself was not sent.
    func fields(
        for request: HTTPRequest,
        at date: Date,
        over transport: any HTTPTransport,
        _ signer: (any AssertionSigner)?
    ) async throws -> HTTPFields {
        let token = try await gate.token(at: date) {
            try await obtain(for: request.url.origin, at: date, over: transport, signer)
        }
        return Self.field(token)
    }

    /// Removes the newest two tokens from a text.
    package func scrubbing(_ text: String) -> String { gate.scrubbing(text) }

    /// The path of the key file, which is the same for all requests of the account.
    package var accountKey: Secret? { path }

    private static func field(_ token: Secret) -> HTTPFields { ["Authorization": "Bearer " + token.value] }

    private func obtain(
        for origin: Origin,
        at date: Date,
        over transport: any HTTPTransport,
        _ signer: (any AssertionSigner)?
    ) async throws -> AccessToken {
        guard let signer else {
            throw VideoError(
                .unsupported,
                "An access token has to be signed, and the caller's ExchangeContext cannot sign.",
                advice: "Nothing was sent. Use a VideoClient, or give an access token in place of the key file."
            )
        }
        let file = try signer.keyFile(at: path.value)
        let assertion = try exchange.assertion(from: file, for: origin, at: date)
        let signature = try signer.signature(of: Array(assertion.text.utf8), privateKey: assertion.privateKey)
        let request = try exchange.request(for: assertion, signature: signature)
        let response: HTTPResponse
        do {
            response = try await transport.response(to: request, maximumBody: Self.maximumResponse)
        } catch let error as HTTPTransportError where error.code != .cancelled {
            throw VideoError(
                .providerUnavailable,
                "No access token was received from \(request.url.origin): \(error.message)",
                advice: "Nothing was sent to the provider, and nothing was bought.",
                isTransient: true
            )
        }
        do { return try exchange.token(in: response) } catch var error as VideoError {
            // A server may repeat the statement, which is valid for an hour.
            error.message = KeyForms(assertion.text).removed(from: error.message)
            throw error
        }
    }
}

extension TokenAuthorizer: CustomStringConvertible, CustomReflectable {
    /// A note in place of the secrets.
    package var description: String { "access token of a key file" }
    /// An empty mirror.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
