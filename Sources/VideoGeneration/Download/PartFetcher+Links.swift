import VideoPlatform

/// The search for other links after the given links failed.
extension PartFetcher {
    /// How long after its end a video can still be missing from its store.
    private static let settlingTime: TimeInterval = 60
    /// How long the client keeps requesting a missing video, at growing intervals.
    private static let settlingTimeout = Duration.seconds(30)
    private static let firstPause = Duration.seconds(2)

    /// Tries the API's own content route, then fresh links, and shortly after the video's end the same links once
    /// more.
    /// - Throws: The error of the failed link if nothing is left to try.
    mutating func findLinks(after problem: LinkProblem) async throws {
        // A link that worked and then expired has a fresh one, which continues from the present bytes.
        let hasExpired = problem.kind == .expired && part.written.count > 0 && refreshes == 0
        if !hasExpired, takeContentRoute() { return }
        do { try await refresh(after: problem.error) } catch let error as VideoError {
            guard !error.endsTask, try await settle(after: problem.error) else { throw error }
        }
    }

    /// Makes the content route the only link.
    /// - Returns: `false` if there is no content route or if it was already tried.
    mutating func takeContentRoute() -> Bool {
        guard let route = request.contentRoute, !isRouteTried, route.link.map({ !given.contains($0) }) ?? false
        else { return false }
        isRouteTried = true
        failures = 0
        links = DownloadLinks([route], for: request)
        return true
    }

    /// Waits if the store may not have the video yet.
    /// - Returns: `false` if that isn't the problem, or if the wait has been long enough.
    private mutating func settle(after error: VideoError) async throws -> Bool {
        guard error.httpStatus == 403 || error.httpStatus == 404, let end = request.endedAt else { return false }
        let uptime = downloader.clock.uptime
        if settlingEnd == nil, abs(downloader.clock.now.timeIntervalSince(end)) < Self.settlingTime {
            settlingEnd = uptime + Self.settlingTimeout
        }
        guard let rest = settlingEnd.map({ $0 - uptime }), rest > .zero else { return false }
        try await downloader.clock.sleep(for: min(rest, Self.firstPause * (1 << min(settlings, 4))))
        settlings += 1
        links = given
        isRouteTried = false
        return links.current != nil || takeContentRoute()
    }
}
