/// What the journal's processes know about an endpoint that they buy at.
struct EndpointRecord: Sendable, Hashable, Codable {
    /// How many submits in a row pause an endpoint if their outcome is unknown. A server that fails after it billed
    /// would otherwise turn every waiting order unknown.
    static let maximumUnknowns = 3

    /// Where the API lives.
    var endpoint: Endpoint
    /// How many submits in a row ended with an unknown outcome.
    var unknownsInRow = 0

    /// Whether nothing more is sent until a person or an accepted task opens the endpoint again.
    var isPaused: Bool { unknownsInRow >= Self.maximumUnknowns }

    mutating func noteUnknown() { unknownsInRow = min(max(unknownsInRow, 0), Self.maximumUnknowns) + 1 }
}
