import VideoGeneration

/// A request for a route. The client checks it for each candidate, so that a candidate that cannot make it is left out.
struct RoutedRequest: Sendable {
    let chosen: ChosenRoute
    let client: VideoClient
    let request: VideoRequest

    var route: Route { chosen.route }

    /// Creates the request that the command line describes, or the request of an earlier task with changes.
    init(
        _ chosen: ChosenRoute,
        _ invocation: Invocation,
        _ session: Session,
        again task: VideoTask? = nil
    ) async throws {
        // The defaults of a provider are not those of the others.
        let builder = RequestBuilder(
            invocation: invocation,
            session: task == nil ? session.defaults : [:],
            provider: [:],
            folders: session.folders,
            disk: session.disk
        )
        var chosen = chosen
        if invocation.has(.snap) {
            for index in chosen.route.candidates.indices { chosen.route.candidates[index].adapting = .nearest }
        }
        self.chosen = chosen
        if let task {
            var request = try builder.changes(to: task.originalRequest, model: nil)
            // The model belongs to the earlier provider. Each candidate has its own.
            request.model = nil
            self.request = request
        } else {
            request = try builder.request(model: nil)
        }
        client = try await session.client(
            chosen.providers,
            budget: session.budget(invocation),
            acceptsAny: invocation.has(.acceptAny)
        )
    }
}
