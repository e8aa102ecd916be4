import VideoPlatform

extension VideoClient {
    /// Returns the candidates of a route for a request, in the order in which they would be tried now, and the reasons
    /// why the others are left out. Nothing is sent.
    /// - Parameters:
    ///   - request: the request.
    ///   - route: the route.
    /// - Throws: ``VideoError``: `configurationInvalid` if the route has no candidate, `invalidRequest` if a file of the
    ///   request cannot be read, `storageFailed` if the journal cannot be read; `CancellationError`.
    public func choice(for request: VideoRequest, using route: Route) async throws -> RouteChoice {
        try await onJournalThreads {
            let (fitting, leftOut) = try candidates(of: route, for: load(request))
            var options: [RouteChoice.Option] = []
            for candidate in try await ordered(fitting, by: route.strategy) {
                let inFlight = try await inFlight(of: candidate)
                var named = candidate.candidate
                named.model = candidate.request.model
                options.append(
                    RouteChoice.Option(
                        candidate: named,
                        request: candidate.request,
                        changes: candidate.changes,
                        estimate: candidate.estimate,
                        inFlight: inFlight,
                        obstacle: await obstacle(of: candidate, inFlight: inFlight)
                    )
                )
            }
            return RouteChoice(options: options, leftOut: leftOut)
        }
    }

    /// More candidates than a user compares.
    private static let maximumCandidates = 32

    /// Returns the candidates that can make a request, and the reasons why the others cannot.
    func candidates(of route: Route, for loaded: LoadedRequest) throws(VideoError) -> (
        [RouteCandidate], leftOut: [RouteChoice.LeftOut]
    ) {
        guard (1...Self.maximumCandidates).contains(route.candidates.count) else {
            throw VideoError(
                .configurationInvalid,
                "A route has 1 to \(Self.maximumCandidates) candidates, and this one has \(route.candidates.count).",
                advice: "Nothing was sent."
            )
        }
        var fitting: [RouteCandidate] = []
        var leftOut: [RouteChoice.LeftOut] = []
        for candidate in route.candidates {
            do throws(VideoError) {
                let (provider, fit) = try fit(candidate, for: loaded)
                if let warning = provider.info.retirementWarning(for: fit.request, at: clock.now) {
                    throw VideoError(.modelUnavailable, warning, provider: provider.info.id)
                }
                fitting.append(try self.candidate(candidate, provider, fit))
            } catch {
                leftOut.append(RouteChoice.LeftOut(candidate: candidate, reason: error))
            }
        }
        return (fitting, leftOut)
    }

    /// Returns the only candidate of a request for a provider that the caller named.
    func namedCandidate(_ candidate: Route.Candidate, for loaded: LoadedRequest) throws(VideoError) -> RouteCandidate {
        let (provider, fit) = try fit(candidate, for: loaded)
        return try self.candidate(candidate, provider, fit)
    }

    private func fit(_ candidate: Route.Candidate, for loaded: LoadedRequest) throws(VideoError) -> (
        any VideoGenerating, RequestFit
    ) {
        let provider = try provider(candidate.provider)
        var own = loaded
        own.request.model = candidate.model ?? loaded.request.model
        return (provider, try fit(own, to: provider, adapting: candidate.adapting))
    }

    private func candidate(_ candidate: Route.Candidate, _ provider: any VideoGenerating, _ fit: RequestFit)
        throws(VideoError) -> RouteCandidate
    {
        let estimate = provider.info.estimate(fit.request)
        return RouteCandidate(
            candidate: candidate,
            provider: provider,
            request: fit.request,
            changes: fit.changes,
            estimate: estimate,
            allowance: try allowance(for: estimate)
        )
    }

    private func allowance(for estimate: CostEstimate) throws(VideoError) -> Allowance? {
        guard let budget = settings.budget else { return nil }
        return try Allowance(estimate, within: budget)
    }

    /// Returns candidates in the order of a strategy. The order of the route decides between equals.
    func ordered(_ candidates: [RouteCandidate], by strategy: Route.Strategy) async throws -> [RouteCandidate] {
        switch strategy {
        case .ordered: return candidates
        case .leastBusy:
            var counted: [(candidate: RouteCandidate, inFlight: Int)] = []
            for candidate in candidates { counted.append((candidate, try await inFlight(of: candidate))) }
            return counted.stablySorted(by: \.inFlight).map(\.candidate)
        case .cheapest:
            let currency = candidates.lazy.compactMap(\.estimate.least?.currency).first
            let isPriced = { (candidate: RouteCandidate) in candidate.estimate.least?.currency == currency }
            return candidates.filter(isPriced).stablySorted { $0.estimate.least?.amount ?? 0 }
                + candidates.filter { !isPriced($0) }
        }
    }

    private func inFlight(of candidate: RouteCandidate) async throws -> Int {
        try await journal.inFlight(candidate.lane.account, model: candidate.lane.model)
    }

    /// Returns the reason why a candidate is passed over now; nil if it is free.
    private func obstacle(of candidate: RouteCandidate, inFlight: Int) async -> VideoError? {
        let lane = candidate.lane
        let id = candidate.provider.info.id
        if await journal.record(of: lane.account.endpoint)?.isPaused == true {
            return Self.paused(candidate.provider.info)
        }
        if let rest = queue.cooldown(of: lane) {
            let seconds = Int(rest.seconds.rounded(.up))
            return VideoError(
                .rateLimited,
                "\(id) refused a task recently, and is passed over for \(seconds.counted("more second")).",
                provider: id,
                retryAfter: rest
            )
        }
        let limits = candidate.provider.info.limits
        for limit in [limits.inFlight, limits.models[lane.model ?? ""]?.inFlight].compactMap(\.self)
        where inFlight >= limit {
            return VideoError(
                .rateLimited,
                "\(id) is at its limit of \(limit.counted("task")) in flight.",
                provider: id
            )
        }
        return nil
    }
}

extension Array {
    /// Returns the elements by rising keys. Elements with equal keys keep their order.
    fileprivate func stablySorted<Key: Comparable>(by key: (Element) -> Key) -> [Element] {
        enumerated().map { (offset: $0.offset, element: $0.element, key: key($0.element)) }
            .sorted { ($0.key, $0.offset) < ($1.key, $1.offset) }
            .map(\.element)
    }
}
