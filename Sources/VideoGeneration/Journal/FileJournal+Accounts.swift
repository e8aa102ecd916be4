import VideoPlatform

extension FileJournal {
    package func grant(_ request: GrantRequest) async throws -> GrantDecision {
        try await accounts.decide(request, facts(about: request.account))
    }

    package func inFlight(_ account: Account, model: String?) async throws -> Int {
        try await accounts.inFlight(account, model: model, facts(about: account))
    }

    private func facts(about account: Account) -> AccountRecords.Facts {
        AccountRecords.Facts(
            isInFlight: { line in
                // A task that cannot be read may be in flight.
                guard let task = try? self.task(line.id) else {
                    return (try? self.read(line.id)) != [UInt8]?.none
                }
                // The owner of a grant has a moment to record that it sends the task.
                if task.state == .intent {
                    return abs(self.clock.now.timeIntervalSince1970 - line.t) <= Grant.lifetime.seconds
                }
                return account.covers(task) && task.request.model == line.m && task.isInFlight(at: self.clock.now)
            },
            rebuild: {
                let now = self.clock.now
                return try self.tasks().filter { task in
                    guard account.covers(task) else { return false }
                    return task.isInFlight(at: now)
                        || task.submittedAt.map { abs(now.timeIntervalSince($0)) < 60 } ?? false
                }.map {
                    GrantLine(id: $0.id, m: $0.request.model, t: ($0.submittedAt ?? $0.createdAt).timeIntervalSince1970)
                }
            }
        )
    }
}

extension VideoTask {
    /// The time after which a provider has ended a task whose outcome is unknown: longer than the slowest model takes.
    private static let longestUnknown = 20.0 * 60
    /// The time after which a task that no process polls any more is over. No provider keeps a task for longer than two
    /// days (Seedance).
    private static let longestRun = 48.0 * 3600

    /// Whether the provider may be working on the task.
    fileprivate func isInFlight(at now: Date) -> Bool {
        let age = abs(now.timeIntervalSince(submittedAt ?? createdAt))
        return switch state {
        case .submitting: true
        case .queued, .running: age < Self.longestRun
        case .outcomeUnknown: age < Self.longestUnknown
        default: false
        }
    }
}
