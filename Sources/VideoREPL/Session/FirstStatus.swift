import Synchronization
import VideoGeneration

/// When a provider said its first word about a task.
final class FirstStatus: Sendable {
    private let state = Mutex<(id: VideoTask.ID?, time: Duration?)>((nil, nil))

    /// The task.
    var id: VideoTask.ID? { state.withLock { $0.id } }
    /// The time of the first word; nil where there was none.
    var time: Duration? { state.withLock { $0.time } }

    /// Takes note of a task at a time.
    func see(_ task: VideoTask, at time: Duration) {
        state.withLock { state in
            state.id = task.id
            if state.time == nil, task.remote != nil { state.time = time }
        }
    }
}
