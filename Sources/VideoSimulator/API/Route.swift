import VideoGeneration
import VideoPlatform

/// A method, a path pattern, and the handler of their requests.
struct Route: Sendable {
    let method: String
    /// The path pattern, such as `/v1/videos/{id}/content`.
    let pattern: String
    /// The operation, or nil for the simulator's own routes.
    let operation: SimulatorOperation?
    /// The API that determines the format of a refusal.
    let api: API
    /// Returns the response to a request, or throws a refusal.
    let respond: @Sendable (RequestContext) throws(Refusal) -> SimulatedResponse

    private let segments: [Substring]

    init(
        _ method: String,
        _ pattern: String,
        _ operation: SimulatorOperation?,
        _ api: API,
        respond: @escaping @Sendable (RequestContext) throws(Refusal) -> SimulatedResponse
    ) {
        self.method = method
        self.pattern = pattern
        self.operation = operation
        self.api = api
        self.respond = respond
        segments = pattern.split(separator: "/")
    }

    /// Returns the parameters in a path, or nil if the path does not match the pattern.
    func match(_ path: Substring) -> [String: String]? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            if segment.hasPrefix("{") {
                guard !part.isEmpty else { return nil }
                // Unlike in a query, a plus sign in a path is not a space.
                parameters[String(segment.dropFirst().dropLast())] =
                    PercentEncoding.decode(part) ?? String(part)
            } else if segment != part {
                return nil
            }
        }
        return parameters
    }
}
