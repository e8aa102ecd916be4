import Synchronization
import VideoGeneration

/// The tasks in progress in the background of a session.
final class BackgroundTasks: Sendable {
    private let state = Mutex(State())

    private struct State {
        var runningCommands = 0
        var tasks: [TaskDisplay] = []
    }

    /// The tasks in the order in which they were added.
    var tasks: [TaskDisplay] { state.withLock { $0.tasks } }

    /// Whether a command runs in the background. It may have no task yet.
    var isBusy: Bool { state.withLock { $0.runningCommands > 0 } }

    /// Returns whether another command runs in the background.
    func isBusy(besides invocation: Invocation) -> Bool {
        state.withLock { $0.runningCommands > (invocation.isBackground ? 1 : 0) }
    }

    /// Returns whether a task is in progress in the background.
    func has(_ id: VideoTask.ID) -> Bool { state.withLock { $0.tasks.contains { $0.task.id == id } } }

    /// Records that a command began in the background.
    func begin() { state.withLock { $0.runningCommands += 1 } }

    /// Records that a command in the background ended.
    func end() { state.withLock { $0.runningCommands -= 1 } }

    /// Adds a task, or replaces its state.
    func update(_ display: TaskDisplay) {
        state.withLock { state in
            if let index = state.tasks.firstIndex(where: { $0.task.id == display.task.id }) {
                state.tasks[index] = display
            } else {
                state.tasks.append(display)
            }
        }
    }

    /// Removes a task after its command has ended.
    func remove(_ id: VideoTask.ID) { state.withLock { $0.tasks.removeAll { $0.task.id == id } } }
}
