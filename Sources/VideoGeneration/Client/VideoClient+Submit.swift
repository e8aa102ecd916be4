import VideoPlatform

extension VideoClient {
    /// Buys one video, and returns as soon as the provider has taken the order.
    ///
    /// The order is on disk before the first byte leaves, and the provider's id is on disk before this
    /// returns. There are three outcomes: taken (a task), refused (an error; nothing was bought), unknown (an
    /// error with code `outcomeUnknown`; the task is in the journal and is never sent again by itself).
    /// - Parameters:
    ///   - request: what to make.
    ///   - providerID: who makes it.
    ///   - path: where the file is to be, kept for whoever saves the video later.
    ///   - replacing: whether a file that is there then may be replaced; kept as well.
    ///   - observe: is told what happens meanwhile.
    /// - Throws: ``VideoError``
    @discardableResult
    public func submit(
        _ request: VideoRequest,
        to providerID: String,
        saveTo path: String? = nil,
        replacing: Bool = false,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        try await journal.disk.onThreads {
            try await buy(request, from: providerID, saveTo: path, replacing: replacing, observe)
        }
    }

    private func buy(
        _ request: VideoRequest,
        from providerID: String,
        saveTo path: String?,
        replacing: Bool,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        let provider = try provider(providerID)
        let prepared = try prepare(request, for: provider)
        let price = try checkBudget(prepared, at: provider.provider)
        var order = request
        order.model = prepared.model
        let record = try writtenDown { [order] in
            var task = VideoTask(
                id: $0,
                provider: provider.provider.reference,
                request: order,
                createdAt: clock.now,
                destination: path
            )
            task.cost = price.total
            task.orderedSeconds = price.seconds
            task.replacesFile = replacing
            return task
        }
        defer { record.close() }
        observe?(.task(record.task))
        // Two purchases at one time may each have fitted: both are in the journal now, so both are counted.
        do { try checkBudget(of: record.task) } catch var error as VideoError {
            error.progress = .notSent
            error.localID = record.task.id
            throw try conclude(error, record, observe)
        }
        var failures = 0
        while true {
            let snapshot: TaskSnapshot
            do {
                snapshot = try await DialectProvider.$idempotencyKey.withValue(record.task.idempotencyKey) {
                    try await provider.submit(prepared)
                }
            } catch {
                failures += 1
                let failure = Self.submitFailure(error, record.task)
                let decision = budgets.decide(
                    settings.retry,
                    .submit,
                    failure,
                    failures: failures,
                    at: provider.provider.endpoint.origin,
                    now: clock.now,
                    random: random
                )
                guard case .retry(let delay) = decision else { throw try conclude(failure, record, observe) }
                try await pause(delay, after: failure, record, observe)
                continue
            }
            return try accept(snapshot, record, observe)
        }
    }

    /// Writes an order down; what cannot be written down is not sent, and the error says so.
    private func writtenDown(_ order: (VideoTask.ID) -> VideoTask) throws -> TaskFile {
        do { return try journal.begin(order) } catch var error as VideoError {
            error.advice = ["Nothing was sent.", error.advice].compactMap(\.self).joined(separator: " ")
            throw error
        }
    }

    /// The provider's id is kept before anybody hears of it.
    private func accept(_ snapshot: TaskSnapshot, _ record: TaskFile, _ observe: VideoObserver?) throws
        -> VideoTask
    {
        do {
            let task = try record.append(.accepted, note: snapshot.note) { $0.take(snapshot) }
            observe?(.task(task))
            budgets.deposit(at: task.provider.endpoint.origin)
            reportTwin(of: task, record, observe)
            return task
        } catch let error as VideoError {
            // The video is bought and the disk fails: the id must reach a person at least.
            var error = error
            error.message =
                "The provider took the task as \(snapshot.remote.id), and that could not be kept. \(error.message)"
            error.advice = "Write this id down: once there is room, resolve \(record.task.id) with it."
            error.localID = record.task.id
            error.taskID = snapshot.remote.id
            // Where even this cannot be written, the task is found unknown as soon as this program has ended.
            _ = try? record.append(.outcomeUnknown, note: error.message) { [error] in
                $0.state = .outcomeUnknown
                $0.failure = error
            }
            throw error
        }
    }

    /// Two orders with one id stay two tasks, and somebody is told: only the bill knows what was bought.
    private func reportTwin(of task: VideoTask, _ record: TaskFile, _ observe: VideoObserver?) {
        guard let remote = task.remote, let twin = remoteIDs.claim(for: task) else { return }
        let id = Redaction.singleLine(remote.id, limit: 80)
        let warning =
            "\(task.provider.id) gave it the id \(id), which \(twin) has already: perhaps one video was made of two orders. Look at the bill."
        // The id itself is kept already; what is said about it may be lost with a full disk.
        _ = try? record.append(.duplicateID, note: warning) { _ in }
        observe?(.warning(task, warning))
    }

    /// Proven not to be taken: back to the intent, so that a crash while waiting leaves no doubt behind.
    private func pause(
        _ delay: Duration,
        after failure: VideoError,
        _ record: TaskFile,
        _ observe: VideoObserver?
    ) async throws {
        let wasSent = failure.progress != .notSent
        try record.append(.refused, note: failure.message) {
            $0.state = .intent
            if !wasSent { $0.submits -= 1 }
        }
        observe?(.waiting(record.task, failure, retryAfter: delay))
        do {
            try await clock.sleep(for: delay)
        } catch {
            let cancelled = VideoError(
                .cancelled,
                "Stopped before the order was taken.",
                advice: "Nothing was bought.",
                localID: record.task.id
            )
            try record.append(.refused, note: cancelled.message) {
                $0.state = .cancelled
                $0.failure = cancelled
            }
            throw cancelled
        }
        try record.append(.submitting) {
            $0.state = .submitting
            $0.submits += 1
        }
    }

    /// Writes down how a purchase ended that was not taken; returns what to throw.
    private func conclude(_ failure: VideoError, _ record: TaskFile, _ observe: VideoObserver?) throws
        -> VideoError
    {
        let isUnknown = failure.code == .outcomeUnknown
        let task = try record.append(isUnknown ? .outcomeUnknown : .refused, note: failure.message) {
            $0.state = isUnknown ? .outcomeUnknown : .failed
            $0.failure = failure
            if failure.progress == .notSent { $0.submits -= 1 }
        }
        observe?(.task(task))
        return failure
    }

    /// Anything that is no ``VideoError`` may have happened after the bytes left.
    private static func submitFailure(_ error: any Error, _ task: VideoTask) -> VideoError {
        var failure =
            error as? VideoError
            ?? VideoError(
                .outcomeUnknown,
                "The purchase ended without an answer: \(error).",
                advice: VideoError.unknownAdvice
            )
        failure.provider = task.provider.id
        failure.localID = task.id
        return failure
    }
}

extension VideoTask {
    /// The moment beside the id tells apart the tasks of one number in the journals of two machines.
    fileprivate var idempotencyKey: String { "\(id)-\(Int(createdAt.timeIntervalSince1970))" }
}
