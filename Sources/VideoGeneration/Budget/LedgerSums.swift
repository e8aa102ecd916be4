import VideoPlatform

/// The content of a ledger: the amounts spent in total, in the current month and on the current day.
struct LedgerSums: Sendable, Hashable, Codable {
    private static let currentVersion = 1
    /// The size of a ledger depends only on its number of currencies.
    static let maximumBytes = 1 << 16

    private var version = Self.currentVersion
    /// The highest number of a counted task. If the journal has a higher one, it was written by a version without a
    /// ledger.
    private(set) var highestNumber: Int
    private var total = Tally()
    private var month: Span
    private var day: Span

    private struct Span: Sendable, Hashable, Codable {
        /// The start in seconds since 1970.
        var start: Double
        var tally = Tally()
    }

    /// Creates a ledger in which nothing was spent.
    init(at now: Date, highestNumber: Int) {
        self.highestNumber = highestNumber
        month = Self.span(.month, now)
        day = Self.span(.day, now)
    }

    /// Reads a ledger.
    /// - Returns: nil if it has another version, or if it is from a later day because the clock was set back.
    init?(_ bytes: [UInt8], at now: Date) {
        guard let sums = try? JSONDecoder().decode(LedgerSums.self, from: Data(bytes)),
            sums.version == Self.currentVersion
        else { return nil }
        self = sums
        let (thisMonth, today) = (Self.span(.month, now), Self.span(.day, now))
        guard month.start <= thisMonth.start, day.start <= today.start else { return nil }
        if month.start < thisMonth.start { month = thisMonth }
        if day.start < today.start { day = today }
    }

    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return Array(try encoder.encode(self))
        }
    }

    func spent(per period: Budget.Period) -> Tally {
        switch period {
        case .day: day.tally
        case .month: month.tally
        case .total: total
        }
    }

    /// Adds the attempts of a task to the sums, each on its own day.
    mutating func add(_ attempts: [CountedAttempt], number: Int) {
        highestNumber = max(highestNumber, number)
        for attempt in attempts { add(attempt.tally, sentAt: attempt.sentAt, number: number) }
    }

    /// Adds an amount of a task to the sums.
    mutating func add(_ tally: Tally, sentAt moment: Date, number: Int) {
        highestNumber = max(highestNumber, number)
        total = total.adding(tally)
        if moment.timeIntervalSince1970 >= month.start { month.tally = month.tally.adding(tally) }
        if moment.timeIntervalSince1970 >= day.start { day.tally = day.tally.adding(tally) }
    }

    /// Removes an amount of a task from the sums that contain it. One with a time in the future is not in the month and
    /// the day.
    mutating func remove(_ tally: Tally, sentAt moment: Date, now: Date) {
        total = total.removing(tally)
        guard moment <= now else { return }
        if moment.timeIntervalSince1970 >= month.start { month.tally = month.tally.removing(tally) }
        if moment.timeIntervalSince1970 >= day.start { day.tally = day.tally.removing(tally) }
    }

    private static func span(_ period: Budget.Period, _ now: Date) -> Span {
        Span(start: period.start(at: now).timeIntervalSince1970)
    }
}
