import Foundation

/// One wait for one task: three clocks (one request, the retries of one poll, the task), kept apart.
struct TaskWatch {
    private let client: VideoClient
    private let provider: any VideoGenerating
    private let deadline: Deadline
    private let observe: VideoObserver?

    private(set) var task: VideoTask
    private var polls = 0
    private var hint: Duration?
    /// Polls that failed in a row, and those whose answer made no sense.
    private var failures = 0
    private var refusals = 0
    private var missingOutputs = 0
    private var warned: Set<String> = []

    /// A new task may be unknown for a while to the servers that are asked.
    private static let creationLag: Duration = .seconds(60)
    /// How often an answer that asking again does not mend is asked for again all the same.
    private static let tolerance = 3
    /// The last look, at the deadline, may take this long.
    private static let lastLook: Duration = .seconds(5)

    init(_ updates: TaskUpdates, deadline: Deadline) throws {
        client = updates.client
        observe = updates.observe
        self.deadline = deadline
        task = try client.known(updates.id)
        provider = try client.provider(of: task)
    }

    mutating func next() async throws -> VideoTask? {
        guard task.state == .queued || task.state == .running, let remote = task.remote else { return nil }
        var delay = polls == 0 ? firstDelay : schedule()
        while true {
            let isLastLook = deadline.remaining.map { $0 <= delay } ?? false
            try await client.clock.sleep(for: deadline.clipping(delay))
            polls += 1
            let ceiling = isLastLook ? Self.lastLook : deadline.remaining
            do {
                let snapshot = try await HTTPLimits.$ceiling.withValue(ceiling) { [provider] in
                    try await provider.status(of: remote)
                }
                client.budgets.deposit(at: task.provider.endpoint.origin)
                (failures, refusals, hint) = (0, 0, snapshot.pollAfter)
                if try await take(snapshot) { return task }
                delay = schedule()
            } catch let error as VideoError {
                delay = try retryDelay(after: error)
                observe?(.waiting(task, error, retryAfter: delay))
            }
            if isLastLook { throw stillRunning() }
        }
    }

    /// Takes over an answer; true where something changed.
    private mutating func take(_ snapshot: TaskSnapshot) async throws -> Bool {
        if snapshot.failure?.code == .outputMissing, missingOutputs < Self.tolerance {
            missingOutputs += 1
            return false
        }
        if !snapshot.isKnownStatus, let word = snapshot.rawStatus, warned.insert(word).inserted {
            observe?(
                .warning(
                    task,
                    "\(task.provider.id) says “\(Redaction.singleLine(word, limit: 60))”, a word that is in no table: taken as running."
                )
            )
        }
        let before = task
        task.take(snapshot)
        guard task != before else { return false }
        if task.state != before.state || task.rawStatus != before.rawStatus || task.remote != before.remote {
            do {
                task = try await client.journal.record(
                    .status,
                    of: task.id,
                    note: snapshot.note,
                    synced: snapshot.state.isFinal
                ) { $0.take(snapshot) }
            } catch let error as VideoError where !snapshot.state.isFinal {
                // The next change is written anyway; waiting goes on.
                observe?(.warning(task, error.message))
            }
        }
        return true
    }

    // MARK: - When to ask again

    /// A task that was ordered a while ago is asked about at once.
    private var firstDelay: Duration {
        let age = Duration.seconds(max(client.clock.now.timeIntervalSince(task.updatedAt), 0))
        return max(schedule() - age, .zero)
    }

    private func schedule() -> Duration {
        client.settings.polling.delay(beforePoll: polls, hint: hint, random: client.random.unit())
    }

    private mutating func retryDelay(after error: VideoError) throws -> Duration {
        failures += 1
        switch error.code {
        case .authenticationFailed, .permissionDenied:
            throw paused(error)
        case .taskNotFound:
            let age = Duration.seconds(client.clock.now.timeIntervalSince(task.createdAt))
            guard age < Self.creationLag else { throw paused(error) }
            return schedule()
        default:
            if !error.isTransient {
                refusals += 1
                guard refusals <= Self.tolerance else { throw paused(error) }
            }
        }
        var transient = error
        transient.isTransient = true
        let decision = client.budgets.decide(
            client.settings.retry,
            .poll,
            transient,
            failures: failures,
            at: task.provider.endpoint.origin,
            now: client.clock.now,
            random: client.random
        )
        guard case .retry(let delay) = decision else { return client.settings.retry.maximumDelay }
        return delay
    }

    // MARK: - Words

    private func paused(_ error: VideoError) -> VideoError {
        var error = error
        error.localID = task.id
        error.taskID = task.remote?.id
        error.advice =
            "The task is kept as \(task.id); nothing is lost and nothing was bought again. "
            + (error.code == .taskNotFound
                ? "Check that the key belongs to the account that ordered it."
                : "Once the cause is gone, resume it.")
        return error
    }

    private func stillRunning() -> VideoError {
        VideoError(
            .deadlineExceeded,
            "\(task.id) is still \(task.state) at \(task.provider.id).",
            advice: "It goes on there, and is paid once. Resume it to get the video.",
            provider: task.provider.id,
            localID: task.id,
            taskID: task.remote?.id
        )
    }
}
