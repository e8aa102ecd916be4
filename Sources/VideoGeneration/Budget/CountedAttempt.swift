import VideoPlatform

/// An attempt of a task that costs money or may cost money, as the budget and the spending count it.
package struct CountedAttempt: Sendable, Hashable, Codable {
    let provider: String
    let model: String?
    let state: VideoTask.State
    /// The time at which the request was sent, which determines the day and the month of the attempt.
    package let sentAt: Date
    /// The length of the requested video; nil if neither the request nor the file states one.
    let seconds: Int?
    let cost: Money?
    let charge: Charge?

    /// Creates the counted part of an attempt.
    /// - Returns: nil if the attempt costs nothing. A charge above zero always counts, also for a failure.
    fileprivate init?(_ attempt: VideoTask.Attempt, createdAt: Date, length: Int?) {
        guard attempt.isCharged || attempt.charge.map({ $0.amount > 0 }) ?? false else { return nil }
        provider = attempt.provider.id
        model = attempt.model
        state = attempt.state
        sentAt = attempt.submittedAt ?? createdAt
        seconds = attempt.orderedSeconds ?? length
        cost = attempt.cost
        charge = attempt.charge
    }

    /// The amount that the attempt counts under a budget. A charge replaces the estimate. A charge in another currency
    /// counts in addition to the estimate, because the budget was checked with the estimate.
    package var tally: Tally {
        // A charge in a unit without a known rate leaves the estimate in place.
        let charge = charge?.money
        let estimate = charge?.currency == cost?.currency ? nil : cost
        return Tally(
            seconds: seconds ?? 0,
            money: [charge ?? cost, charge == nil ? nil : estimate].compactMap(\.self)
        )
    }

    /// Whether it is unknown whether the provider accepted the attempt.
    var isUnknown: Bool { state == .submitting || state == .outcomeUnknown }

    /// Whether the attempt ended without a video.
    var isFailure: Bool { [.failed, .cancelled, .expired].contains(state) }
}

extension VideoTask {
    /// The attempts that cost money or may cost money, the current one last.
    package var countedAttempts: [CountedAttempt] {
        attempts.enumerated().compactMap { index, attempt in
            let isCurrent = index == earlierAttempts.count
            return CountedAttempt(
                attempt,
                createdAt: createdAt,
                length: isCurrent ? file.map(\.countedSeconds) : nil
            )
        }
    }

    /// The amount that the task counts under a budget, over all its attempts.
    var tally: Tally { Tally(countedAttempts.map(\.tally)) }
}

extension Ledger.Change {
    /// Creates the change from one state of a task to the next. Attempts that count the same in both are left out, so
    /// that each attempt keeps its day.
    init(from old: VideoTask, to new: VideoTask) {
        let (before, after) = (old.countedAttempts, new.countedAttempts)
        let same = zip(before, after).prefix { $0 == $1 }.count
        let (removed, added) = (before[same...], after[same...])
        let isSentNow = old.state != .submitting && new.state == .submitting
        self.init(
            before: Tally(removed.map(\.tally)),
            after: Tally(added.map(\.tally)),
            number: old.id.number,
            sentAt: removed.first?.sentAt ?? (isSentNow ? nil : added.first?.sentAt)
        )
    }
}

extension StoredVideo {
    /// The length that counts if the request gave none. A file header that claims more than an hour exceeds every
    /// provider's maximum, and must not use up a budget.
    fileprivate var countedSeconds: Int { Int(min(max(seconds.isNaN ? 0 : seconds, 0), 3600).rounded()) }
}
