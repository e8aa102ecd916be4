import VideoPlatform

extension VideoClient {
    /// What a request will cost, if the budget allows it.
    /// - Throws: ``VideoError`` with code `budgetExceeded`; nothing is written down then.
    func checkBudget(_ request: VideoRequest, at provider: ProviderDescription) throws -> CostEstimate {
        let estimate = provider.estimate(request)
        if let budget = settings.budget {
            try budget.check(try journal.tasks().filter(\.isCharged), adding: estimate)
        }
        return estimate
    }

    /// The same for a task that is in the journal already.
    func checkBudget(of task: VideoTask) throws {
        guard let budget = settings.budget else { return }
        let others = try journal.tasks().filter { $0.isCharged && $0.id != task.id }
        try budget.check(
            others,
            adding: CostEstimate(total: task.cost, basis: "", seconds: task.orderedSeconds)
        )
    }

    /// Counts a question for the file where the provider charges for it (CometAPI does).
    func chargeFileFee(of id: VideoTask.ID, at provider: ProviderDescription) async throws {
        guard let fee = provider.fileFee?.money else { return }
        try await journal.record(.charged, of: id, note: "asking for the file: \(fee)", synced: false) {
            var cost = $0.cost ?? Money(0, fee.currency)
            if cost.currency == fee.currency { cost.amount += fee.amount }
            $0.cost = cost
        }
    }
}
