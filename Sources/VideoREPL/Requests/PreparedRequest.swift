import VideoGeneration

/// A checked request: its provider exists, and its model supports it.
struct PreparedRequest: Sendable {
    let choice: ProviderChoice
    let client: VideoClient
    let request: VideoRequest
    /// The warning that the user has seen because the model is retired, or nil.
    let retirement: String?

    /// The estimate of the cost, as far as it is known.
    var estimate: CostEstimate { choice.provider.info.estimate(request) }

    /// Creates the request that the command line describes.
    /// - Parameter needsKey: `false` if the request is only shown or estimated.
    init(_ invocation: Invocation, _ session: Session, needsKey: Bool = true) async throws {
        let choice = try await session.choice(invocation, needsKey: needsKey)
        let builder = RequestBuilder(
            invocation: invocation,
            session: session.defaults,
            provider: choice.defaults,
            folders: session.folders,
            disk: session.disk
        )
        let request = try builder.request(model: choice.model)
        try await self.init(choice, request, invocation, session)
    }

    /// Creates the request of an earlier task, for the same provider, with the changes on the command line.
    init(again task: VideoTask, _ invocation: Invocation, _ session: Session) async throws {
        let choice = try await session.choice(invocation, again: task)
        let builder = RequestBuilder(
            invocation: invocation,
            session: [:],
            provider: [:],
            folders: session.folders,
            disk: session.disk
        )
        let request = try builder.changes(to: task.request, model: invocation[.model])
        try await self.init(choice, request, invocation, session)
    }

    private init(
        _ choice: ProviderChoice,
        _ request: VideoRequest,
        _ invocation: Invocation,
        _ session: Session
    ) async throws {
        self.choice = choice
        let fit = try Self.fit(request, choice, snapping: invocation.has(.snap), session)
        for change in fit.changes { session.note("Using the nearest value: \(change).", invocation) }
        self.request = fit.request
        retirement = choice.provider.info.retirementWarning(for: self.request, at: session.clock.now)
        if let retirement { session.warn(retirement, invocation) }
        client = try await session.client(
            [choice.provider],
            budget: session.budget(invocation),
            acceptsAny: invocation.has(.acceptAny)
        )
    }

    /// Compares a request with its model, which is the provider's default if the request names none.
    /// - Parameter snapping: whether the nearest values replace those that the model does not take.
    /// - Returns: the request as it is sent, and the values that were replaced.
    /// - Throws: ``VideoError`` if the model does not take the request, or the default is retired.
    static func fit(_ request: VideoRequest, _ choice: ProviderChoice, snapping: Bool, _ session: Session) throws
        -> RequestFit
    {
        var request = request
        if request.model == nil { request.model = try session.defaultModel(for: request, of: choice) }
        let fit = try choice.provider.info.fit(request)
        if !snapping { _ = try fit.validated(for: fit.request.model ?? choice.entry.id) }
        return fit
    }
}
