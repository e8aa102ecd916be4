import Synchronization
import VideoGeneration

/// A provider that answers from a list, and counts.
final class ScriptedProvider: VideoGenerating {
    let info: ProviderInfo
    let credential: Credential?
    private let script: Mutex<Script>

    struct Script {
        var submits: [Result<TaskSnapshot, VideoError>] = []
        var statuses: [Result<TaskSnapshot, VideoError>] = []
        var pages: [TaskPage] = []
        var submitCount = 0
        var statusCount = 0
        var cancelCount = 0
        /// What a wish to cancel is answered, and whether it also deletes finished tasks.
        var cancellation = Cancellation.cancelled
        var cancelDeletesFinished = false
        var key: String?
        /// Runs in the middle of each question for a status.
        var duringStatus: (@Sendable () async throws -> Void)?
    }

    init(id: String = "scripted", canCancel: Bool = true, _ change: (inout Script) -> Void = { _ in }) throws {
        var script = Script()
        change(&script)
        info = ProviderInfo(
            id: id,
            dialect: "scripted",
            endpoint: try Endpoint("https://api.example.com"),
            canList: true,
            canCancel: canCancel,
            cancelDeletesFinished: script.cancelDeletesFinished
        )
        let origin = info.endpoint.origin
        credential = try script.key.map { Credential(try Secret($0), for: origin) }
        self.script = Mutex(script)
    }

    /// Gives other pages from now on.
    func show(_ pages: [TaskPage]) { script.withLock { $0.pages = pages } }

    var submitCount: Int { script.withLock { $0.submitCount } }
    var statusCount: Int { script.withLock { $0.statusCount } }
    var cancelCount: Int { script.withLock { $0.cancelCount } }

    func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
        try script.withLock { script in
            script.submitCount += 1
            return script.submits.isEmpty ? .success(.accepted) : script.submits.removeFirst()
        }.get()
    }

    /// The last answer is given again and again.
    func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        try await script.withLock { $0.duringStatus }?()
        return try script.withLock { script -> Result<TaskSnapshot, VideoError> in
            script.statusCount += 1
            guard let last = script.statuses.first else {
                return .failure(VideoError(.invalidRequest, "The script has no answer to a status."))
            }
            return script.statuses.count > 1 ? script.statuses.removeFirst() : last
        }.get()
    }

    func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] { [] }

    func cancel(_ task: RemoteTask, in context: ExchangeContext) async throws -> Cancellation {
        script.withLock {
            $0.cancelCount += 1
            return $0.cancellation
        }
    }

    func list(_ listing: TaskListing, in context: ExchangeContext) async throws -> TaskPage {
        script.withLock { $0.pages.isEmpty ? TaskPage([]) : $0.pages.removeFirst() }
    }
}

extension TaskSnapshot {
    static let accepted = TaskSnapshot(RemoteTask(id: "remote-1"), .queued)

    static func told(_ state: RemoteState, progress: Double? = nil, failure: VideoError? = nil)
        -> TaskSnapshot
    {
        TaskSnapshot(
            RemoteTask(id: "remote-1"),
            state,
            rawStatus: state.rawValue,
            progress: progress,
            failure: failure
        )
    }
}
