extension HTTPRequest {
    /// Checks the rules that every transport enforces before it sends anything.
    /// - Throws: ``HTTPTransportError`` with code `invalidRequest` or `addressRefused` and progress `notSent`.
    package func checkRules() throws(HTTPTransportError) {
        if let field = fields.first(where: { Self.reserved.contains($0.name.lowercased()) }) {
            throw .init(.invalidRequest, .notSent, "The header field \(field.name) is reserved for the transport.")
        }
        if method.isSafe, body != nil {
            throw .init(.invalidRequest, .notSent, "A \(method.rawValue) request cannot have a body.")
        }
        if !url.origin.isSecure, !url.origin.isLoopback, fields.contains(where: carriesKey) {
            throw .init(
                .invalidRequest,
                .notSent,
                "The key was not sent to \(url.origin), because the connection is not encrypted."
            )
        }
        if isAddressRefused {
            throw .init(.addressRefused, .notSent, "A link from a server must not lead to \(url.origin).")
        }
    }

    /// Returns whether a field carries a key: a credential added it, or its name says so.
    package func carriesKey(in field: HTTPField) -> Bool {
        keyFields.contains(field.name.lowercased()) || field.isUsuallyKey
    }

    /// Whether the host is a literal address that isn't public. Checked here because a proxy wouldn't check it.
    private var isAddressRefused: Bool {
        guard peers == .publicOnly else { return false }
        return NetworkAddress(url.origin.host.filter { $0 != "[" && $0 != "]" })?.isPublic == false
    }

    /// The fields that frame the message or belong to the connection.
    private static let reserved: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "expect", "te", "trailer", "upgrade",
        "proxy-authorization", "proxy-connection", "keep-alive",
    ]

    /// The fields to send, including those that the transport adds.
    ///
    /// The transport adds `Accept-Encoding: identity`, because a video must arrive byte for byte, and a
    /// `User-Agent`, because some servers respond with 403 without one.
    package var sentFields: [HTTPField] {
        var sent = fields
        if sent["Accept-Encoding"] == nil { sent["Accept-Encoding"] = "identity" }
        if sent["User-Agent"] == nil { sent["User-Agent"] = "swift-video-generation" }
        return Array(sent)
    }
}
