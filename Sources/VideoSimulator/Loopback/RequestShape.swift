import VideoGeneration

/// The parts of a request by which a server recognizes it.
struct RequestShape: Sendable, Hashable {
    private let method: String
    private let port: Int
    private let segments: [String]
    private let query: [String: String]
    /// The members of the body of a POST.
    private let body: JSONObject?

    /// Creates the shape of a request that a dialect built.
    init(_ request: HTTPRequest) {
        method = request.method.rawValue
        port = request.url.origin.port
        segments = Self.segments(request.url.path[...])
        query = Self.query(request.url.query ?? "")
        body = request.method == .post ? Self.json(request.body) : nil
    }

    /// Returns whether a request that arrived at a port is this one. It can have further query items and members.
    func matches(_ request: ServerRequest, at port: Int) -> Bool {
        guard matchesPath(of: request, at: port) else { return false }
        let arrived = Dictionary(request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        guard query.allSatisfy({ arrived[$0.key] == $0.value }) else { return false }
        guard let body else { return true }
        let json = Self.json(request.body)
        return body.allSatisfy { json?[$0.key] == $0.value }
    }

    /// Returns whether a request has the same method and path.
    /// - Parameter wildcard: A text in place of which a segment can have any other.
    func matchesPath(of request: ServerRequest, at port: Int, wildcard: String? = nil) -> Bool {
        let arrived = Self.segments(request.path)
        guard method == request.method || method == "GET" && request.method == "HEAD", self.port == port,
            segments.count == arrived.count
        else { return false }
        return zip(segments, arrived).allSatisfy { expected, segment in
            guard let wildcard, let place = expected.firstRange(of: wildcard) else { return expected == segment }
            return segment.hasPrefix(expected[..<place.lowerBound]) && segment.hasSuffix(expected[place.upperBound...])
        }
    }

    private static func segments(_ path: Substring) -> [String] {
        path.split(separator: "/").map { PercentEncoding.decode($0) ?? String($0) }
    }

    private static func query(_ text: String) -> [String: String] {
        let items = text.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (ServerRequest.decode(parts[0]), parts.count > 1 ? ServerRequest.decode(parts[1]) : "")
        }
        return Dictionary(items, uniquingKeysWith: { first, _ in first })
    }

    private static func json(_ body: [UInt8]?) -> JSONObject? {
        body.flatMap { try? JSONValue(parsing: $0) }?.object
    }
}
