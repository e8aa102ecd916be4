import VideoPlatform

/// Where else the video may be, once the links that were given are of no use.
extension PartFetcher {
    /// How long after its end a video may not be in its store yet.
    private static let settlingTime: TimeInterval = 60
    /// How long it is asked for again, at growing intervals.
    private static let settlingPatience = Duration.seconds(30)
    private static let firstPause = Duration.seconds(2)

    /// Goes on to the API's own content route, then to fresh links, and right after the video's end to the same
    /// ones once more.
    /// - Throws: what was wrong, where nothing is left to try.
    mutating func findLinks(after problem: LinkProblem) async throws {
        // A link that worked and expired has a fresh one, which goes on with what is here.
        let hasExpired = problem.kind == .expired && part.written.count > 0 && refreshes == 0
        if !hasExpired, takeContentRoute() { return }
        do { try await refresh(after: problem.error) } catch let error as VideoError {
            guard try await settle(after: problem.error) else { throw error }
        }
    }

    /// Takes the content route as the one link that is left.
    /// - Returns: false where there is none, or where it was tried already.
    mutating func takeContentRoute() -> Bool {
        guard let route = order.contentRoute, !isRouteTried, !given.contains(route.link) else { return false }
        isRouteTried = true
        failures = 0
        links = DownloadLinks([route])
        return true
    }

    /// Waits where the store may not have the video yet.
    /// - Returns: false where that is not what is wrong, or where it was waited for long enough.
    private mutating func settle(after error: VideoError) async throws -> Bool {
        guard error.httpStatus == 403 || error.httpStatus == 404, let end = order.endedAt else { return false }
        let uptime = downloader.clock.uptime
        if settlingEnd == nil, abs(downloader.clock.now.timeIntervalSince(end)) < Self.settlingTime {
            settlingEnd = uptime + Self.settlingPatience
        }
        guard let rest = settlingEnd.map({ $0 - uptime }), rest > .zero else { return false }
        try await downloader.clock.sleep(for: min(rest, Self.firstPause * (1 << min(settlings, 4))))
        settlings += 1
        links = given
        isRouteTried = false
        return links.current != nil || takeContentRoute()
    }
}
