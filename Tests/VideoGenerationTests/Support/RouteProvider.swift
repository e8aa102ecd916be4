import Foundation
import Synchronization
import VideoGeneration

/// A provider that responds to submits from a script, keeps a ledger, and shows each task in the state that a test sets.
final class RouteProvider: VideoGenerating {
    /// A submit that arrived.
    struct Arrival: Sendable {
        let request: VideoRequest
        let ownID: String?
        let at: Date
    }

    private struct State {
        var script: [VideoError?] = []
        var arrivals: [Arrival] = []
        var billed: [String] = []
        var snapshots: [String: TaskSnapshot] = [:]
        var statusCount = 0
        var duringSubmit: (@Sendable () async throws -> Void)?
    }

    let info: ProviderInfo
    let credential: Credential?
    private let clock: any EngineClock
    private let state = Mutex(State())

    init(_ info: ProviderInfo, key: String? = nil, clock: any EngineClock) throws {
        self.info = info
        self.clock = clock
        credential = try key.map { Credential(try Secret($0), for: info.endpoint.origin) }
    }

    /// Adds responses to the next submits: an error, or nil to accept. After the last one, every submit is accepted.
    func respond(_ script: VideoError?...) { state.withLock { $0.script += script } }
    /// Responds to the next submits with one error.
    func refuse(_ error: VideoError, times: Int) {
        state.withLock { $0.script += [VideoError?](repeating: error, count: times) }
    }
    /// Runs work in the middle of each submit.
    func duringSubmit(_ work: @escaping @Sendable () async throws -> Void) { state.withLock { $0.duringSubmit = work } }
    /// Shows a task in a state from now on.
    func show(_ id: String, _ remote: RemoteState, failure: VideoError? = nil) {
        state.withLock {
            $0.snapshots[id] = TaskSnapshot(RemoteTask(id: id), remote, rawStatus: remote.rawValue, failure: failure)
        }
    }

    var arrivals: [Arrival] { state.withLock { $0.arrivals } }
    /// The IDs of the tasks that were billed, also those whose response was lost.
    var billed: [String] { state.withLock { $0.billed } }
    var statusCount: Int { state.withLock { $0.statusCount } }

    func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
        try await state.withLock { $0.duringSubmit }?()
        return try state.withLock { state in
            state.arrivals.append(Arrival(request: request, ownID: context.idempotencyKey, at: clock.now))
            let failure = state.script.isEmpty ? nil : state.script.removeFirst()
            if let failure, failure.code != .outcomeUnknown { throw failure }
            let id = "\(info.id)-\(state.billed.count + 1)"
            state.billed.append(id)
            if let failure { throw failure }
            return TaskSnapshot(RemoteTask(id: id), .queued)
        }
    }

    func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        state.withLock { state in
            state.statusCount += 1
            return state.snapshots[task.id] ?? TaskSnapshot(RemoteTask(id: task.id), .running)
        }
    }

    func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] {
        [VideoOutput(try info.endpoint.url("films", task.id))]
    }
}
