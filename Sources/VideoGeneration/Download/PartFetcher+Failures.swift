/// The reactions to a link that failed.
extension PartFetcher {
    private static let maximumRefreshes = 2
    private static let maximumSplits = 3
    private static let maximumConnections = 32
    private static let splitTimeout = Duration.seconds(10)
    private static let splitSpeed = 16 << 10
    /// The codes with which the given links turn out to be useless, although the content route may have the video.
    private static let unusable: Set<VideoError.Code> = [.sizeLimitExceeded, .unsupported, .unsafeURL]
    /// The codes with which a provider reports that it no longer has the video.
    private static let gone: Set<VideoError.Code> = [.taskNotFound, .taskExpired, .outputMissing, .outputExpired]

    mutating func handle(_ problem: LinkProblem, of link: DownloadLink) async throws {
        failures += 1
        switch problem.kind {
        case .expired, .permanent:
            links.drop()
            if links.current == nil { try await findLinks(after: problem) }
        case .transient where links.hasAlternative: links.rotate()
        case .transient:
            do { try await wait(after: problem.error, at: link.url.origin) } catch let error as VideoError {
                guard takeContentRoute() else { throw error }
            }
        }
    }

    /// Waits as the retry policy says, or throws the error.
    mutating func wait(after error: VideoError, at origin: Origin) async throws {
        let decision = downloader.quotas.decide(
            downloader.policy,
            .download,
            error,
            failures: max(1, failures),
            at: origin,
            now: downloader.clock.now,
            random: downloader.random
        )
        guard case .retry(let delay) = decision else { throw error }
        try await downloader.clock.sleep(for: delay)
        links.rotate()
        links.beginRound()
    }

    /// Requests fresh links from the provider.
    mutating func refresh(after error: VideoError?) async throws {
        if let error, refreshes >= Self.maximumRefreshes { throw error }
        refreshes += 1
        while true {
            do {
                // A second fresh link immediately after the first would be no fresher: some stores need a moment.
                if refreshes > 1 { try await downloader.clock.sleep(for: downloader.policy.throttledDelay) }
                links = DownloadLinks(try await journal.freshOutputs(), for: request)
                given = links
                isRouteTried = false
                return
            } catch let verdict as VideoError where verdict.endsTask {
                throw verdict
            } catch let problem as VideoError where Self.unusable.contains(problem.code) && takeContentRoute() {
                return
            } catch let problem as VideoError where problem.isTransient {
                failures += 1
                try await wait(after: problem, at: request.origin)
            } catch var problem as VideoError where Self.gone.contains(problem.code) {
                problem.code = .outputExpired
                throw problem
            }
        }
    }

    /// Reacts to a slow connection: switches to another link if little is lost by it, otherwise opens several
    /// connections.
    mutating func handleSlowLink(_ slow: DownloadSink.TooSlow, _ link: DownloadLink) async throws {
        if links.hasAlternative { return links.rotate() }
        guard slow.canSplit, let total = part.manifest.total else { return acceptsSlowLink = true }
        let before = part.written.count
        var limits = downloader.limits.http
        // A server may leave surplus connections without a response, and the others must not wait for them.
        limits.head = min(limits.head, Self.splitTimeout)
        limits.idle = min(limits.idle, Self.splitTimeout)
        // A very slow connection isn't worth waiting for either: another one fetches its share sooner.
        limits.minimumSpeed = max(limits.minimumSpeed, Self.splitSpeed)
        let validator = part.manifest.validator
        let split = SegmentedDownload(
            part: part,
            total: total,
            connections: min(downloader.limits.connections, Self.maximumConnections)
        ) { [exchange, limits, context = context(for: link)] segment in
            let rest = segment.rest
            var context = context
            context.mayRestart = false
            context.segment = segment
            let outcome = try await exchange.send(
                link,
                RangeRequest(offset: rest.lowerBound, end: rest.upperBound, validator: validator, total: total),
                timeouts: limits,
                context
            )
            guard case .bytes = outcome else {
                throw VideoError(.connectionLost, "The server did not accept a second connection.", isTransient: true)
            }
        }
        do { try await split.run() } catch {
            try part.checkpoint()
            throw error
        }
        try part.checkpoint()
        let gained = part.written.count - before
        splits += 1
        // A server that sent little over several connections isn't tried again: each round costs the connections
        // that worked.
        acceptsSlowLink = splits >= Self.maximumSplits || gained < (total - before) / 2
        guard gained == 0 else { return }
        // The server may count connections that have just ended, or may send the whole file only.
        if before <= total / 8 { try await part.restart() }
        try await downloader.clock.sleep(for: downloader.policy.throttledDelay)
    }
}
