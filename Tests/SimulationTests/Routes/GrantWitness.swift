import Foundation
import VideoGeneration

/// Watches the grants of a routed life: no limit is exceeded, and no task is overtaken.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class GrantWitness: @unchecked Sendable {
    private struct Lane: Hashable {
        let account: Account
        let model: String?
    }

    /// A task that asked to be sent and has to wait.
    private struct Waiting {
        let task: VideoTask.ID
        let lane: Lane
        let place: WaitingPlace
        /// The queue that the task waits in.
        let queue: UInt64
        let process: SimulatedProcess
        let askedAt: Duration
    }

    /// The time for which a process that asked keeps its place.
    private static let lease = Duration.seconds(5)
    /// The time for which a task with an unknown outcome counts as one in flight, in seconds.
    private static let longestUnknown = 20.0 * 60

    private let world: World
    private var grants: [Account: [Duration]] = [:]
    private var waiting: [Waiting] = []

    init(_ world: World) { self.world = world }

    /// Takes note of a decision about a task that asked to be sent.
    func decided(_ decision: GrantDecision, about request: GrantRequest, of process: SimulatedProcess) {
        let lane = Lane(account: request.account, model: request.model)
        let address = request.account.endpoint.baseURL
        world.note("\(process.name) asks to send \(request.task) to \(address): \(decision)", 5)
        waiting.removeAll { $0.task == request.task && $0.queue == request.process && $0.lane == lane }
        guard case .granted = decision else {
            waiting.append(
                Waiting(
                    task: request.task,
                    lane: lane,
                    place: request.place,
                    queue: request.process,
                    process: process,
                    askedAt: world.uptime
                )
            )
            if case .later(_, .order) = decision { world.count("order") }
            if case .later(_, .perMinute) = decision { world.count("full minute") }
            return
        }
        let journal = try? observer()
        let overtaken = waiting.first { other in
            other.lane == lane && other.place < request.place && other.task != request.task && other.process.isAlive
                && (other.queue == request.process || world.uptime - other.askedAt < Self.lease)
                // Another caller of the same task may have sent it.
                && (try? journal?.task(other.task))??.state == .intent
        }
        if let overtaken { world.fail("\(request.task) does not overtake \(overtaken.task)") }
        waiting.removeAll { $0.task == request.task }
        judgeMinute(request.account)
        judgeJournal(request)
    }

    /// The tasks that the journal knows to be in flight, besides the one that is sent now, leave room for it.
    private func judgeJournal(_ request: GrantRequest) {
        let limits = world.backend(at: request.account.endpoint.origin.host).manner?.limits
        guard let limit = limits?.inFlight ?? limits?.models["film"]?.inFlight,
            let tasks = try? observer().tasks()
        else { return }
        let inFlight = tasks.filter { task in
            guard task.provider.endpoint == request.account.endpoint, task.id != request.task else { return false }
            let age = world.now.timeIntervalSince(task.submittedAt ?? task.createdAt)
            return [.submitting, .queued, .running].contains(task.state)
                || task.state == .outcomeUnknown && age < Self.longestUnknown
        }
        if inFlight.count >= limit {
            let address = request.account.endpoint.baseURL
            world.fail("\(address) has \(limit) tasks in the journal, not \(inFlight.count + 1)")
        }
    }

    /// Opens the journal for somebody who only looks.
    private func observer() throws -> FileJournal {
        let process = SimulatedProcess("witness", in: world, isObserver: true)
        return try FileJournal(
            folder: RoutedLife.stateFolder,
            environment: EngineEnvironment(
                disk: SimulatedDisk(process),
                clock: SimulatedClock(process: process),
                random: SimulatedRandom(world: world)
            )
        )
    }

    private func judgeMinute(_ account: Account) {
        // The wall clock counts no less than a quarter of a microsecond.
        let recent = grants[account, default: []].filter { world.uptime - $0 < .seconds(60) - .milliseconds(1) }
        grants[account] = recent + [world.uptime]
        let limits = world.backend(at: account.endpoint.origin.host).manner?.limits
        guard let limit = limits?.perMinute ?? limits?.models["film"]?.perMinute else { return }
        if recent.count >= limit {
            world.fail("\(account.endpoint.baseURL) gets \(limit) tasks a minute, not \(recent.count + 1)")
        }
    }

    /// A task does not wait in a process any more.
    func leaves(_ task: VideoTask.ID, _ process: SimulatedProcess) {
        waiting.removeAll { $0.task == task && $0.process === process }
    }

    /// A power loss ended every process, and may have taken the records of the accounts.
    func forgetProcesses() {
        waiting = []
        grants = [:]
    }
}
