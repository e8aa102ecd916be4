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
                guard let task = try? self.task(line.id) else { return self.mayBeInFlight(unreadable: line.id) }
                // The owner of a grant has a moment to record that it sends the task, and to whom.
                if task.state == .intent {
                    return abs(self.clock.now.timeIntervalSince1970 - line.t) <= Grant.lifetime.seconds
                }
                return account.covers(task.provider, key: task.keyFingerprint) && task.request.model == line.m
                    && task.isInFlight(at: self.clock.now)
            },
            rebuild: {
                let now = self.clock.now
                return try self.tasks().flatMap { $0.grantLines(of: account, at: now) }
            }
        )
    }

    /// Returns whether a task that cannot be read may be in flight. Nothing was sent for one without a whole entry.
    private func mayBeInFlight(unreadable id: VideoTask.ID) -> Bool {
        do {
            guard let bytes = try read(id) else { return false }
            return !JournalFormat.isUnbegun(bytes)
        } catch {
            return true
        }
    }
}

extension VideoTask {
    /// The time after which a provider has ended a task whose outcome is unknown: longer than the slowest model takes.
    private static let longestUnknown = 20.0 * 60
    /// The time after which a task that no process polls any more is over. No provider keeps a task for longer than two
    /// days (Seedance).
    private static let longestRun = 48.0 * 3600

    /// The lines in an account's record that the attempts of the task would have.
    fileprivate func grantLines(of account: Account, at now: Date) -> [GrantLine] {
        attempts.enumerated().compactMap { index, attempt in
            guard account.covers(attempt.provider, key: attempt.keyFingerprint), let sent = attempt.submittedAt else {
                return nil
            }
            let isCurrent = index == earlierAttempts.count
            guard isCurrent && isInFlight(at: now) || abs(now.timeIntervalSince(sent)) < 60 else { return nil }
            return GrantLine(
                id: id,
                m: isCurrent ? request.model : attempt.model,
                t: sent.timeIntervalSince1970,
                isOver: isCurrent ? nil : true
            )
        }
    }

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
