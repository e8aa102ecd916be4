import Synchronization
import VideoPlatform

/// A run of a worker: it claims tasks, works on them, and writes what it has found.
///
/// The tasks that are worked on are its only memory. Everything that waits is in the journal.
package final class FleetRun: Sendable {
    /// The number of polls at the same time.
    private static let polls = 64
    /// The time between two claims while nothing is due, so that an idle worker makes one or two statements a second.
    static let idle = Duration.seconds(1)

    let client: VideoClient
    let journal: any FleetJournal
    let lanes = ClosedLanes()
    let observe: VideoObserver?
    private let concurrency: Int
    private let report: @Sendable (VideoError) -> Void
    private let wakeup = Signal()
    private let news = Mutex((isStopping: false, isHinted: false))

    /// Creates a run.
    /// - Parameters:
    ///   - client: a client of the journal.
    ///   - concurrency: the number of submits, and of downloads, at the same time.
    ///   - report: receives the errors of the journal, after which the run goes on.
    package init(
        client: VideoClient,
        journal: any FleetJournal,
        concurrency: Int,
        observe: VideoObserver?,
        report: @escaping @Sendable (VideoError) -> Void
    ) {
        self.client = client
        self.journal = journal
        self.concurrency = concurrency
        self.observe = observe
        self.report = report
    }

    /// Stops claiming. The run ends once its purchases are recorded, its downloads are checkpointed, and its claims are
    /// released.
    package func stop() {
        lanes.stop()
        news.withLock { $0.isStopping = true }
        wakeup.set()
    }

    private var clock: any EngineClock { client.clock }

    /// Works until ``stop()`` is called. A cancelled caller has to call it as well.
    /// - Throws: ``VideoError`` if the first claim fails.
    package func run() async throws(VideoError) {
        var state = FleetState(polls: Self.polls, concurrency: concurrency)
        var failure: VideoError?
        await withTaskGroup(of: FleetState.Event.self) { group in
            group.addTask { await self.nextNews() }
            group.addTask { await self.nextRenewal() }
            group.addTask { await self.forwardHints() }
            while true {
                let isStopping = takeNews(&state)
                if state.shouldWrite(at: clock.uptime) || isStopping { await write(&state) }
                if isStopping {
                    cancelWork(state)
                    if state.isIdle || failure != nil { break }
                } else if state.shouldClaim(at: clock.uptime) {
                    do throws(VideoError) {
                        var line = LaneLine()
                        for (claim, zero) in try await claim(&state) {
                            guard !claim.isSuspect || !state.hasSuspect else {
                                state.putBack(claim, at: clock.uptime)
                                continue
                            }
                            let work = state.begin(claim)
                            let hand = FleetHand(
                                client: client,
                                journal: journal,
                                lanes: lanes,
                                observe: observe,
                                claim: claim,
                                zero: zero,
                                place: claim.work == .submit ? line.place(in: claim.task.lane) : nil
                            )
                            group.addTask {
                                .ended(claim, await work.run(else: ClaimResult(of: claim, dueIn: .zero), hand.work))
                            }
                        }
                        state.noteClaim(at: clock.uptime)
                    } catch {
                        if state.isFirstClaim { failure = error }
                        if failure != nil { stop() } else { report(error) }
                        state.noteFailure(at: clock.uptime)
                    }
                }
                if let alarm = state.nextAlarm(claims: !isStopping) {
                    group.addTask { [clock] in
                        try? await clock.sleep(for: max(alarm - clock.uptime, .zero))
                        return .alarm(alarm)
                    }
                }
                switch await group.next() {
                case .news: group.addTask { await self.nextNews() }
                case .renewed(let lost):
                    state.cancel(lost)
                    group.addTask { await self.nextRenewal() }
                case .alarm(let alarm): state.noteAlarm(alarm)
                case .ended(let claim, let result):
                    state.end(claim, result, at: clock.uptime)
                    if result.change?.task.state.isFinal == true || result.change?.task.state == .succeeded {
                        lanes.open()
                    }
                case .over, nil: break
                }
            }
            group.cancelAll()
        }
        if let failure { throw failure }
    }

    // MARK: - Events

    private func nextNews() async -> FleetState.Event {
        await wakeup.wait()
        return .news
    }

    private func forwardHints() async -> FleetState.Event {
        for await _ in journal.hints() {
            news.withLock { $0.isHinted = true }
            wakeup.set()
        }
        return .over
    }

    private func nextRenewal() async -> FleetState.Event {
        try? await clock.sleep(for: journal.claimRenewal)
        guard !Task.isCancelled else { return .over }
        do throws(VideoError) { return .renewed(try await journal.renewClaims()) } catch {
            report(error)
            return .renewed([])
        }
    }

    /// - Returns: whether the run has to end.
    private func takeNews(_ state: inout FleetState) -> Bool {
        let known = news.withLock { news in
            defer { news.isHinted = false }
            return news
        }
        if known.isHinted { state.noteHint() }
        return known.isStopping
    }

    private func cancelWork(_ state: FleetState) {
        // A purchase cannot be taken back. One that waits for others in the queue is not sent any more.
        for id in state.cancelForStop() { client.queue.recall(id) }
    }

    // MARK: - The journal

    private func claim(_ state: inout FleetState) async throws(VideoError) -> [(TaskClaim, Date)] {
        let request = ClaimRequest(
            providers: client.providers.map(\.reference),
            room: state.room,
            closed: lanes.closed(at: clock.uptime)
        )
        let claims = try await journal.claim(request)
        state.noteClaimed(claims)
        let uptime = clock.uptime.seconds
        // Tasks for the same model are sent in the order of their places.
        return claims.sorted { WaitingPlace(of: $0.task) < WaitingPlace(of: $1.task) }
            .map { ($0, $0.claimedAt.addingTimeInterval(-uptime)) }
    }

    private func write(_ state: inout FleetState) async {
        let results = state.takeResults()
        guard !results.isEmpty else { return }
        do throws(VideoError) {
            let lost = Set(try await journal.finish(results))
            state.noteWritten()
            for result in results where !lost.contains(result.id) { await beginAnotherAttempt(result) }
        } catch {
            report(error)
            state.keep(results, at: clock.uptime)
        }
    }

    /// Lets a task that its provider accepted and did not make be sent again, if its route allows another purchase.
    private func beginAnotherAttempt(_ result: ClaimResult) async {
        guard let task = result.change?.task, let route = task.route, task.mayMakeAnother(of: route.attempts) else {
            return
        }
        do throws(VideoError) { try await client.beginAnotherAttempt(of: task, route.attempts) } catch { report(error) }
    }
}
