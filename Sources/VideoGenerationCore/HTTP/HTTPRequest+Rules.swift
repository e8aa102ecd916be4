extension HTTPRequest {
    /// What every transport refuses before anything is sent.
    /// - Throws: ``HTTPTransportError`` with code `invalidRequest` or `addressRefused`, not sent.
    package func checkRules() throws(HTTPTransportError) {
        if let field = fields.first(where: { Self.reserved.contains($0.name.lowercased()) }) {
            throw .init(.invalidRequest, .notSent, "The field \(field.name) is the transport's own.")
        }
        if method.isSafe, body != nil {
            throw .init(.invalidRequest, .notSent, "\(method.rawValue) carries no body.")
        }
        if fields["Authorization"] != nil, !url.origin.isSecure, !url.origin.isLoopback {
            throw .init(
                .invalidRequest,
                .notSent,
                "No key is sent to \(url.origin): the connection is not encrypted."
            )
        }
        if isAddressRefused {
            throw .init(.addressRefused, .notSent, "A link from a server may not lead to \(url.origin).")
        }
    }

    /// A literal address is judged here, because behind a proxy nobody else does.
    private var isAddressRefused: Bool {
        guard peers == .publicOnly else { return false }
        return NetworkAddress(url.origin.host.filter { $0 != "[" && $0 != "]" })?.isPublic == false
    }

    /// Fields that frame the message or belong to the connection.
    private static let reserved: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "expect", "te", "trailer", "upgrade",
        "proxy-authorization", "proxy-connection", "keep-alive",
    ]

    /// The fields to send, with what the transport adds: `Accept-Encoding: identity`, because a video must
    /// arrive byte for byte, and a `User-Agent`, without which some servers answer 403.
    package var sentFields: [HTTPField] {
        var sent = fields
        if sent["Accept-Encoding"] == nil { sent["Accept-Encoding"] = "identity" }
        if sent["User-Agent"] == nil { sent["User-Agent"] = "swift-video-generation" }
        return Array(sent)
    }
}
