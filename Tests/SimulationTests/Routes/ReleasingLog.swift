import VideoGeneration

/// A log that lets a task with an unknown outcome count nothing.
final class ReleasingLog: TaskLog {
    private let log: any TaskLog

    init(log: any TaskLog) { self.log = log }

    var task: VideoTask { log.task }
    var isVisible: Bool { get async throws(VideoError) { try await log.isVisible } }

    func append(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        try await log.append(header, within: allowance) {
            change(&$0)
            if $0.state == .outcomeUnknown { ($0.cost, $0.orderedSeconds) = (nil, nil) }
        }
    }

    func discard() async { await log.discard() }
    func close() { log.close() }
}
