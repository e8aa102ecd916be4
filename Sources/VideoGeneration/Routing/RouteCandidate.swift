/// A candidate of a route that can make a request.
struct RouteCandidate: Sendable {
    let candidate: Route.Candidate
    let provider: any VideoGenerating
    /// The request as it would be sent, with the model's name and the bytes of its files.
    let request: VideoRequest
    /// The changes that adapted the request to the model.
    let changes: [RequestFit.Change]
    let estimate: CostEstimate
    /// The budget that the request has to fit into; nil for no limit.
    let allowance: Allowance?

    /// The place where the candidate's tasks wait.
    var lane: SubmitLane.ID { SubmitLane.ID(account: Account(of: provider), model: request.model) }
}
