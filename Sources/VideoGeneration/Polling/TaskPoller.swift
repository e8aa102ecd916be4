import VideoPlatform

/// The polls of one task. It keeps three time limits apart: that of one request, that of the retries of one poll, and
/// that of the task.
///
/// It holds only what the next poll needs, because one process can wait for a hundred thousand tasks. The task itself is
/// in the journal, and is read when the provider reports a change.
struct TaskPoller: Sendable {
    let id: VideoTask.ID
    let provider: any VideoGenerating
    let times: RunningTimes
    var remote: RemoteTask?
    var statistics: PollStatistics
    /// The end of the wait, in seconds of the steady clock; infinite for no end.
    let end: Double
    /// The time of the next poll, on the same clock.
    var due = 0.0
    /// Whether the next poll is the one at the end of the wait.
    var isLastPoll = false
    /// Whether the provider reported a final state.
    private(set) var isOver: Bool

    /// The number of failed polls in a row.
    var failures: Int32 = 0
    /// The number of errors in a row that a retry does not usually resolve.
    var refusals: Int8 = 0
    /// The reported ends that are not confirmed yet.
    var doubts = Doubts()
    /// Whether no poll has confirmed yet that the provider knows the task.
    private(set) var isProvisional: Bool
    let createdAt: Date
    /// The fingerprint of the last response, to detect changes.
    private var lastFingerprint: Int?
    private var progress: Double?
    private var warned: Set<String> = []

    /// The time for which a provider's servers may not know a new task.
    static let creationLag: Duration = .seconds(60)
    /// The number of retries of an error that a retry does not usually resolve.
    static let tolerance = 3
    /// The shortest delay before another poll of a task that the provider did not know. Absence is proven over minutes.
    static let absencePause: Duration = .seconds(30)
    /// The time limit of the last poll, at the end of the wait.
    private static let lastPollLimit: Duration = .seconds(5)

    /// Creates a poller.
    /// - Parameter end: the end of the wait, in seconds of the steady clock.
    init(_ task: VideoTask, at provider: any VideoGenerating, _ context: PollingContext, until end: Double) async {
        id = task.id
        self.provider = provider
        times = await context.learnedTimes.running(like: task, in: context.journal)
        remote = task.remote
        isProvisional = task.isProvisional
        createdAt = task.submittedAt ?? task.createdAt
        self.end = end
        isOver = task.state != .queued && task.state != .running || task.remote == nil
        let now = context.clock.uptime.seconds
        let wallNow = context.now
        // A task that was submitted a while ago is polled at once.
        let age = max(wallNow.timeIntervalSince(task.updatedAt), 0)
        statistics = PollStatistics(
            lastLook: now - age,
            started: task.startedAt.map { now - max(wallNow.timeIntervalSince($0), 0) }
        )
        plan(max(usualDelay(context, at: now) - .seconds(age), .zero), at: now)
    }

    /// Creates the poller of a task of a fleet, which goes on where that of another process ended.
    /// - Parameters:
    ///   - memory: what the polls so far have shown; nil before the first one.
    ///   - context: the context with the clock of the journal.
    init(_ task: VideoTask, _ memory: PollMemory?, at provider: any VideoGenerating, _ context: PollingContext) async {
        await self.init(task, at: provider, context, until: .infinity)
        guard let memory, let zero = context.zero?.timeIntervalSince1970 else { return }
        statistics = PollStatistics(memory, zero: zero)
        (failures, refusals) = (memory.failures, memory.refusals)
        doubts = memory.doubts.shifted(by: -zero)
        plan(.zero, at: context.clock.uptime.seconds)
    }

    /// What another process needs to make the next poll.
    /// - Parameter zero: the time at which the steady clock was zero, in seconds since 1970.
    func memory(zero: Double) -> PollMemory {
        var memory = statistics.memory(zero: zero)
        (memory.failures, memory.refusals) = (failures, refusals)
        memory.doubts = doubts.shifted(by: zero)
        return memory
    }

    /// Returns the time until the next poll.
    func wait(at now: Double) -> Duration { .seconds(max(due - now, 0)) }

    /// Polls once, and plans the next poll.
    /// - Returns: the task if it changed, otherwise nil.
    /// - Throws: ``VideoError`` if the wait is over or another poll is pointless; `CancellationError`.
    mutating func poll(_ context: PollingContext, _ observe: VideoObserver?) async throws -> VideoTask? {
        guard let remote, !isOver else { return nil }
        let isLastPoll = isLastPoll
        statistics.countPoll()
        do {
            let exchange = ExchangeContext.onThisMachine(
                context.environment.transport,
                at: context.clock.now,
                timeLimit: timeLimit(at: context.clock.uptime.seconds)
            )
            let snapshot = try await provider.status(of: remote, in: exchange)
            context.retryQuotas.deposit(at: provider.info.endpoint.origin)
            let now = context.clock.uptime.seconds
            (failures, refusals) = (0, 0)
            statistics.record(snapshot.state, progress: snapshot.progress, hint: snapshot.pollAfter, at: now)
            let changed = try await apply(snapshot, context, observe)
            plan(doubts.pause ?? usualDelay(context, at: now), at: now)
            if let changed { return changed }
        } catch let error as VideoError {
            let now = context.clock.uptime.seconds
            let delay = try await retryDelay(after: error, context, at: now)
            plan(delay, at: now)
            if let observe, let task = try? await context.record.existingTask(id) {
                observe(.waiting(task, error, retryAfter: delay))
            }
        }
        if isLastPoll { throw try await deadlineExceeded(context) }
        return nil
    }

    /// The time for which the provider keeps its outputs, in seconds.
    private var outputLifetime: TimeInterval {
        provider.info.model(remote?.model)?.outputLifetime.map(TimeInterval.init) ?? 7 * 24 * 3600
    }

    private func timeLimit(at now: Double) -> Duration? {
        isLastPoll ? Self.lastPollLimit : end.isFinite ? .seconds(max(end - now, 0)) : nil
    }

    // MARK: - Responses

    /// Applies a response to the task in the journal.
    /// - Returns: the task if it changed, otherwise nil.
    private mutating func apply(
        _ snapshot: TaskSnapshot,
        _ context: PollingContext,
        _ observe: VideoObserver?
    ) async throws -> VideoTask? {
        var snapshot = snapshot
        guard doubts.settle(&snapshot, lifetime: outputLifetime, at: context.clock.uptime.seconds) else { return nil }
        let fingerprint = snapshot.fingerprint
        guard fingerprint != lastFingerprint else { return nil }
        var task = try await context.record.existingTask(id)
        let polled = remote?.id
        guard task.isAttempt(polled, at: provider.info.reference) else {
            // The task has another attempt.
            isOver = true
            return task
        }
        if !snapshot.isKnownStatus, let word = snapshot.rawStatus, warned.insert(word).inserted {
            observe?(
                .warning(
                    task,
                    "\(task.provider.id) reports the unknown status “\(Redaction.singleLine(word, limit: 60))”, which is treated as running."
                )
            )
        }
        // A change of the progress alone is not written to the journal.
        task.progress = [task.progress, progress].compactMap(\.self).max()
        let before = task
        task.merge(snapshot)
        if task.state != before.state || task.rawStatus != before.rawStatus || task.remote != before.remote
            || task.isProvisional != before.isProvisional || task.charge != before.charge
        {
            do {
                let header = JournalEntry.Header(.status, note: snapshot.note, isSynced: snapshot.state.isFinal)
                task = try await context.record.append(header, to: id) { [self, snapshot] in
                    guard $0.isAttempt(polled, at: provider.info.reference) else { return }
                    $0.progress = before.progress
                    $0.merge(snapshot)
                    recordTimes(in: &$0, context)
                }
            } catch let error as VideoError where !snapshot.state.isFinal {
                // The next change is written anyway, so the wait continues.
                observe?(.warning(task, error.message))
            }
        } else if snapshot.state.isFinal {
            // Another process wrote the final state, and may have ended before its sync.
            try await context.record.sync(id)
        }
        if before.isProvisional, !task.isProvisional {
            await context.journal.noteSettled(at: provider.info.endpoint)
        }
        lastFingerprint = fingerprint
        progress = task.progress
        remote = task.remote
        isProvisional = task.isProvisional
        isOver = task.state != .queued && task.state != .running
        if let started = statistics.knownStart, let ended = statistics.ended, isOver {
            times.learn(seconds: ended - started)
        }
        // A final state is a change for this caller even if another process wrote it.
        return task != before || isOver ? task : nil
    }

    /// Records when the task started and ended, for the schedules of later tasks.
    private func recordTimes(in task: inout VideoTask, _ context: PollingContext) {
        let start = context.now.addingTimeInterval(-context.clock.uptime.seconds)
        task.startedAt = statistics.knownStart.map(start.addingTimeInterval)
        task.endedAt = statistics.ended.map(start.addingTimeInterval)
    }
}

extension TaskSnapshot {
    /// A hash that differs between two responses that report different facts about the task.
    fileprivate var fingerprint: Int {
        var hasher = Hasher()
        hasher.combine(remote)
        hasher.combine(state)
        hasher.combine(rawStatus)
        hasher.combine(progress)
        hasher.combine(charge)
        hasher.combine(failure?.code)
        return hasher.finalize()
    }
}
