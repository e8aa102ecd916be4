import VideoPlatform

/// How the rows of a provider's list are held against one order: by the order's own ID, prompt, model and time.
struct OrderMatch {
    let order: VideoTask
    /// When the order was last sent, by this machine's clock of that moment.
    let sentAt: Date
    /// How far the provider's clock is ahead of this machine's.
    let clockOffset: TimeInterval
    /// This machine's time of day when the list was read.
    let now: Date
    /// Whether this machine's clock was set back since: the offset of today then says nothing about that moment.
    private var isClockSetBack: Bool { now < sentAt }

    /// How far apart the sending of an order and the creation of its task may be, in seconds.
    static let tolerance: TimeInterval = 300

    /// Whether the provider echoes the order's own ID.
    func isEchoed(by row: TaskSnapshot) -> Bool { row.ownID == order.ownID }

    /// Whether prompt, model and time of creation are all told, and all fit. An order without a model left it to the
    /// provider.
    func isProven(by row: TaskSnapshot) -> Bool {
        guard let created = row.createdAt, let model = row.remote.model else { return false }
        return hasPrompt(of: row) && order.model ?? model == model
            && isInTime(created, offset: isClockSetBack ? 0 : clockOffset)
    }

    /// Whether nothing that is told speaks against a row. What is not told does not.
    func isPossible(_ row: TaskSnapshot) -> Bool {
        guard Self.isPossible(row, for: order) else { return false }
        // The clock may have been right then and wrong now, or the other way round.
        return row.createdAt.map { isInTime($0, offset: clockOffset) || isInTime($0, offset: 0) } ?? true
    }

    /// The same without the time.
    static func isPossible(_ row: TaskSnapshot, for order: VideoTask) -> Bool {
        let isOther = row.ownID != nil && row.ownID != order.ownID
        let isOtherPrompt = !order.request.isPrivate && row.prompt != nil && row.prompt != order.request.prompt
        let isOtherModel = row.remote.model != nil && order.model != nil && row.remote.model != order.model
        return !isOther && !isOtherPrompt && !isOtherModel
    }

    /// Whether a row has the order's prompt, which a private order does not keep.
    func hasPrompt(of row: TaskSnapshot) -> Bool {
        !order.request.isPrivate && !order.request.prompt.isEmpty && row.prompt == order.request.prompt
    }

    /// Whether every row of a page is older than the order, so that a list that begins with the newest has no more.
    func isBehind(_ page: [TaskSnapshot]) -> Bool {
        let start = sentAt.addingTimeInterval(min(clockOffset, 0) - Self.tolerance)
        return !page.isEmpty && page.allSatisfy { $0.createdAt.map { $0 < start } ?? false }
    }

    private func isInTime(_ created: Date, offset: TimeInterval) -> Bool {
        abs(created.timeIntervalSince(sentAt) - offset) <= Self.tolerance
    }
}
