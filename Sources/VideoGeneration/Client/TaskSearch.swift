import VideoPlatform

/// What a provider's list says about one order whose outcome is unknown.
struct TaskSearch {
    let match: OrderMatch
    /// The tasks of the list, each once.
    private(set) var rows: [TaskSnapshot] = []
    /// Whether the list was read as far back as the order.
    private(set) var isWhole = false

    /// How many pages of a list are read at most.
    private static let maximumPages = 20

    /// Reads the list.
    static func read(
        _ order: VideoTask,
        sentAt: Date,
        _ provider: any VideoGenerating,
        in context: ExchangeContext,
        _ clock: any EngineClock
    )
        async throws -> TaskSearch
    {
        var listing = TaskListing()
        var page = try await provider.list(listing, in: context)
        let now = clock.now
        var offset = page.date.map { $0.timeIntervalSince(now) } ?? 0
        // No clock is centuries off, and such a number of seconds would swallow the tolerance.
        if !(abs(offset) < 1e10) { offset = 0 }
        var search = TaskSearch(match: OrderMatch(order: order, sentAt: sentAt, clockOffset: offset, now: now))
        var known: Set<String> = []
        for number in 1...maximumPages {
            let new = page.tasks.filter { known.insert($0.remote.id).inserted }
            search.rows += new
            // A page that brings nothing new is the end, whatever its cursor says.
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

    /// The other orders of the journal that a row may belong to as well: those without an ID, and those whose ID the
    /// list does not show, because a provider may list a task under another ID than it gave.
    func rivals(of row: TaskSnapshot, in journal: FileJournal, _ tasks: [VideoTask]) throws -> [VideoTask.ID] {
        let listed = Set(rows.map(\.remote.id))
        let order = match.order
        return try tasks.filter { other in
            guard other.id != order.id, other.provider.endpoint.origin == order.provider.endpoint.origin,
                other.remote.map({ !listed.contains($0.id) })
                    ?? (other.state == .outcomeUnknown || other.state == .submitting),
                // Before its history is read: there may be a hundred thousand others.
                OrderMatch.isPossible(row, for: other)
            else { return false }
            return OrderMatch(
                order: other,
                sentAt: try journal.sentAt(other),
                clockOffset: match.clockOffset,
                now: match.now
            ).isPossible(row)
        }.map(\.id)
    }
}

extension FileJournal {
    /// When an order was last sent, by the clock of that moment; when it was ordered, if it was sent elsewhere.
    func sentAt(_ task: VideoTask) throws -> Date {
        try history(of: task.id).last { $0.event == .submitting }?.at ?? task.createdAt
    }
}
