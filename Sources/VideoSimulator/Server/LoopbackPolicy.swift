import VideoGeneration

/// Accepts only requests that are meant for this loopback server.
///
/// A web page can make its own host name resolve to 127.0.0.1 (DNS rebinding), and then send requests to this server
/// as to its own origin. `Host` contains that name and `Origin` names the page that sends a request. A page can change
/// neither.
struct LoopbackPolicy: Sendable {
    let port: Int
    /// Another origin whose pages are accepted. `*` accepts all origins and nil accepts none.
    var allowedOrigin: String?

    private static let names: Set = ["127.0.0.1", "localhost", "[::1]"]

    /// Returns the response to a request that is not meant for this server, or nil if the request is acceptable.
    func refusal(of request: ServerRequest) -> SimulatedResponse? {
        let hosts = request.fields.filter { $0.name.lowercased() == "host" }.map(\.value)
        let authorities = hosts + [request.authority].compactMap(\.self)
        guard hosts.count <= 1, authorities.allSatisfy(isOwn) else {
            return SimulatedResponse(
                status: 421,
                ["detail": .string("This server accepts only requests to localhost or 127.0.0.1, port \(port).")]
            )
        }
        let origins = request.fields.filter { $0.name.lowercased() == "origin" }.map(\.value)
        guard origins.allSatisfy(isAllowed) else {
            return SimulatedResponse(
                status: 403,
                ["detail": "This server refuses requests from web pages of other origins."]
            )
        }
        return nil
    }

    private func isAllowed(_ origin: String) -> Bool {
        if let allowedOrigin, allowedOrigin == "*" || allowedOrigin == origin { return true }
        return origin.hasPrefix("http://") && isOwn(String(origin.dropFirst(7)))
    }

    /// Whether an authority names this server. The port may be absent, because a client may omit it.
    private func isOwn(_ authority: String) -> Bool {
        let authority = authority.lowercased()
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
        guard let colon = authority[(end ?? authority.startIndex)...].firstIndex(of: ":") else {
            return Self.names.contains(authority)
        }
        return Self.names.contains(String(authority[..<colon]))
            && String(port) == authority[authority.index(after: colon)...]
    }
}
