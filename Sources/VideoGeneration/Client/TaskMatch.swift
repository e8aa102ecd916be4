import VideoPlatform

/// A comparison of the rows of a provider's list with one task: by the task's own ID, its prompt, model and time.
struct TaskMatch {
    let task: VideoTask
    let provider: ProviderInfo
    /// The time at which the task was last submitted, by this machine's clock at that time.
    let sentAt: Date
    /// The time by which the provider's clock is ahead of this machine's clock.
    let clockOffset: TimeInterval
    /// This machine's time of day when the list was read.
    let now: Date
    /// Whether this machine's clock was set back since the submit. The current offset then does not apply to that time.
    private var isClockSetBack: Bool { now < sentAt }

    /// The longest time between a submit and the creation of its task at the provider, in seconds.
    static let tolerance: TimeInterval = 300

    /// Returns whether a row contains the task's own ID.
    func isEchoed(by row: TaskSnapshot) -> Bool { row.ownID == task.ownID && task.sendsOwnID(to: provider) }

    /// Returns whether a row contains prompt, model and time of creation, and all of them match. For a task without a
    /// model, every model matches.
    func isProven(by row: TaskSnapshot) -> Bool {
        guard let created = row.createdAt, let model = row.remote.model else { return false }
        return hasPrompt(of: row) && task.model ?? model == model
            && isInTime(created, offset: isClockSetBack ? 0 : clockOffset)
    }

    /// Returns whether no value in a row contradicts the task. A missing value does not.
    func isPossible(_ row: TaskSnapshot) -> Bool {
        guard Self.isPossible(row, for: task, at: provider) else { return false }
        // The clock may have been right at the submit and wrong now, or the reverse.
        return row.createdAt.map { isInTime($0, offset: clockOffset) || isInTime($0, offset: 0) } ?? true
    }

    /// Returns whether no value in a row contradicts a task, apart from the time.
    static func isPossible(_ row: TaskSnapshot, for task: VideoTask, at provider: ProviderInfo) -> Bool {
        let isOther = row.ownID != nil && row.ownID != task.echoedID(by: provider)
        let isOtherPrompt = !task.request.isPrivate && row.prompt != nil && row.prompt != task.request.prompt
        let isOtherModel = row.remote.model != nil && task.model != nil && row.remote.model != task.model
        return !isOther && !isOtherPrompt && !isOtherModel
    }

    /// Returns whether a row has the task's prompt. A private task has none in the journal.
    func hasPrompt(of row: TaskSnapshot) -> Bool {
        !task.request.isPrivate && !task.request.prompt.isEmpty && row.prompt == task.request.prompt
    }

    /// Returns whether every row of a page is older than the task. A list that starts with the newest row has no match
    /// after such a page.
    func isBehind(_ page: [TaskSnapshot]) -> Bool {
        let start = sentAt.addingTimeInterval(min(clockOffset, 0) - Self.tolerance)
        return !page.isEmpty && page.allSatisfy { $0.createdAt.map { $0 < start } ?? false }
    }

    private func isInTime(_ created: Date, offset: TimeInterval) -> Bool {
        abs(created.timeIntervalSince(sentAt) - offset) <= Self.tolerance
    }
}
