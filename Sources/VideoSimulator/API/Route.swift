import VideoGeneration
import VideoPlatform

/// A method and a path, and what answers there.
struct Route: Sendable {
    let method: String
    /// `/v1/videos/{id}/content`
    let pattern: String
    /// What it is about; nil for routes of the simulator's own.
    let operation: SimulatorOperation?
    /// Whose words a refusal uses.
    let api: API
    let answer: @Sendable (Call) throws(Refusal) -> SimulatedResponse

    private let segments: [Substring]

    init(
        _ method: String,
        _ pattern: String,
        _ operation: SimulatorOperation?,
        _ api: API,
        answer: @escaping @Sendable (Call) throws(Refusal) -> SimulatedResponse
    ) {
        self.method = method
        self.pattern = pattern
        self.operation = operation
        self.api = api
        self.answer = answer
        segments = pattern.split(separator: "/")
    }

    /// What the pattern catches of a path; nil where it does not fit.
    func match(_ path: Substring) -> [String: String]? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            if segment.hasPrefix("{") {
                guard !part.isEmpty else { return nil }
                // A plus sign in a path is a plus sign.
                parameters[String(segment.dropFirst().dropLast())] =
                    PercentEncoding.decode(part) ?? String(part)
            } else if segment != part {
                return nil
            }
        }
        return parameters
    }
}
