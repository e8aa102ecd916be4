import Synchronization
import VideoGeneration

/// The jobs that go on in the background of a session, for whoever watches.
final class JobBoard: Sendable {
    private let state = Mutex(State())

    private struct State {
        var commands = 0
        var jobs: [JobState] = []
    }

    /// The jobs in the order in which they came.
    var jobs: [JobState] { state.withLock { $0.jobs } }

    /// Whether a command runs in the background; it may have no job yet.
    var isBusy: Bool { state.withLock { $0.commands > 0 } }

    /// Whether a job goes on in the background.
    func has(_ id: VideoTask.ID) -> Bool { state.withLock { $0.jobs.contains { $0.task.id == id } } }

    /// Says that a command begins in the background.
    func begin() { state.withLock { $0.commands += 1 } }

    /// Says that one has come to its end.
    func end() { state.withLock { $0.commands -= 1 } }

    /// Puts a job's new state up.
    func update(_ job: JobState) {
        state.withLock { state in
            if let index = state.jobs.firstIndex(where: { $0.task.id == job.task.id }) {
                state.jobs[index] = job
            } else {
                state.jobs.append(job)
            }
        }
    }

    /// Takes a job down: nobody works on it any more.
    func remove(_ id: VideoTask.ID) { state.withLock { $0.jobs.removeAll { $0.task.id == id } } }
}
