import VideoGenerationCore

/// The header field that carries the key. No other part of a request can.
struct ManifestAuth: Sendable {
    private enum Scheme: String, CaseIterable { case bearer, header, none }

    /// The name of the field; nil if the provider needs no key.
    let header: String?
    private let prefix: String
    /// The environment variable of the key.
    let keyEnv: String?
    /// One sentence for a key that is not accepted.
    let advice: String?

    /// Reads `auth`.
    init(_ object: ManifestObject) {
        let scheme = object.choice("scheme", Scheme.allCases) ?? .bearer
        advice = object.text("advice", atMost: 300)
        let variable = object.text("keyEnv", atMost: 100)
        if let variable, !variable.isVariableName {
            object.problem(
                "keyEnv",
                "This must be the name of an environment variable, such as ACME_API_KEY. The key "
                    + "itself does not belong in a manifest."
            )
        }
        keyEnv = scheme == .none ? nil : variable
        if scheme != .none, object["keyEnv"] == nil {
            object.problem("scheme", "Add \"keyEnv\": the environment variable that holds the key.")
        }
        if scheme != .header {
            for name in ["header", "prefix"] where object[name] != nil {
                object.problem(
                    name,
                    "The scheme \(scheme.rawValue) sets this itself. Use the scheme \"header\" for another field."
                )
            }
        }
        switch scheme {
        case .none: (header, prefix) = (nil, "")
        case .bearer: (header, prefix) = ("Authorization", "Bearer ")
        case .header:
            let name = object.text("header", atMost: 100) ?? ""
            let text = object.text("prefix", atMost: 40) ?? ""
            if HTTPField(name: name, value: text + "key") == nil {
                object.problem("header", "This must be the name of a header field, such as \"X-Api-Key\".")
            }
            if Self.reserved.contains(name.lowercased()) {
                object.problem("header", "The package sets the field \(name.quoted) itself.")
            }
            (header, prefix) = (name, text)
        }
    }

    private static let reserved: Set<String> = [
        "host", "content-length", "content-type", "transfer-encoding", "connection", "accept", "user-agent", "expect",
        "te", "trailer", "upgrade", "accept-encoding", "cache-control", "range",
    ]

    /// The header field with a placeholder for the key, as the conformance suite expects it.
    var keyLine: String { "\(header ?? "Authorization"): \(header == nil ? "Bearer " : prefix)<key>" }

    /// Returns the authorizer of requests.
    func authorizer(for key: Secret) -> any RequestAuthorizer {
        header.map { KeyAuthorizer(key, in: $0, prefix: prefix) } ?? KeyAuthorizer(key)
    }
}

extension String {
    /// Whether the text can be the name of an environment variable.
    var isVariableName: Bool {
        first.map { $0.isASCII && ($0.isLetter || $0 == "_") } ?? false
            && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
