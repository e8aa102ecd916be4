import VideoGeneration
import VideoPlatform

/// A request as it came over the wire.
struct ServerRequest: Sendable {
    /// `GET`, as written.
    var method: String
    /// Path and query, byte for byte as written.
    var target: String
    /// The host and port of a target in the absolute form that proxies use.
    var authority: String?
    /// Header fields in order.
    var fields: [(name: String, value: String)]
    /// The body; empty where there is none.
    var body: [UInt8] = []

    /// The path, still percent-encoded.
    var path: Substring { target.prefix { $0 != "?" } }

    /// The query's items, decoded.
    var query: [(name: String, value: String)] {
        let text = target.dropFirst(path.count + 1)
        return text.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decode(parts[0]), parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    /// The first query item of a name.
    func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The first header field of a name.
    func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Reads percent-encoding, and `+` as a space, as forms do.
    static func decode(_ text: some StringProtocol) -> String {
        let spaced = String(text.map { $0 == "+" ? " " : $0 })
        return PercentEncoding.decode(spaced) ?? spaced
    }
}
