import VideoPlatform

/// A task that was removed from the journal, as the budget and the spending still count it.
package struct PrunedTask: Sendable, Hashable, Codable {
    package let id: VideoTask.ID
    /// The time of the last attempt. Earlier versions count the whole task at this time.
    let sentAt: Date
    /// The amount over all attempts. Earlier versions read only this amount.
    let tally: Tally
    let label: String?
    /// The attempts that count; nil if an earlier version removed the task.
    let attempts: [CountedAttempt]?

    /// The amounts that the task counts under a budget, each with the time at which its attempt was sent.
    package var amounts: [(sentAt: Date, tally: Tally)] {
        attempts.map { $0.map { ($0.sentAt, $0.tally) } } ?? [(sentAt, tally)]
    }

    /// Creates the record of a task.
    /// - Returns: nil if no attempt of the task counts.
    package init?(_ task: VideoTask) {
        let attempts = task.countedAttempts
        guard let last = attempts.map(\.sentAt).max() else { return nil }
        id = task.id
        sentAt = last
        tally = task.tally
        label = task.label
        self.attempts = attempts
    }

    /// Decodes a record of this version or an earlier one. The amount of a record with attempts that only a newer
    /// version can read still counts.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(VideoTask.ID.self, forKey: .id)
        sentAt = try container.decode(Date.self, forKey: .sentAt)
        tally = try container.decode(Tally.self, forKey: .tally)
        label = try? container.decodeIfPresent(String.self, forKey: .label)
        attempts = try? container.decodeIfPresent([CountedAttempt].self, forKey: .attempts)
    }
}
