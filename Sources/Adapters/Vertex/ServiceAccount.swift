import VideoGenerationCore

/// The exchange of a Google service account's key file for an access token: a signed JWT for a token (RFC 7523), as
/// developers.google.com/identity/protocols/oauth2/service-account describes it, read on 2026-11-27.
struct ServiceAccount: TokenExchange {
    /// The scope that includes Vertex AI and Google's storage.
    private static let scope = "https://www.googleapis.com/auth/cloud-platform"
    /// The host that may get a signed statement about the account.
    private static let host = "oauth2.googleapis.com"
    /// The longest lifetime of a statement, in seconds.
    private static let lifetime = 3_600

    func assertion(from keyFile: [UInt8], for origin: Origin, at date: Date) throws -> TokenAssertion {
        guard let file = try? JSONValue(parsing: keyFile), file["type"]?.text ?? "service_account" == "service_account",
            let account = file["client_email"]?.text, let privateKey = file["private_key"]?.text
        else {
            throw Self.unusable("it is not the JSON of a service account, with client_email and private_key")
        }
        guard let address = file["token_uri"]?.text, let url = HTTPURL(address),
            Self.isTrusted(url.origin, for: origin)
        else {
            throw Self.unusable("its token_uri is not https://\(Self.host)/token")
        }
        guard let now = Int(exactly: date.timeIntervalSince1970.rounded(.down)), now < 1 << 40 else {
            throw Self.unusable("the clock is wrong")
        }
        var header: JSONObject = ["alg": "RS256", "typ": "JWT"]
        if let id = file["private_key_id"]?.text { header["kid"] = .string(id) }
        let claims: JSONObject = [
            "iss": .string(account), "scope": .string(Self.scope), "aud": .string(address), "iat": JSONValue(now),
            "exp": JSONValue(now + Self.lifetime),
        ]
        let text = [header, claims].map { Self.base64URL(JSONValue.object($0).bytes) }.joined(separator: ".")
        return TokenAssertion(text: text, privateKey: Array(privateKey.utf8), url: url)
    }

    func request(for assertion: TokenAssertion, signature: [UInt8]) throws -> HTTPRequest {
        let grant = PercentEncoding.encode("urn:ietf:params:oauth:grant-type:jwt-bearer")
        let jwt = assertion.text + "." + Self.base64URL(signature)
        return HTTPRequest(
            .post,
            assertion.url,
            fields: ["Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"],
            body: Array("grant_type=\(grant)&assertion=\(jwt)".utf8),
            isSafe: true
        )
    }

    func token(in response: HTTPResponse) throws -> AccessToken {
        let json = ResponseDocument(response).json
        if response.head.isSuccess, let token = json?["access_token"]?.text, let secret = try? Secret(token) {
            return AccessToken(secret, lifetime: Double(min(max(json?["expires_in"]?.int ?? 0, 0), 86_400)))
        }
        let isLater = response.status >= 500 || [408, 429].contains(response.status)
        let words = [json?["error"]?.text, json?["error_description"]?.text].compactMap(\.self).joined(separator: ": ")
        throw VideoError(
            isLater ? .providerUnavailable : .authenticationFailed,
            "Google gave no access token for the key file (HTTP \(response.status))"
                + (words.isEmpty ? "." : ": \(Redaction.singleLine(words, limit: 200))"),
            advice: "Nothing was sent to the provider, and nothing was bought."
                + (isLater ? "" : " Check that the key exists, and that this machine's clock is right."),
            isTransient: isLater,
            httpStatus: response.status
        )
    }

    /// Only Google gets a statement, and a server on this machine if the provider is on this machine.
    private static func isTrusted(_ origin: Origin, for user: Origin) -> Bool {
        origin.isSecure && origin.host == host && origin.port == 443 || origin.isLoopback && user.isLoopback
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func unusable(_ reason: String) -> VideoError {
        VideoError(
            .authenticationFailed,
            "The key file cannot be used: \(reason).",
            advice: "Nothing was sent and nothing was bought. Download the key of a service account as JSON."
        )
    }
}
