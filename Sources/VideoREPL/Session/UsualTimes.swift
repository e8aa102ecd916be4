import VideoGeneration
import VideoPlatform

/// The usual time from submission to the stored file, by provider and model.
struct UsualTimes: Sendable {
    private struct Maker: Hashable {
        var provider: String
        var model: String?

        init(_ task: VideoTask) { (provider, model) = (task.provider.id, task.model) }
    }

    private let times: [Maker: Duration]

    /// Computes the times from earlier tasks.
    /// - Parameter tasks: the tasks, newest first. The time is the median of the last ten of each provider and model.
    init(_ tasks: [VideoTask]) {
        let stored = Dictionary(grouping: tasks.filter { $0.state == .stored }, by: Maker.init)
        times = stored.compactMapValues { tasks in
            let times = tasks.prefix(10).map { $0.updatedAt.timeIntervalSince($0.createdAt) }
                .filter { $0 > 0 && $0 < 86_400 }.sorted()
            return times.isEmpty ? nil : .seconds(times[times.count / 2])
        }
    }

    /// Returns the expected time of a task, or nil if there is no earlier task of its provider and model.
    func time(for task: VideoTask) -> Duration? { times[Maker(task)] }
}
