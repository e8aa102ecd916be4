import VideoPlatform

extension SubmitRun {
    /// Decides what follows after a submit that was not accepted. On return the task waits for its next attempt.
    /// - Throws: ``VideoError`` if there is none.
    mutating func handle(_ failure: VideoError, _ turn: SubmitQueue.Turn, _ log: any TaskLog)
        async throws(VideoError)
    {
        failures[turn.lane, default: 0] += 1
        // The outcome of an attempt that may have bought a video ends the submit, whatever else the route offers.
        guard failure.purchase == .none else {
            throw worst(await client.recordFailure(failure, log, observe), log.task)
        }
        let decision = client.retryQuotas.decide(
            client.settings.retry,
            .submit,
            failure,
            failures: failures[turn.lane] ?? 1,
            at: turn.lane.account.endpoint.origin,
            now: client.clock.now,
            random: client.random
        )
        await client.noteThrottling(failure, turn.lane)
        if let delay = delay(decision, failure, turn.lane) { return try await wait(delay, failure, turn, log) }
        let isFinal = failure.code == .cancelled || failure.code == .contentRejected && !order.route.afterModeration
        if ![.cancelled, .contentRejected].contains(failure.code) {
            let asked = failure.wait(from: client.clock.now)
            client.queue.change(turn.lane) { lane, now in lane.cool(for: asked, at: now) }
        }
        guard order.isRouted, !isFinal else {
            throw worst(await client.recordFailure(failure, log, observe), log.task)
        }
        reasons[turn.lane] = failure
        do { try await log.append(.refused, note: failure.message) { $0.endAttempt(failure) } } catch {
            throw await fail(error as? VideoError ?? failure)
        }
        release()
    }

    /// Returns the time after which the task is tried again; nil if it is not.
    ///
    /// A provider that has no room now is waited for. Its lane is paused and its learned limit is lower meanwhile, so that
    /// the quota of retries, which protects a host from many callers, is not needed.
    func delay(_ decision: RetryPolicy.Decision, _ failure: VideoError, _ lane: SubmitLane.ID) -> Duration? {
        switch decision {
        case .retry(let delay): return delay
        case .stop(.pointless): return nil
        case .stop:
            // A route waits as long as the client waits for a provider.
            let hasTime = client.settings.wait.map { client.clock.uptime - start < $0 } ?? true
            let mayTry = order.isRouted ? hasTime : failures[lane] ?? 1 < client.settings.retry.submitAttempts
            let asked = failure.wait(from: client.clock.now) ?? .zero
            let isPatient = order.isRouted || asked <= client.settings.retry.longestSubmitWait
            guard failure.code == .rateLimited, mayTry, isPatient else { return nil }
            return max(asked, client.settings.retry.maximumDelay)
        }
    }

    /// Returns the task to the intent, because it is proven that it was not accepted, until it may be sent again.
    mutating func wait(_ delay: Duration, _ failure: VideoError, _ turn: SubmitQueue.Turn, _ log: any TaskLog)
        async throws(VideoError)
    {
        do {
            try await log.append(.refused, note: failure.message) {
                if order.isRouted { return $0.endAttempt(failure) }
                $0.state = .intent
                if failure.progress == .notSent { $0.submits -= 1 }
            }
        } catch { throw await fail(error as? VideoError ?? failure) }
        let task = log.task
        release()
        // The provider asks all tasks to wait. One that cannot be reached is tried again by each task for itself, so that
        // a task does not wait for the tries of all that are before it.
        let isShared = order.isRouted || failure.code == .rateLimited
        if isShared {
            client.queue.change(turn.lane) { lane, now in lane.pause(for: delay, at: now) }
        }
        observe?(.waiting(task, failure, retryAfter: delay))
        guard !isShared else { return }
        do { try await client.clock.sleep(for: delay) } catch {
            throw await fail(
                VideoError(.cancelled, "Stopped before the request was accepted.", advice: "Nothing was bought.")
            )
        }
    }

    /// Records that the task is not sent.
    /// - Returns: the error to throw.
    mutating func fail(_ failure: VideoError) async -> VideoError {
        let reserved: any TaskLog
        do {
            if let log { reserved = log } else { reserved = try await client.journal.reserve(id) }
        } catch {
            // Another caller may be sending the task.
            guard let task = try? await client.journal.task(id) else { return error as? VideoError ?? failure }
            return failure.about(task)
        }
        log = reserved
        let task = reserved.task
        guard task.state == .intent else { return failure.about(task) }
        if isCreator, task.submits == 0, task.earlierAttempts.isEmpty {
            await reserved.discard()
            log = nil
            return failure.tellingUnsent
        }
        let waits: Set<VideoError.Code> = [
            .cancelled, .busy, .storageFailed, .providerPaused, .budgetExceeded, .priceUnknown, .notSubmitted,
        ]
        guard endsTask || !waits.contains(failure.code) else { return failure.about(task) }
        return worst(await client.recordStop(failure, reserved), task)
    }

    /// Returns the error of the last attempt with the worst outcome over all attempts.
    func worst(_ error: VideoError, _ task: VideoTask) -> VideoError {
        var error = error
        error.purchase = task.earlierAttempts.map(\.purchase).reduce(error.purchase) { $0.worse($1) }
        return error
    }
}
