import VideoPlatform

/// One wait for one task: three clocks (one request, the retries of one poll, the task), kept apart.
///
/// It holds what the next poll needs and no more, because a hundred thousand of them may wait in one
/// process; the task itself stays in the journal and is read when there is news of it.
struct TaskPoller: Sendable {
    let id: VideoTask.ID
    let provider: any VideoGenerating
    let times: RunningTimes
    var remote: RemoteTask?
    var record: PollStatistics
    /// On the steady clock, in seconds; infinite for no end.
    let end: Double
    /// When the next poll is due, on the same clock.
    var due = 0.0
    /// Whether the next poll is the one at the end of the wait.
    var isLastLook = false
    /// Whether the provider has said its last word.
    private(set) var isOver: Bool

    /// Polls that failed in a row, and those whose answer made no sense.
    var failures: Int32 = 0
    var refusals: Int8 = 0
    /// Ends that were told and are not believed yet.
    var doubts = Doubts()
    /// Whether no poll has confirmed yet that the provider knows the task.
    private(set) var isProvisional: Bool
    let createdAt: Date
    /// The last answer's fingerprint: the same answer again is no news.
    private var lastAnswer: Int?
    private var progress: Double?
    private var warned: Set<String> = []

    /// A new task may be unknown for a while to the servers that are asked.
    static let creationLag: Duration = .seconds(60)
    /// How often an answer that asking again does not mend is asked for again all the same.
    static let tolerance = 3
    /// How long to wait at least before asking again about a task that the provider did not know: absence is proven
    /// over minutes.
    static let absencePause: Duration = .seconds(30)
    /// The last look, at the end of the wait, may take this long.
    private static let lastLook: Duration = .seconds(5)

    /// - Parameter end: when to stop waiting, on the client's steady clock, in seconds.
    init(_ task: VideoTask, _ client: VideoClient, until end: Double) throws {
        id = task.id
        provider = try client.provider(of: task)
        times = client.history.times(of: task)
        remote = task.remote
        isProvisional = task.isProvisional
        createdAt = task.createdAt
        self.end = end
        isOver = task.state != .queued && task.state != .running || task.remote == nil
        let now = client.clock.uptime.seconds
        let wallNow = client.clock.now
        // A task that was ordered a while ago is asked about at once.
        let age = max(wallNow.timeIntervalSince(task.updatedAt), 0)
        record = PollStatistics(
            lastLook: now - age,
            started: task.startedAt.map { now - max(wallNow.timeIntervalSince($0), 0) }
        )
        plan(max(schedule(client, at: now) - .seconds(age), .zero), at: now)
    }

    /// How long until the next poll.
    func wait(at now: Double) -> Duration { .seconds(max(due - now, 0)) }

    /// Asks once, and plans the next poll.
    /// - Returns: the task, where there is news of it.
    /// - Throws: ``VideoError`` where waiting is over or asking again is pointless; `CancellationError`.
    mutating func poll(_ client: VideoClient, _ observe: VideoObserver?) async throws -> VideoTask? {
        guard let remote, !isOver else { return nil }
        let isLastLook = isLastLook
        record.ask()
        do {
            let snapshot = try await provider.status(
                of: remote,
                in: client.context(timeLimit: timeLimit(at: client.clock.uptime.seconds))
            )
            client.retryQuotas.deposit(at: provider.info.endpoint.origin)
            let now = client.clock.uptime.seconds
            (failures, refusals) = (0, 0)
            record.take(snapshot.state, progress: snapshot.progress, hint: snapshot.pollAfter, at: now)
            let news = try await take(snapshot, client, observe)
            plan(doubts.pause ?? schedule(client, at: now), at: now)
            if let news { return news }
        } catch let error as VideoError {
            let now = client.clock.uptime.seconds
            let delay = try await retryDelay(after: error, client, at: now)
            plan(delay, at: now)
            if let observe, let task = try? client.current(id) {
                observe(.waiting(task, error, retryAfter: delay))
            }
        }
        if isLastLook { throw try stillRunning(client) }
        return nil
    }

    /// For how long the provider keeps what it made.
    private var outputLifetime: TimeInterval {
        provider.info.model(remote?.model)?.outputLifetime.map(TimeInterval.init) ?? 7 * 24 * 3600
    }

    private func timeLimit(at now: Double) -> Duration? {
        isLastLook ? Self.lastLook : end.isFinite ? .seconds(max(end - now, 0)) : nil
    }

    // MARK: - An answer

    /// Takes over an answer; the task where something changed.
    private mutating func take(
        _ snapshot: TaskSnapshot,
        _ client: VideoClient,
        _ observe: VideoObserver?
    ) async throws -> VideoTask? {
        var snapshot = snapshot
        guard doubts.settle(&snapshot, lifetime: outputLifetime, at: client.clock.uptime.seconds) else { return nil }
        let answer = snapshot.fingerprint
        guard answer != lastAnswer else { return nil }
        var task = try client.current(id)
        if !snapshot.isKnownStatus, let word = snapshot.rawStatus, warned.insert(word).inserted {
            observe?(
                .warning(
                    task,
                    "\(task.provider.id) says “\(Redaction.singleLine(word, limit: 60))”, a word that is in no table: taken as running."
                )
            )
        }
        // What is told of progress alone is not written down.
        task.progress = [task.progress, progress].compactMap(\.self).max()
        let before = task
        task.merge(snapshot)
        if task.state != before.state || task.rawStatus != before.rawStatus || task.remote != before.remote
            || task.isProvisional != before.isProvisional
        {
            do {
                task = try await client.journal.record(
                    .status,
                    of: id,
                    note: snapshot.note,
                    synced: snapshot.state.isFinal
                ) { [self, snapshot] in
                    $0.progress = before.progress
                    $0.merge(snapshot)
                    note(&$0, client.clock)
                }
            } catch let error as VideoError where !snapshot.state.isFinal {
                // The next change is written anyway; waiting goes on.
                observe?(.warning(task, error.message))
            }
        } else if snapshot.state.isFinal {
            // Another process wrote this end down, and may itself have ended before it was synced.
            try await client.journal.sync(id)
        }
        if before.isProvisional, !task.isProvisional {
            await client.noteSettled(at: provider.info.endpoint)
        }
        lastAnswer = answer
        progress = task.progress
        remote = task.remote
        isProvisional = task.isProvisional
        isOver = task.state != .queued && task.state != .running
        if let started = record.knownStart, let ended = record.ended, isOver {
            times.learn(seconds: ended - started)
        }
        // The end is news here, whoever wrote it down: another process may wait for the same task.
        return task != before || isOver ? task : nil
    }

    /// Keeps when it began and ended, for later waits.
    private func note(_ task: inout VideoTask, _ clock: any EngineClock) {
        let start = clock.now.addingTimeInterval(-clock.uptime.seconds)
        task.startedAt = record.knownStart.map(start.addingTimeInterval)
        task.endedAt = record.ended.map(start.addingTimeInterval)
    }
}

extension TaskSnapshot {
    /// Differs between two answers that say something different about the task.
    fileprivate var fingerprint: Int {
        var hasher = Hasher()
        hasher.combine(remote)
        hasher.combine(state)
        hasher.combine(rawStatus)
        hasher.combine(progress)
        hasher.combine(failure?.code)
        return hasher.finalize()
    }
}
