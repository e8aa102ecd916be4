import VideoPlatform

/// A search for one task in a provider's list, because its outcome is unknown.
struct TaskSearch {
    let match: TaskMatch
    /// The tasks of the list, each once.
    private(set) var rows: [TaskSnapshot] = []
    /// Whether the list was read back to the time of the task.
    private(set) var isWhole = false

    /// The maximum number of pages that are read.
    private static let maximumPages = 20

    /// Reads the list.
    static func read(
        _ task: VideoTask,
        sentAt: Date,
        _ provider: any VideoGenerating,
        in context: ExchangeContext,
        _ clock: any EngineClock
    )
        async throws -> TaskSearch
    {
        var listing = TaskListing(mode: task.request.mode)
        var page = try await provider.list(listing, in: context)
        let now = clock.now
        var offset = page.date.map { $0.timeIntervalSince(now) } ?? 0
        // No clock is wrong by centuries, and a number of that size would make the tolerance ineffective.
        if !(abs(offset) < 1e10) { offset = 0 }
        var search = TaskSearch(
            match: TaskMatch(task: task, provider: provider.info, sentAt: sentAt, clockOffset: offset, now: now)
        )
        var known: Set<String> = []
        for number in 1...maximumPages {
            let new = page.tasks.filter { known.insert($0.remote.id).inserted }
            search.rows += new
            // A page without new tasks is the last one, whatever its cursor says.
            guard let next = page.next, !new.isEmpty, !search.match.isBehind(new) else {
                search.isWhole = true
                break
            }
            guard number < maximumPages else { break }
            listing.after = next
            page = try await provider.list(listing, in: context)
        }
        return search
    }

    /// Returns the other tasks of the journal that a row may belong to: those without an ID, and those whose ID is not
    /// in the list, because a provider may list a task under another ID than it returned.
    func rivals(
        of row: TaskSnapshot,
        in journal: any Journal,
        _ tasks: [VideoTask]
    ) async throws(VideoError) -> [VideoTask.ID] {
        let listed = Set(rows.map(\.remote.id))
        var rivals: [VideoTask.ID] = []
        for other in tasks where isRival(other, for: row, listed) {
            let sentAt = try await journal.sentAt(other)
            let match = TaskMatch(
                task: other,
                provider: match.provider,
                sentAt: sentAt,
                clockOffset: match.clockOffset,
                now: match.now
            )
            if match.isPossible(row) { rivals.append(other.id) }
        }
        return rivals
    }

    /// Returns whether a row may belong to another task, without its history. There may be a hundred thousand tasks.
    private func isRival(_ other: VideoTask, for row: TaskSnapshot, _ listed: Set<String>) -> Bool {
        guard other.id != match.task.id, other.provider.endpoint.origin == match.task.provider.endpoint.origin else {
            return false
        }
        let isUnlisted =
            other.remote.map { !listed.contains($0.id) }
            ?? (other.state == .outcomeUnknown || other.state == .submitting)
        return isUnlisted && TaskMatch.isPossible(row, for: other, at: match.provider)
    }
}
