import VideoPlatform

/// When to ask again, and when not to.
extension TaskPoller {
    mutating func plan(_ delay: Duration, at now: Double) {
        due = min(now + delay.seconds, end)
        isLastLook = now + delay.seconds >= end
    }

    func schedule(_ client: VideoClient, at now: Double) -> Duration {
        client.settings.polling.delay(
            after: record,
            at: now,
            expecting: times.usual,
            random: client.random.unit()
        )
    }

    mutating func retryDelay(after error: VideoError, _ client: VideoClient, at now: Double) async throws -> Duration {
        failures += 1
        switch error.code {
        case .authenticationFailed, .permissionDenied:
            throw paused(error)
        case .taskNotFound where isProvisional:
            guard doubts.isAbsent(at: now) else { return max(schedule(client, at: now), Self.absencePause) }
            throw try await unconfirmed(error, client)
        case .taskNotFound:
            let age = Duration.seconds(client.clock.now.timeIntervalSince(createdAt))
            guard age < Self.creationLag else { throw paused(error) }
            return schedule(client, at: now)
        default:
            if !error.isTransient {
                refusals += 1
                guard refusals <= Self.tolerance else { throw paused(error) }
            }
        }
        var transient = error
        transient.isTransient = true
        let decision = client.retryQuotas.decide(
            client.settings.retry,
            .poll,
            transient,
            failures: Int(failures),
            at: provider.info.endpoint.origin,
            now: client.clock.now,
            random: client.random
        )
        guard case .retry(let delay) = decision else { return client.settings.retry.maximumDelay }
        return delay
    }

    /// The ID came with a response that was no success, and the provider does not know it, so it is not known what was bought.
    private func unconfirmed(_ error: VideoError, _ client: VideoClient) async throws -> VideoError {
        let failure = VideoError(
            .outcomeUnknown,
            "The provider named the task \(Redaction.singleLine(remote?.id ?? "", limit: 80)) in a response that was no success, and does not know it: \(error.message)",
            advice: VideoError.unknownAdvice,
            provider: provider.info.id,
            localID: id,
            taskID: remote?.id,
            httpStatus: error.httpStatus,
            purchase: .unknown
        )
        try await client.journal.record(.outcomeUnknown, of: id, note: failure.message) {
            $0.state = .outcomeUnknown
            $0.failure = failure
        }
        return failure
    }

    private func paused(_ error: VideoError) -> VideoError {
        var error = error
        error.purchase = .made
        error.localID = id
        error.taskID = remote?.id
        error.advice =
            "The task is kept as \(id); nothing is lost and nothing was bought again. "
            + (error.code == .taskNotFound
                ? "Check that the key belongs to the account that ordered it."
                : "Once the cause is gone, resume it.")
        return error
    }

    func stillRunning(_ client: VideoClient) throws -> VideoError {
        let task = try client.current(id)
        return VideoError(
            .deadlineExceeded,
            "\(id) is still \(task.state) at \(task.provider.id).",
            advice: "It goes on there, and is paid once. Resume it to get the video.",
            provider: task.provider.id,
            localID: id,
            taskID: remote?.id,
            purchase: .made
        )
    }
}
