/// The candidates of a route for one request, in the order in which they would be tried now.
///
/// ```swift
/// let choice = try await client.choice(for: request, using: route)
/// print(choice.options.first { $0.obstacle == nil }?.candidate.description ?? "none is free")
/// for rejected in choice.leftOut { print(rejected.candidate, rejected.reason) }
/// ```
public struct RouteChoice: Sendable {
    /// A candidate that can make the request.
    public struct Option: Sendable {
        /// The candidate, with the model that the request would be sent for.
        public var candidate: Route.Candidate
        /// The request as it would be sent.
        public var request: VideoRequest
        /// The changes that adapted the request to the model; empty if it is sent as it is.
        public var changes: [RequestFit.Change]
        /// The estimated cost.
        public var estimate: CostEstimate
        /// The number of tasks in flight for the account and the model.
        public var inFlight: Int
        /// The reason why the candidate is passed over now: a cooldown, a limit, or a pause; nil if it is free.
        public var obstacle: VideoError?
    }

    /// A candidate that cannot make the request.
    public struct LeftOut: Sendable {
        /// The candidate.
        public var candidate: Route.Candidate
        /// The reason.
        public var reason: VideoError
    }

    /// The candidates that can make the request, in the order of the route's strategy. The first one without an
    /// obstacle takes the request.
    public var options: [Option]
    /// The candidates that cannot make the request, in the order of the route.
    public var leftOut: [LeftOut]
}
