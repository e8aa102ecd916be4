import VideoPlatform

/// The work on one claimed task.
struct FleetHand: Sendable {
    /// The time after which a task is looked at again that cannot be worked on here, such as one of a route with a
    /// provider that this process does not have.
    private static let pause = Duration.seconds(60)
    /// The time after which a task is polled again whose provider refuses the key.
    private static let keyPause = Duration.seconds(300)

    let client: VideoClient
    let journal: any FleetJournal
    let lanes: ClosedLanes
    let observe: VideoObserver?
    let claim: TaskClaim
    /// The time at which the steady clock was zero, by the clock of the journal.
    let zero: Date
    /// The place in the line of the tasks of one claim that wait for the same model; nil for none.
    var place: LanePlace?

    private var task: VideoTask { claim.task }
    private var clock: any EngineClock { client.clock }

    /// Does the work.
    /// - Returns: the result to write.
    func work() async -> ClaimResult {
        if claim.deaths >= TaskClaim.mostDeaths {
            return await suspend(
                "\(claim.deaths.counted("worker")) in a row ended while they worked on the task (\(claim.work.rawValue))."
            )
        }
        switch claim.work {
        case .submit: return await submit()
        case .poll: return await poll()
        case .download: return await download()
        }
    }

    private func suspend(_ reason: String) async -> ClaimResult {
        do {
            let suspended = try await journal.suspend(task.id, because: reason)
            observe?(.task(suspended))
        } catch { return ClaimResult(of: claim, dueIn: Self.pause) }
        return ClaimResult(of: claim, dueIn: .zero)
    }

    // MARK: - Submitting

    private func submit() async -> ClaimResult {
        let needed = task.route?.candidates.map(\.provider) ?? [task.provider.id]
        guard needed.allSatisfy({ (try? client.provider($0)) != nil }) else {
            return ClaimResult(of: claim, dueIn: Self.pause)
        }
        let lane = task.lane
        await place?.isNext.wait()
        defer { place?.passes.set() }
        guard lanes.isOpen(lane, at: clock.uptime) else { return later(.seconds(1)) }
        do throws(VideoError) {
            let call = client.waitingCall(task.id) { [place, observe] progress in
                place?.pass(progress)
                observe?(progress)
            }
            let attempt = try await call.attempt { [lanes, clock] in
                lanes.isOpen(lane, at: clock.uptime)
            } asked: { [place] in
                place?.passes.set()
            }
            switch attempt {
            case .accepted(let accepted): return await accepted.work == .poll ? firstPoll(of: accepted) : later(.zero)
            case .later(let pause):
                if let pause { lanes.close(lane, until: clock.uptime + pause) }
                return later(pause ?? .seconds(1))
            }
        } catch {
            switch error.code {
            case .notSubmitted:
                // The process that created the task may have what the journal does not keep.
                return waiting(error, atMost: .seconds(1_800))
            case .providerPaused, .budgetExceeded, .priceUnknown, .storageFailed, .busy, .cancelled:
                // The task waits, and so do those that come after it.
                let pause = error.code == .busy || error.code == .cancelled ? Duration.seconds(2) : .seconds(30)
                lanes.close(lane, until: clock.uptime + pause)
                observe?(.waiting(task, error, retryAfter: pause))
                return later(pause)
            default: return later(.zero)
            }
        }
    }

    /// The result of work that may succeed later. The delay doubles from 4 s with each failure.
    private func waiting(_ error: VideoError, atMost longest: Duration) -> ClaimResult {
        var memory = claim.memory ?? PollMemory(lastLook: claim.claimedAt.timeIntervalSince1970)
        memory.failures = min(max(memory.failures, 0), 20) + 1
        let delay = min(Duration.seconds(2) * (1 << min(Int(memory.failures), 12)), longest)
        observe?(.waiting(task, error, retryAfter: delay))
        return ClaimResult(of: claim, memory: memory, dueIn: delay)
    }

    private func later(_ delay: Duration) -> ClaimResult { ClaimResult(of: claim, dueIn: delay) }

    private func firstPoll(of accepted: VideoTask) async -> ClaimResult {
        var own = claim
        own.task = accepted
        own.memory = nil
        guard let provider = try? client.provider(of: accepted) else { return later(Self.pause) }
        let context = context(ClaimedRecord(accepted))
        let poller = await TaskPoller(accepted, nil, at: provider, context)
        return ClaimResult(
            of: own,
            memory: poller.memory(zero: zero.timeIntervalSince1970),
            dueIn: poller.wait(at: clock.uptime.seconds)
        )
    }

    // MARK: - Polling

    private func context(_ record: ClaimedRecord) -> PollingContext {
        var context = client.pollingContext
        context.record = record
        context.zero = zero
        return context
    }

    private func poll() async -> ClaimResult {
        guard let provider = try? client.provider(of: task) else { return later(Self.pause) }
        let record = ClaimedRecord(task)
        let context = context(record)
        var poller = await TaskPoller(task, claim.memory, at: provider, context)
        let wait = poller.wait(at: clock.uptime.seconds)
        var delay: Duration?
        // A task that no worker has polled yet may not be due.
        if claim.memory == nil, wait > .milliseconds(500) {
            delay = wait
        } else {
            do {
                if let changed = try await poller.poll(context, observe) { observe?(.task(changed)) }
            } catch let error as VideoError {
                delay = stopped(error, record)
            } catch {
                return later(.zero)
            }
        }
        return ClaimResult(
            of: claim,
            change: record.change,
            memory: poller.memory(zero: zero.timeIntervalSince1970),
            dueIn: delay ?? poller.wait(at: clock.uptime.seconds)
        )
    }

    /// Handles an error after which a caller that waits would stop.
    private func stopped(_ error: VideoError, _ record: ClaimedRecord) -> Duration {
        guard record.change == nil else {
            observe?(.task(record.existingTask(task.id)))
            return .zero
        }
        if [.authenticationFailed, .permissionDenied, .storageFailed].contains(error.code) {
            observe?(.waiting(task, error, retryAfter: Self.keyPause))
            return Self.keyPause
        }
        _ = try? record.append(.init(.suspended, note: error.message), to: task.id) { $0.suspension = error.message }
        observe?(.task(record.existingTask(task.id)))
        return .zero
    }

    // MARK: - Downloading

    private func download() async -> ClaimResult {
        do {
            try await client.save(task.id, observe: observe)
            return later(.zero)
        } catch let error as VideoError {
            guard error.isTransient || Self.passing.contains(error.code) else {
                // A task that the provider has ended has no work left.
                let known = try? await journal.task(task.id)
                return known?.work == .download ? await suspend(error.message) : later(.zero)
            }
            return waiting(error, atMost: .seconds(600))
        } catch {
            return later(.zero)
        }
    }

    /// The failures of a download that may end by themselves, or with the help of an operator.
    private static let passing: Set<VideoError.Code> = [
        .storageFailed, .busy, .connectionLost, .truncated, .providerUnavailable, .rateLimited, .outputExpired,
        .outputMissing, .taskNotFound, .authenticationFailed, .permissionDenied,
    ]
}
