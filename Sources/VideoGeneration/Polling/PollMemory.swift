/// What the schedule of a task's polls needs, so that every process can make the next one.
///
/// All times are in seconds since 1970, by the clock of the journal that the processes share.
package struct PollMemory: Sendable, Hashable, Codable {
    /// The number of polls so far.
    package var polls: Int32 = 0
    /// The time of the last response, or of the last earlier information about the task.
    package var lastLook: Double
    /// The start of the task; nil while it is queued.
    package var started: Double?
    /// Whether the start is between two polls that are close together.
    package var knowsStart = false
    /// The last reported progress, 0…1; nil if there was none.
    package var progress: Double?
    /// The time of the progress.
    package var progressAt: Double?
    /// The number of failed polls in a row.
    package var failures: Int32 = 0
    /// The number of errors in a row that a retry does not usually resolve.
    package var refusals: Int8 = 0
    /// The reported ends that are not confirmed yet.
    var doubts = Doubts()

    /// Creates the memory of a task that was not polled yet.
    package init(lastLook: Double) { self.lastLook = lastLook }
}
