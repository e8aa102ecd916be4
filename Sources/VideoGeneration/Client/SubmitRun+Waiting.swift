import VideoPlatform

extension SubmitRun {
    /// Takes a place in the lanes of the candidates.
    mutating func enter(_ task: VideoTask) async throws(VideoError) -> SubmitQueue.Waiting {
        do {
            return client.queue.enter(
                SubmitQueue.Order(
                    task: id,
                    place: WaitingPlace(of: task, priority: order.priority),
                    options: try await options(for: task)
                )
            )
        } catch {
            throw await fail(error as? VideoError ?? VideoError.stoppedBeforeSubmit)
        }
    }

    /// Asks for the turn of a task that waits.
    mutating func turn(_ known: SubmitQueue.Waiting) async throws(VideoError) -> SubmitQueue.Reply {
        do {
            let reply = try await client.queue.ask(known, in: client.journal)
            guard case .later = reply else {
                leaveQueue()
                return reply
            }
            if known.tries == 0 {
                let task: VideoTask
                if let log { task = log.task } else { task = try await client.journal.existingTask(id) }
                release()
                observe?(.task(task))
            }
            waiting?.tries += 1
            return reply
        } catch {
            leaveQueue()
            throw await fail(error as? VideoError ?? VideoError.stoppedBeforeSubmit)
        }
    }

    /// Ends the waiting of a task whose caller cannot wait any more.
    /// - Returns: the error to throw.
    mutating func giveUp() async -> VideoError {
        leaveQueue()
        defer { log?.close() }
        return await fail(VideoError.stoppedBeforeSubmit)
    }

    mutating func leaveQueue() {
        if let waiting { client.queue.leave(waiting) }
        waiting = nil
    }

    /// Ends the reservation of the task, so that it waits without a lock, a descriptor or the bytes of its files.
    mutating func release() {
        log?.close()
        log = nil
        candidates = []
        uploads = uploads.filter { !$0.value.media.contains { if case .data = $0.source { true } else { false } } }
    }

    /// Returns the lanes in which the task can be sent, in the order of the route's strategy.
    /// - Throws: the reason if there is none.
    mutating func options(for task: VideoTask) async throws -> [SubmitQueue.Option] {
        try loadCandidates()
        let usable = candidates.filter { reasons[$0.lane] == nil }
        var open = usable.filter { order.isOpen($0, for: task) }
        // After an accepted task failed at every candidate, another attempt may be made at any of them.
        let last = task.earlierAttempts.last { !$0.isPassingRefusal }
        if open.isEmpty, last?.purchase == .made { open = usable }
        var admitted: [RouteCandidate] = []
        for candidate in open {
            do {
                if !isAdmitted { try await client.checkAdmission(to: candidate.provider) }
                // A task that does not fit into the budget must not use up a place in its account's minute.
                if candidate.provider.info.limits.countsSubmits, let allowance = candidate.allowance {
                    try await client.journal.check(allowance)
                }
                admitted.append(candidate)
            } catch {
                let error = error as? VideoError ?? .stoppedBeforeSubmit
                guard order.isRouted, error.code != .cancelled else { throw error }
                reasons[candidate.lane] = error
            }
        }
        isAdmitted = false
        guard !admitted.isEmpty else { throw exhausted(task) }
        return try await client.ordered(admitted, by: order.route.strategy).map {
            SubmitQueue.Option(lane: $0.lane, limits: $0.provider.info.limits, isRouted: order.isRouted)
        }
    }

    mutating func loadCandidates() throws {
        guard candidates.isEmpty else { return }
        (candidates, leftOut) = try client.openCandidates(of: order, client.load(order.request))
    }

    /// The error of a task that no candidate can take any more.
    func exhausted(_ task: VideoTask) -> VideoError {
        var known: [String] = leftOut.map { "\($0.candidate): \($0.reason.message)" }
        let refusals = task.earlierAttempts.dropFirst(task.submissionStart)
        for attempt in refusals {
            let name = Route.Candidate(attempt.provider.id, model: attempt.model)
            known.append("\(name): \(attempt.failure?.message ?? "\(attempt.state)")")
        }
        let refused = Set(refusals.map { "\($0.provider.id)/\($0.model ?? "")" })
        for candidate in candidates
        where !refused.contains("\(candidate.provider.info.id)/\(candidate.request.model ?? "")") {
            guard let reason = reasons[candidate.lane] else { continue }
            known.append("\(candidate.candidate): \(reason.message)")
        }
        return VideoError(
            .noCandidate,
            "No candidate of the route can take the request. \(known.joined(separator: " "))",
            advice: task.purchase == .made
                ? "Nothing more was bought." : "Nothing was bought. Change the request or the route."
        )
    }
}
