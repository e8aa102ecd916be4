import Synchronization
import VideoGeneration

/// Records when a provider first reported a task.
final class FirstStatus: Sendable {
    private let state = Mutex<(id: VideoTask.ID?, time: Duration?)>((nil, nil))

    /// The ID of the task, or nil before any was seen.
    var id: VideoTask.ID? { state.withLock { $0.id } }
    /// The time of the first report, or nil if there was none.
    var time: Duration? { state.withLock { $0.time } }

    /// Records the state of a task at a time.
    func see(_ task: VideoTask, at time: Duration) {
        state.withLock { state in
            state.id = task.id
            if state.time == nil, task.remote != nil { state.time = time }
        }
    }
}
