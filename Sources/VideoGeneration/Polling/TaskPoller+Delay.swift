import VideoPlatform

extension TaskPoller {
    mutating func plan(_ delay: Duration, at now: Double) {
        due = min(now + delay.seconds, end)
        isLastPoll = now + delay.seconds >= end
    }

    func usualDelay(_ context: PollingContext, at now: Double) -> Duration {
        context.schedule.delay(
            after: statistics,
            at: now,
            expecting: times.usual,
            random: context.random.unit()
        )
    }

    /// Returns the delay before the next poll after a failed one.
    /// - Throws: ``VideoError`` if another poll is pointless.
    mutating func retryDelay(after error: VideoError, _ context: PollingContext, at now: Double) async throws
        -> Duration
    {
        failures += 1
        switch error.code {
        case .authenticationFailed, .permissionDenied:
            throw pollingStopped(error)
        case .taskNotFound where isProvisional:
            guard doubts.isAbsent(at: now) else { return max(usualDelay(context, at: now), Self.absencePause) }
            throw try await outcomeUnknown(error, context)
        case .taskNotFound:
            let age = Duration.seconds(context.now.timeIntervalSince(createdAt))
            guard age < Self.creationLag else { throw pollingStopped(error) }
            return usualDelay(context, at: now)
        default:
            if !error.isTransient {
                refusals += 1
                guard refusals <= Self.tolerance else { throw pollingStopped(error) }
            }
        }
        var transient = error
        transient.isTransient = true
        let decision = context.retryQuotas.decide(
            context.retry,
            .poll,
            transient,
            failures: Int(failures),
            at: provider.info.endpoint.origin,
            now: context.clock.now,
            random: context.random
        )
        guard case .retry(let delay) = decision else { return context.retry.maximumDelay }
        return delay
    }

    /// Records that the outcome of the submit is unknown: the ID came with a response that was not a success, and the
    /// provider does not know it.
    private func outcomeUnknown(_ error: VideoError, _ context: PollingContext) async throws -> VideoError {
        let failure = VideoError(
            .outcomeUnknown,
            "The provider named the task \(Redaction.singleLine(remote?.id ?? "", limit: 80)) in a response that was not a success, and does not know it: \(error.message)",
            advice: VideoError.unknownAdvice,
            provider: provider.info.id,
            localID: id,
            taskID: remote?.id,
            httpStatus: error.httpStatus,
            purchase: .unknown
        )
        _ = try await context.record.append(.init(.outcomeUnknown, note: failure.message), to: id) {
            guard $0.isAttempt(remote?.id, at: provider.info.reference) else { return }
            $0.state = .outcomeUnknown
            $0.failure = failure
        }
        return failure
    }

    private func pollingStopped(_ error: VideoError) -> VideoError {
        var error = error
        error.purchase = .made
        error.localID = id
        error.taskID = remote?.id
        let next =
            error.code == .taskNotFound
            ? "Check that the key belongs to the account that submitted it."
            : "Resume the task once the cause is removed."
        error.advice = ["The task \(id) is kept, and nothing was bought again.", error.advice, next]
            .compactMap(\.self).joined(separator: " ")
        return error
    }

    func deadlineExceeded(_ context: PollingContext) async throws(VideoError) -> VideoError {
        let task = try await context.record.existingTask(id)
        return VideoError(
            .deadlineExceeded,
            "\(id) is still \(task.state) at \(task.provider.id).",
            advice: "The provider continues with it, and charges for it once. Resume the task to get the video.",
            provider: task.provider.id,
            localID: id,
            taskID: remote?.id,
            purchase: .made
        )
    }
}
