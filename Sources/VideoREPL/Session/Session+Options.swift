import VideoGeneration

extension Session {
    /// Returns how long to wait for a video: the option on the line, the session's default, or 20 minutes.
    func wait(_ invocation: Invocation) throws -> Duration {
        try invocation.filled(with: defaults).duration(.wait) ?? .defaultWait
    }

    /// Returns the budget for all tasks of the journal together, or nil if there is no limit.
    func budget(_ invocation: Invocation) throws -> Budget? {
        let invocation = invocation.filled(with: defaults)
        var budget = Budget()
        if let text = invocation[.budgetPer] {
            guard let period = Budget.Period(rawValue: text) else {
                throw VideoError.usage(
                    "--budget-per \(text.shown) is not a valid period.",
                    "Nothing was sent. Write day, month or total."
                )
            }
            budget.per = period
        }
        if let text = invocation[.budget] {
            guard let money = Money(text) else {
                throw VideoError.usage("--budget \(text.shown) is not an amount.", "Nothing was sent. Write 5usd.")
            }
            budget.money = money
        }
        budget.seconds = try invocation.integer(.budgetSeconds, in: 0...1_000_000)
        return budget.money == nil && budget.seconds == nil ? nil : budget
    }
}
