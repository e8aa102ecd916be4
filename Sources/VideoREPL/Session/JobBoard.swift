import Synchronization
import VideoGeneration

/// The jobs that go on in the background of a session, for whoever watches.
final class JobBoard: Sendable {
    private let state = Mutex<[JobState]>([])

    /// The jobs in the order in which they came.
    var jobs: [JobState] { state.withLock { $0 } }

    /// Whether a job goes on in the background.
    func has(_ id: VideoTask.ID) -> Bool { state.withLock { jobs in jobs.contains { $0.task.id == id } } }

    /// Puts a job's new state up.
    func update(_ job: JobState) {
        state.withLock { jobs in
            if let index = jobs.firstIndex(where: { $0.task.id == job.task.id }) {
                jobs[index] = job
            } else {
                jobs.append(job)
            }
        }
    }

    /// Takes a job down: nobody works on it any more.
    func remove(_ id: VideoTask.ID) { state.withLock { jobs in jobs.removeAll { $0.task.id == id } } }
}
