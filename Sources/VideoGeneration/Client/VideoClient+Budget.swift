import VideoPlatform

extension VideoClient {
    /// Enters `submitting` once more, after a wait that the provider asked for: others may have used up the budget
    /// meanwhile.
    func enterAgain(_ record: TaskLog, within allowance: Allowance?, _ observe: VideoObserver?) async throws {
        do {
            try await record.append(.submitting, within: allowance) {
                $0.state = .submitting
                $0.submits += 1
            }
        } catch var error as VideoError {
            error.localID = record.task.id
            throw await conclude(error, record, observe)
        }
    }

    /// Counts a question for the file where the provider charges for it (CometAPI does).
    func chargeFileFee(of id: VideoTask.ID, at provider: ProviderInfo) async throws {
        guard let fee = provider.fileFee?.money else { return }
        try await journal.record(.charged, of: id, note: "asking for the file: \(fee)", synced: false) {
            // A provider that tells what it charged tells the fee with it.
            guard $0.charge == nil else { return }
            var cost = $0.cost ?? Money(0, fee.currency)
            guard cost.currency == fee.currency, !(cost.amount + fee.amount).isNaN else { return }
            cost.amount += fee.amount
            $0.cost = cost
        }
    }
}
