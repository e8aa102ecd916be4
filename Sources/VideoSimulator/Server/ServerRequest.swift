import LoopbackHTTP
import VideoGeneration
import VideoPlatform

/// A request as it was received.
struct ServerRequest: Sendable {
    /// The method as received, such as `GET`.
    var method: String
    /// The path and query, byte for byte as received.
    var target: String
    /// The host and port, if the target has the absolute form that proxies use.
    var authority: String?
    /// The header fields in the order received.
    var fields: [(name: String, value: String)]
    /// The body, which is empty if there is none.
    var body: [UInt8] = []

    /// The percent-encoded path.
    var path: Substring { target.prefix { $0 != "?" } }

    /// The decoded query items.
    var query: [(name: String, value: String)] {
        let text = target.dropFirst(path.count + 1)
        return text.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decode(parts[0]), parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    /// Returns the value of the first query item with a name.
    func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// Returns the value of the first header field with a name.
    func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Decodes percent-encoding, and `+` as a space, as in forms.
    static func decode(_ text: some StringProtocol) -> String {
        let spaced = String(text.map { $0 == "+" ? " " : $0 })
        return PercentEncoding.decode(spaced) ?? spaced
    }
}

extension ServerRequest {
    /// Creates a request without its body. Returns nil if the target is neither a path nor an address.
    init?(_ head: RequestHead) {
        guard let (target, authority) = Self.originForm(head.target) else { return nil }
        self.init(method: head.method, target: target, authority: authority, fields: head.fields)
    }

    /// Returns the path and query, also from the absolute form that proxies use.
    private static func originForm(_ target: String) -> (target: String, authority: String?)? {
        if target.hasPrefix("/") { return (target, nil) }
        guard target.hasPrefix("http://") else { return nil }
        let rest = target.dropFirst("http://".count)
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        return (end == rest.endIndex ? "/" : String(rest[end...]), String(rest[..<end]))
    }
}
