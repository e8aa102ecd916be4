import Foundation
import VideoGeneration

/// The database of a fleet: its rows, its clock, and what happens to its server.
///
/// A transaction takes effect at one moment. Between two of them, the server may be restarted, or its standby may take
/// its place.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class SimulatedDatabase: @unchecked Sendable {
    let world: World
    /// Whether a commit waits for the standby.
    let isSynchronous: Bool
    private(set) var rows = DatabaseRows()
    /// The number of the current history of commits. It rises when a standby takes over.
    private(set) var timeline = 1
    private(set) var isUp = true
    /// The tasks that a failover took away.
    private(set) var lostTasks: [VideoTask] = []
    /// Whether a failover took commits away.
    private(set) var hasLostCommits = false
    /// The number of commits after which the standby takes over; nil for never.
    var commitsUntilFailover: Int?
    /// Called after each commit with the rows before it.
    var onCommit: (_ old: DatabaseRows, _ process: SimulatedProcess) -> Void = { _, _ in }
    /// Called when a process has heard of an ID.
    var onHear: (_ remoteID: String, VideoTask) -> Void = { _, _ in }
    /// Called after a failover.
    var onFailover: () -> Void = {}

    /// The difference between the server's clock and the true time.
    private let clockOffset: TimeInterval
    /// The states before the last commits, which a standby that is not synchronous may be at.
    private var tail: [(until: Duration, rows: DatabaseRows)] = []

    /// The longest delay of a standby that is not synchronous.
    private static let longestDelay = Duration.seconds(5)
    private static let longestTail = 6
    private var listeners: [(process: SimulatedProcess, continuation: AsyncStream<Void>.Continuation)] = []

    init(_ world: World, isSynchronous: Bool = true, clockOffset: TimeInterval = 0) {
        self.world = world
        self.isSynchronous = isSynchronous
        self.clockOffset = clockOffset
        // The migration records the server, long before anything is sent.
        rows.server.waitsForStandby = isSynchronous
    }

    /// Takes note of an ID that a process has heard of and lived on with.
    func hears(_ remoteID: String, of task: VideoTask) { onHear(remoteID, task) }

    /// The time of the database.
    var now: Date { now(at: world.uptime) }

    private func now(at uptime: Duration) -> Date {
        Date(timeIntervalSince1970: 1_790_000_000 + uptime.seconds + clockOffset)
    }

    /// Makes the changes of a transaction.
    func commit(_ new: DatabaseRows, by process: SimulatedProcess) {
        let old = rows
        if !isSynchronous {
            tail.append((world.uptime, old))
            tail.removeAll { world.uptime - $0.until > Self.longestDelay }
            if tail.count > Self.longestTail { tail.removeFirst() }
        }
        rows = new
        world.note("\(process.name) commits", new.records.count)
        onCommit(old, process)
        guard let left = commitsUntilFailover, world.isStormy else { return }
        commitsUntilFailover = left - 1
        if left <= 0 {
            commitsUntilFailover = nil
            world.after(world.seconds(0...3)) { [self] in failOver() }
        }
    }

    // MARK: - Hints

    /// Returns a stream that yields soon after a hint of any process, until the process ends.
    func hints(to process: SimulatedProcess) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        listeners.append((process, continuation))
        process.onDeath { continuation.finish() }
        return stream
    }

    /// Tells all processes that tasks have become due. Some hints are lost.
    func hint() {
        listeners.removeAll { !$0.process.isAlive }
        for listener in listeners where isUp && !world.isOne(in: 3) {
            world.after(world.seconds(0...0.1)) { listener.continuation.yield() }
        }
    }

    // MARK: - Accidents

    /// Ends the server, and starts it again after a time.
    func restart(after duration: Duration) {
        guard isUp else { return }
        world.count("outage")
        world.note("the database is down", 0)
        isUp = false
        world.after(duration) { [self] in
            isUp = true
            world.note("the database is up", 0)
        }
    }

    /// Ends the server, and lets its standby take its place.
    func failOver() {
        guard isUp, world.isStormy else { return }
        world.count("failover")
        if !isSynchronous {
            let recent = tail.filter { world.uptime - $0.until <= Self.longestDelay }
            let kept = world.draw(below: recent.count + 1)
            if kept < recent.count { lose(backTo: recent[kept].rows, commits: recent.count - kept) }
            tail = []
        }
        timeline += 1
        onFailover()
        restart(after: world.seconds(1...40))
    }

    private func lose(backTo old: DatabaseRows, commits: Int) {
        world.count("lost commits")
        world.note("the standby lacks \(commits) commits", commits)
        hasLostCommits = true
        lostTasks += rows.records.map(\.task).filter { old[$0.id] == nil }
        rows = old
    }
}
