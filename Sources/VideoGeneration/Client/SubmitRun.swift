import VideoPlatform

/// The submit of one task: from its intent to a response that settles it.
///
/// The task's file is only open while an attempt is in progress. In between, the task waits in the journal, and whichever
/// process gets a turn for it first sends it.
struct SubmitRun {
    let client: VideoClient
    let order: SubmitOrder
    let observe: VideoObserver?
    let id: VideoTask.ID
    /// The task's place in the queue while it waits.
    var waiting: SubmitQueue.Waiting?
    /// The task's log while it is reserved.
    var log: (any TaskLog)?
    /// The candidates with the bytes of their files; empty while the task waits.
    var candidates: [RouteCandidate]
    /// The requests whose files were uploaded.
    var uploads: [SubmitLane.ID: VideoRequest]
    var failures: [SubmitLane.ID: Int] = [:]
    /// The reasons why candidates are not tried any more in this run.
    var reasons: [SubmitLane.ID: VideoError] = [:]
    var leftOut: [RouteChoice.LeftOut] = []
    /// Whether the task was created for this call, so that it is removed if nothing was sent for it.
    let isCreator: Bool
    /// Whether the task waits for this call, so that it ends if the call gives up. A task of another call goes on waiting.
    let endsTask: Bool
    let start: Duration
    /// Whether the provider that the caller named was just found to be open.
    var isAdmitted: Bool

    init(
        _ client: VideoClient,
        _ order: SubmitOrder,
        _ id: VideoTask.ID,
        _ log: (any TaskLog)?,
        candidates: [RouteCandidate] = [],
        uploads: [SubmitLane.ID: VideoRequest] = [:],
        isAnotherAttempt: Bool = false,
        _ observe: VideoObserver?
    ) {
        self.client = client
        self.order = order
        self.id = id
        self.log = log
        self.candidates = candidates
        self.uploads = uploads
        self.observe = observe
        isCreator = log != nil
        endsTask = isCreator || isAnotherAttempt
        start = client.clock.uptime
        isAdmitted = log != nil && !order.isRouted
    }

    /// The end of a step.
    enum Step: Sendable {
        /// The task that answers the order.
        case accepted(VideoTask)
        /// The task waits for its turn, at most for a time, and then goes on.
        case wait(SubmitQueue.Ticket.ID, Duration?)
    }

    /// Goes on until a provider accepts the task, it has to wait, every candidate has refused it, or its outcome is
    /// unknown.
    /// - Throws: ``VideoError``, whose ``VideoError/purchase`` is the worst over all attempts of the task.
    mutating func next() async throws(VideoError) -> Step {
        do throws(VideoError) {
            while true {
                if let waiting {
                    switch try await turn(waiting) {
                    case .later(let pause): return .wait(waiting.ticket, pause)
                    case .recalled: continue
                    case .granted(let turn):
                        guard let accepted = try await attempt(turn) else { continue }
                        // Another caller may wait with the same task.
                        client.queue.recall(id)
                        log?.close()
                        return .accepted(accepted)
                    }
                }
                let task: VideoTask
                if let log { task = log.task } else { task = try await client.journal.existingTask(id) }
                switch task.state {
                case .intent: waiting = try await enter(task)
                case .submitting:
                    // Another caller sends the task at this moment.
                    do { try await client.clock.sleep(for: .milliseconds(100)) } catch {
                        throw VideoError.stoppedBeforeSubmit.about(task)
                    }
                case .failed, .cancelled, .expired: throw client.end(of: task)
                case .outcomeUnknown, .queued, .running, .succeeded, .stored:
                    log?.close()
                    return .accepted(task)
                }
            }
        } catch {
            log?.close()
            throw error
        }
    }

    // MARK: - Attempts

    /// Sends the task to the candidate of a turn.
    /// - Returns: the accepted task; nil if the task waits again.
    mutating func attempt(_ turn: SubmitQueue.Turn) async throws(VideoError) -> VideoTask? {
        let candidate: RouteCandidate
        do {
            guard let ready = try await ready(turn) else {
                client.queue.leave(turn.lane, isAccepted: nil)
                return nil
            }
            candidate = ready
        } catch {
            client.queue.leave(turn.lane, isAccepted: nil)
            guard order.isRouted, [.budgetExceeded, .priceUnknown].contains(error.code) else { throw await fail(error) }
            reasons[turn.lane] = error
            return nil
        }
        guard let log else { return nil }
        observe?(.task(log.task))
        if let warning = candidate.provider.info.retirementWarning(for: candidate.request, at: client.clock.now) {
            observe?(.warning(log.task, warning))
        }
        let snapshot: TaskSnapshot
        let files = ReceivedParts(of: id, in: client.journal.partsFolder, disk: client.disk)
        defer { files.removeOthers() }
        do {
            var context = client.context(idempotencyKey: log.task.ownID)
            context.files = files
            snapshot = try await candidate.provider.submit(uploads[turn.lane] ?? candidate.request, in: context)
        } catch {
            let failure = VideoClient.submitFailure(error, log.task)
            await client.noteResult(isAccepted: failure.purchase == .unknown ? false : nil, of: turn)
            try await handle(failure, turn, log)
            return nil
        }
        let accepted: Result<VideoTask, any Error>
        do { accepted = .success(try await client.accept(snapshot, log, observe)) } catch { accepted = .failure(error) }
        // The ID is durable before the endpoint's record is waited for. An ID that no poll has confirmed does not prove
        // that the provider works.
        await client.noteResult(isAccepted: !snapshot.isProvisional, of: turn)
        let limits = candidate.provider.info.limits
        client.queue.change(turn.lane) { lane, _ in
            lane.noteAccepted(configured: limits.models[turn.lane.model ?? ""]?.inFlight ?? limits.inFlight)
        }
        do { return try accepted.get() } catch { throw worst(error as? VideoError ?? .stoppedBeforeSubmit, log.task) }
    }

    /// Uploads files, reserves the task, and records that it is about to be sent.
    /// - Returns: nil if it must not be sent in this turn.
    mutating func ready(_ turn: SubmitQueue.Turn) async throws(VideoError) -> RouteCandidate? {
        do {
            try loadCandidates()
            guard let candidate = candidates.first(where: { $0.lane == turn.lane }) else { return nil }
            // Other tasks may have paused the provider since.
            if await client.journal.record(of: turn.lane.account.endpoint)?.isPaused == true { return nil }
            if !candidate.request.media.isEmpty, uploads[turn.lane] == nil {
                // A grant does not last as long as an upload.
                try await upload(candidate)
                return nil
            }
            if log == nil {
                do { log = try await client.journal.reserve(id) } catch let error as VideoError
                    where error.code == .busy
                {
                    return nil
                }
            }
            guard let log, log.task.state == .intent else {
                release()
                return nil
            }
            if log.task.suspension != nil { throw VideoError.suspended(log.task) }
            guard client.queue.isFresh(turn) else { return nil }
            try await log.append(.submitting, within: candidate.allowance) { order.enter(&$0, candidate) }
            guard client.queue.isFresh(turn), log.coversSubmit else {
                try await log.append(.refused, note: "The permission to send the task was too old.") {
                    $0.state = .intent
                    $0.submits -= 1
                }
                return nil
            }
            return candidate
        } catch {
            throw error as? VideoError ?? VideoError.stoppedBeforeSubmit
        }
    }

    mutating func upload(_ candidate: RouteCandidate) async throws(VideoError) {
        do throws(VideoError) {
            uploads[candidate.lane] = try await client.upload(
                candidate.request,
                to: candidate.provider,
                within: candidate.allowance,
                observe
            )
        } catch {
            guard order.isRouted, error.code != .cancelled else { throw error }
            reasons[candidate.lane] = error
        }
    }
}
