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
    /// - Throws: ``VideoError``. Its ``VideoError/purchase`` says whether the video was bought: `none`, `unknown`, or
    ///   `made` if the provider took the order and its ID could not be written.
    @discardableResult
    public func submit(
        _ request: VideoRequest,
        using providerID: String,
        savingTo path: String? = nil,
        replacing: Bool = false,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        try await journal.disk.withDiskExecutor {
            try await performSubmit(request, using: providerID, savingTo: path, replacing: replacing, observe)
        }
    }

    private func performSubmit(
        _ request: VideoRequest,
        using providerID: String,
        savingTo path: String?,
        replacing: Bool,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        let provider = try provider(providerID)
        let prepared = try prepare(request, for: provider)
        let price = provider.info.estimate(prepared)
        let allowance = try settings.budget.map { try Allowance(price, within: $0) }
        try? remoteIDs.complete(with: journal.tasks)
        try await admit(to: provider)
        var order = request
        order.model = prepared.model
        let record = try await writtenDown(provider, within: allowance) { [order] in
            var task = VideoTask(
                id: $0,
                provider: provider.info.reference,
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
        return try await send(prepared, to: provider, within: allowance, record, observe)
    }

    /// Sends an admitted order until the provider takes or refuses it, or its outcome is unknown.
    private func send(
        _ request: VideoRequest,
        to provider: any VideoGenerating,
        within allowance: Allowance?,
        _ record: TaskLog,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        var failures = 0
        while true {
            let snapshot: TaskSnapshot
            do {
                snapshot = try await provider.submit(request, in: context(idempotencyKey: record.task.ownID))
            } catch {
                failures += 1
                let failure = Self.submitFailure(error, record.task)
                await noteAnswer(isAccepted: failure.purchase == .unknown ? false : nil, by: provider)
                let decision = retryQuotas.decide(
                    settings.retry,
                    .submit,
                    failure,
                    failures: failures,
                    at: provider.info.endpoint.origin,
                    now: clock.now,
                    random: random
                )
                guard case .retry(let delay) = decision else { throw await conclude(failure, record, observe) }
                try await pause(delay, after: failure, to: provider, record, observe)
                do { try await enterAgain(record, within: allowance, observe) } catch {
                    window.leave(provider.info.endpoint, isAccepted: nil)
                    throw error
                }
                continue
            }
            // The ID is on disk before the endpoint's record is waited for. An ID that no poll has confirmed yet is no
            // proof that the provider works.
            do {
                let task = try await accept(snapshot, record, observe)
                await noteAnswer(isAccepted: !snapshot.isProvisional, by: provider)
                return task
            } catch {
                await noteAnswer(isAccepted: !snapshot.isProvisional, by: provider)
                throw error
            }
        }
    }

    /// Writes an order down; what cannot be written down is not sent, and the error says so.
    private func writtenDown(
        _ provider: any VideoGenerating,
        within allowance: Allowance?,
        _ order: (VideoTask.ID) -> VideoTask
    ) async throws -> TaskLog {
        do { return try await journal.begin(within: allowance, order) } catch {
            window.leave(provider.info.endpoint, isAccepted: nil)
            guard var error = error as? VideoError else {
                throw VideoError(.cancelled, "Stopped before the order was sent.", advice: "Nothing was bought.")
            }
            if error.code == .storageFailed {
                error.advice = ["Nothing was sent.", error.advice].compactMap(\.self).joined(separator: " ")
            }
            throw error
        }
    }

    /// Keeps the provider's ID before the caller hears of it.
    private func accept(_ snapshot: TaskSnapshot, _ record: TaskLog, _ observe: VideoObserver?) async throws
        -> VideoTask
    {
        let twin = await remoteIDs.claim(snapshot.remote, for: record.task)
        do {
            let note = [snapshot.note, snapshot.warning].compactMap(\.self).joined(separator: ". ")
            let task = try await record.append(.accepted, note: note) {
                $0.merge(snapshot)
                // The first moment of the provider's own clock.
                if $0.remote?.createdAt == nil { $0.remote?.createdAt = snapshot.respondedAt }
            }
            try await keep(task, record, observe)
            observe?(.task(task))
            if let warning = snapshot.warning { observe?(.warning(task, warning)) }
            retryQuotas.deposit(at: task.provider.endpoint.origin)
            if let twin { await report(twin, of: task, record, observe) }
            return task
        } catch {
            let failure = error as? VideoError
            throw await unkept(failure ?? VideoError(.storageFailed, "The journal failed: \(error)."), snapshot, record)
        }
    }

    /// Writes a task anew if its file was removed while the order was under way.
    private func keep(_ task: VideoTask, _ record: TaskLog, _ observe: VideoObserver?) async throws {
        guard try !record.isLinked else { return }
        try journal.adopt(task)
        // A copy may have taken its place, as programs leave one that keep folders alike.
        if try journal.task(task.id)?.remote?.id != task.remote?.id {
            try await journal.record(.adopted, of: task.id) { $0.mutableFields = task.mutableFields }
        }
        guard try journal.task(task.id)?.remote?.id == task.remote?.id else {
            throw VideoError(.storageFailed, "The journal's file of \(task.id) was removed.")
        }
        let remote = task.remote.map { " The provider calls it \(Redaction.singleLine($0.id, limit: 80))." } ?? ""
        observe?(
            .warning(
                task,
                "The journal's file of \(task.id) was removed while the order was under way. It was written again."
                    + remote
            )
        )
    }

    /// The error for an accepted order whose ID could not be written: it carries the ID.
    private func unkept(_ error: VideoError, _ snapshot: TaskSnapshot, _ record: TaskLog) async -> VideoError {
        var error = error
        let id =
            snapshot.remote.id.isEmpty
            ? "an order without an ID" : Redaction.singleLine(snapshot.remote.id, limit: 2_048)
        error.message = "The provider took the order as \(id), and that could not be kept. \(error.message)"
        error.advice =
            "The video is bought. Write this ID down. Once there is room, resolve \(record.task.id) with it."
        error.provider = record.task.provider.id
        error.localID = record.task.id
        error.taskID = snapshot.remote.id
        error.purchase = .made
        // If even this cannot be written, the task is found unknown as soon as this program has ended.
        _ = try? await record.append(.outcomeUnknown, note: error.message) { [error] in
            $0.state = .outcomeUnknown
            $0.failure = error
        }
        return error
    }

    /// Two orders with one id stay two tasks, and somebody is told: only the bill knows what was bought.
    private func report(_ twin: VideoTask.ID, of task: VideoTask, _ record: TaskLog, _ observe: VideoObserver?) async {
        guard let remote = task.remote else { return }
        let id = Redaction.singleLine(remote.id, limit: 80)
        let warning =
            "\(task.provider.id) gave it the id \(id), which \(twin) has already: perhaps one video was made of two orders. Look at the bill."
        // The id itself is kept already; what is said about it may be lost with a full disk.
        _ = try? await record.append(.duplicateID, note: warning) { _ in }
        observe?(.warning(task, warning))
    }

    /// Puts an order back to the intent, because it is proven that it was not taken, and sends it again after a while.
    private func pause(
        _ delay: Duration,
        after failure: VideoError,
        to provider: any VideoGenerating,
        _ record: TaskLog,
        _ observe: VideoObserver?
    ) async throws {
        let wasSent = failure.progress != .notSent
        try await record.append(.refused, note: failure.message) {
            $0.state = .intent
            if !wasSent { $0.submits -= 1 }
        }
        observe?(.waiting(record.task, failure, retryAfter: delay))
        do {
            try await clock.sleep(for: delay)
            try await admit(to: provider)
        } catch {
            throw await stop(error as? VideoError, record)
        }
    }

    /// Writes down that an order which waited is not sent after all.
    private func stop(_ reason: VideoError?, _ record: TaskLog) async -> VideoError {
        var failure =
            reason
            ?? VideoError(.cancelled, "Stopped before the order was taken.", advice: "Nothing was bought.")
        failure.localID = record.task.id
        failure.provider = record.task.provider.id
        do {
            try await record.append(.refused, note: failure.message) { [failure] in
                $0.state = failure.code == .cancelled ? .cancelled : .failed
                $0.failure = failure
            }
        } catch let error as VideoError {
            failure.message += " \(error.message)"
        } catch {}
        return failure
    }

    /// Writes down how an order ended that was not accepted.
    /// - Returns: the error to throw. It stays true if the disk fails: an order that is still `submitting` on disk is
    ///   found unknown later, and never sent again.
    func conclude(_ failure: VideoError, _ record: TaskLog, _ observe: VideoObserver?) async -> VideoError {
        let isUnknown = failure.purchase == .unknown
        do {
            let task = try await record.append(isUnknown ? .outcomeUnknown : .refused, note: failure.message) {
                $0.state = isUnknown ? .outcomeUnknown : .failed
                $0.failure = failure
                if failure.progress == .notSent { $0.submits -= 1 }
            }
            if isUnknown { try await keep(task, record, observe) }
            observe?(.task(task))
            return failure
        } catch {
            var failure = failure
            failure.message += " That could not be written: \((error as? VideoError)?.message ?? "\(error)")"
            return failure
        }
    }

    /// Anything but a ``VideoError`` may have happened after the bytes left.
    private static func submitFailure(_ error: any Error, _ task: VideoTask) -> VideoError {
        var failure =
            error as? VideoError
            ?? VideoError(
                .outcomeUnknown,
                "The order ended without a response: \(error).",
                advice: VideoError.unknownAdvice
            )
        if failure.code == .outcomeUnknown || failure.purchase != .none {
            failure.code = .outcomeUnknown
            failure.purchase = .unknown
        }
        failure.provider = task.provider.id
        failure.localID = task.id
        return failure
    }
}
