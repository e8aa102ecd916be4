import Synchronization
import VideoPlatform

/// The record of a poll whose change is written later, with those of other polls.
final class ClaimedRecord: PollRecord {
    private struct State {
        var task: VideoTask
        var change: ClaimResult.Change?
    }

    private let state: Mutex<State>

    init(_ task: VideoTask) { state = Mutex(State(task: task)) }

    /// What has changed; nil for nothing.
    var change: ClaimResult.Change? { state.withLock { $0.change } }

    func existingTask(_ id: VideoTask.ID) -> VideoTask { state.withLock { $0.task } }

    @discardableResult
    func append(_ header: JournalEntry.Header, to id: VideoTask.ID, _ change: (inout VideoTask) -> Void) throws
        -> VideoTask
    {
        try state.withLock { state in
            var task = state.task
            // Checks that the change is a legal move. The journal makes the entry itself.
            _ = try JournalEntry(header, 0, at: task.updatedAt, isWhole: false, of: &task, change)
            state.task = task
            state.change = ClaimResult.Change(header, task)
            return task
        }
    }

    /// Does nothing, because the results of all polls are made durable together.
    func sync(_ id: VideoTask.ID) {}
}
