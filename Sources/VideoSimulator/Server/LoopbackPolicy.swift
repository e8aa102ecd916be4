import VideoGeneration

/// Which requests a server of this machine takes: those that were meant for it.
///
/// A web page can let its own name lead to 127.0.0.1 (DNS rebinding), and then talks to the server as to its own. The
/// name is in `Host`, and the page that sends a request is in `Origin`; no page can change them.
struct LoopbackPolicy: Sendable {
    let port: Int
    /// The other origin whose pages are answered too: `*` for all, nil for none.
    var allowedOrigin: String?

    private static let names: Set = ["127.0.0.1", "localhost", "[::1]"]

    /// The response to a request that was not meant for this server; nil for one that was.
    func refusal(of request: ServerRequest) -> SimulatedResponse? {
        let hosts = request.fields.filter { $0.name.lowercased() == "host" }.map(\.value)
        let authorities = hosts + [request.authority].compactMap(\.self)
        guard hosts.count <= 1, authorities.allSatisfy(isOwn) else {
            return SimulatedResponse(
                status: 421,
                ["detail": .string("This server answers to localhost and 127.0.0.1 at port \(port) only.")]
            )
        }
        let origins = request.fields.filter { $0.name.lowercased() == "origin" }.map(\.value)
        guard origins.allSatisfy(isAllowed) else {
            return SimulatedResponse(status: 403, ["detail": "Web pages of other origins are not answered."])
        }
        return nil
    }

    private func isAllowed(_ origin: String) -> Bool {
        if let allowedOrigin, allowedOrigin == "*" || allowedOrigin == origin { return true }
        return origin.hasPrefix("http://") && isOwn(String(origin.dropFirst(7)))
    }

    /// Whether an authority names this server; without a port it does as well, because a client may leave it out.
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
