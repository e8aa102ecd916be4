/// The shared knowledge of the journal's processes about an endpoint.
package struct EndpointRecord: Sendable, Hashable, Codable {
    /// The number of submits in a row with an unknown outcome that pauses an endpoint. Without a pause, a server that
    /// fails after billing would make the outcome of every waiting task unknown.
    package static let maximumUnknowns = 3

    /// The endpoint of the API.
    package var endpoint: Endpoint
    /// The number of submits in a row that ended with an unknown outcome.
    package var unknownsInRow = 0

    /// Creates the record of an endpoint at which nothing was submitted yet.
    package init(endpoint: Endpoint) { self.endpoint = endpoint }

    /// Whether submits are paused until a user or an accepted task reopens the endpoint.
    package var isPaused: Bool { unknownsInRow >= Self.maximumUnknowns }

    package mutating func noteUnknown() { unknownsInRow = min(max(unknownsInRow, 0), Self.maximumUnknowns) + 1 }
}
