import Synchronization
import VideoGeneration

/// A provider that answers from a list, and counts.
final class ScriptedProvider: VideoGenerating {
    let provider: ProviderDescription
    private let script: Mutex<Script>

    struct Script {
        var submits: [Result<TaskSnapshot, VideoError>] = []
        var statuses: [Result<TaskSnapshot, VideoError>] = []
        var pages: [TaskPage] = []
        var submitCount = 0
        var statusCount = 0
        var cancelCount = 0
    }

    init(id: String = "scripted", canCancel: Bool = true, _ change: (inout Script) -> Void = { _ in }) throws {
        provider = ProviderDescription(
            id: id,
            dialect: "scripted",
            endpoint: try Endpoint("https://api.example.com"),
            canList: true,
            canCancel: canCancel
        )
        var script = Script()
        change(&script)
        self.script = Mutex(script)
    }

    var submitCount: Int { script.withLock { $0.submitCount } }
    var statusCount: Int { script.withLock { $0.statusCount } }
    var cancelCount: Int { script.withLock { $0.cancelCount } }

    func submit(_ request: VideoRequest) async throws -> TaskSnapshot {
        try script.withLock { script in
            script.submitCount += 1
            return script.submits.isEmpty ? .success(.accepted) : script.submits.removeFirst()
        }.get()
    }

    /// The last answer is given again and again.
    func status(of task: RemoteTask) async throws -> TaskSnapshot {
        try script.withLock { script in
            script.statusCount += 1
            return script.statuses.count > 1 ? script.statuses.removeFirst() : script.statuses[0]
        }.get()
    }

    func assets(of task: RemoteTask) async throws -> [VideoAsset] { [] }

    func cancel(_ task: RemoteTask) async throws -> Cancellation {
        script.withLock { $0.cancelCount += 1 }
        return .cancelled
    }

    func list(_ listing: TaskListing) async throws -> TaskPage {
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
