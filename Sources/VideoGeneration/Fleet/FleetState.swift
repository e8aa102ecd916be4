/// What a run of a worker knows: the tasks that it works on, and the results that are not written yet.
struct FleetState {
    /// The result of a child task.
    enum Event: Sendable {
        /// The run has to stop, or tasks may have become due.
        case news
        /// The claims were renewed, except for those of some tasks.
        case renewed([VideoTask.ID])
        case alarm(Duration)
        case ended(TaskClaim, ClaimResult)
        /// A child task has ended with the run.
        case over
    }

    /// How long results are collected, so that they are written together.
    private static let gathering = Duration.milliseconds(50)
    /// The longest time between two attempts to reach the journal.
    private static let longestPause = Duration.seconds(10)
    /// The number of attempts to write the last results of a run that stops. The claims run out by themselves.
    private static let lastAttempts = 10

    private let capacity: [FleetWork: Int]
    private var works: [VideoTask.ID: (claim: TaskClaim, work: CancellableWork)] = [:]
    private var results: [ClaimResult] = []
    private var writeAt = Duration.zero
    private var claimAt = Duration.zero
    private var alarm: Duration?
    /// Whether the last claim was as large as it could be, so that more tasks may be due.
    private var isMoreDue = false
    /// The number of claims that failed in a row.
    private var failures = 0
    /// The number of writes that failed in a row.
    private var unwritten = 0
    private(set) var isFirstClaim = true

    init(polls: Int, concurrency: Int) {
        capacity = [.submit: concurrency, .poll: polls, .download: concurrency]
    }

    // MARK: - Claims

    /// The number of tasks that can be taken, by the kind of work.
    var room: [FleetWork: Int] {
        var room = capacity
        for (claim, _) in works.values { room[claim.work]? -= 1 }
        return room
    }

    func shouldClaim(at now: Duration) -> Bool { claimAt <= now && room.values.contains { $0 > 0 } }

    mutating func noteClaimed(_ claims: [TaskClaim]) {
        let room = room
        isMoreDue = room.contains { work, room in room > 0 && claims.count { $0.work == work } >= room }
    }

    mutating func noteClaim(at now: Duration) {
        (failures, isFirstClaim) = (0, false)
        claimAt = isMoreDue ? now + Self.gathering : now + FleetRun.idle
    }

    /// Plans the next attempt after a failed claim.
    mutating func noteFailure(at now: Duration) {
        failures = min(failures + 1, 10)
        claimAt = now + min(FleetRun.idle * (1 << min(failures, 5)), Self.longestPause)
    }

    /// Tasks may have become due.
    mutating func noteHint() { if failures == 0 { claimAt = .zero } }

    // MARK: - Work

    mutating func begin(_ claim: TaskClaim) -> CancellableWork {
        let work = CancellableWork()
        works[claim.task.id] = (claim, work)
        return work
    }

    /// Gives a task back that is not worked on, because it may end this process together with another one.
    mutating func putBack(_ claim: TaskClaim, at now: Duration) {
        var result = ClaimResult(of: claim, dueIn: FleetRun.idle)
        result.isWorked = false
        add(result, at: now)
    }

    /// Whether a task is worked on during which workers have ended before.
    var hasSuspect: Bool { works.values.contains { $0.claim.isSuspect } }

    mutating func end(_ claim: TaskClaim, _ result: ClaimResult, at now: Duration) {
        works[claim.task.id] = nil
        add(result, at: now)
    }

    private mutating func add(_ result: ClaimResult, at now: Duration) {
        if results.isEmpty { writeAt = now + Self.gathering }
        results.append(result)
    }

    /// Ends the work on tasks that another process has taken.
    func cancel(_ lost: [VideoTask.ID]) {
        for id in lost { if let (claim, work) = works[id], claim.work != .submit { work.cancel() } }
    }

    /// Ends the polls and downloads.
    /// - Returns: the tasks that are being submitted.
    func cancelForStop() -> [VideoTask.ID] {
        for (claim, work) in works.values where claim.work != .submit { work.cancel() }
        return works.values.filter { $0.claim.work == .submit }.map(\.claim.task.id)
    }

    /// Whether no work is left.
    var isIdle: Bool { works.isEmpty && (results.isEmpty || unwritten >= Self.lastAttempts) }

    // MARK: - Results

    func shouldWrite(at now: Duration) -> Bool {
        !results.isEmpty && (writeAt <= now || results.count >= ClaimRequest.most && unwritten == 0)
    }

    /// Takes the results to write now. After a failure it is a single one, so that one that cannot be written does not
    /// hold up the others.
    mutating func takeResults() -> [ClaimResult] {
        let count = unwritten > 0 ? 1 : ClaimRequest.most
        defer { results = Array(results.dropFirst(count)) }
        return Array(results.prefix(count))
    }

    /// Notes that results were written.
    mutating func noteWritten() { unwritten = 0 }

    /// Keeps results that could not be written.
    mutating func keep(_ failed: [ClaimResult], at now: Duration) {
        unwritten += 1
        results += failed
        writeAt = now + FleetRun.idle
    }

    // MARK: - Alarms

    /// Returns the time at which the run has something to do; nil if an alarm is set for it.
    /// - Parameter claims: whether the run still claims tasks.
    mutating func nextAlarm(claims: Bool) -> Duration? {
        var next: Duration?
        if !results.isEmpty { next = writeAt }
        if claims, room.values.contains(where: { $0 > 0 }) { next = min(next ?? claimAt, claimAt) }
        guard let next, alarm.map({ next < $0 }) ?? true else { return nil }
        alarm = next
        return next
    }

    mutating func noteAlarm(_ moment: Duration) { if alarm == moment { alarm = nil } }
}
