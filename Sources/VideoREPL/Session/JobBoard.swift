import Synchronization
import VideoGeneration

/// The tasks in progress in the background of a session.
final class JobBoard: Sendable {
    private let state = Mutex(State())

    private struct State {
        var commands = 0
        var jobs: [JobState] = []
    }

    /// The tasks in the order in which they were added.
    var jobs: [JobState] { state.withLock { $0.jobs } }

    /// Whether a command runs in the background. It may have no task yet.
    var isBusy: Bool { state.withLock { $0.commands > 0 } }

    /// Returns whether a task is in progress in the background.
    func has(_ id: VideoTask.ID) -> Bool { state.withLock { $0.jobs.contains { $0.task.id == id } } }

    /// Records that a command began in the background.
    func begin() { state.withLock { $0.commands += 1 } }

    /// Records that a command in the background ended.
    func end() { state.withLock { $0.commands -= 1 } }

    /// Adds a task, or replaces its state.
    func update(_ job: JobState) {
        state.withLock { state in
            if let index = state.jobs.firstIndex(where: { $0.task.id == job.task.id }) {
                state.jobs[index] = job
            } else {
                state.jobs.append(job)
            }
        }
    }

    /// Removes a task after its command has ended.
    func remove(_ id: VideoTask.ID) { state.withLock { $0.jobs.removeAll { $0.task.id == id } } }
}
