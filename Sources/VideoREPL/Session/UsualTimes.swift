import VideoGeneration
import VideoPlatform

/// How long earlier videos took, from the order to the file, by provider and model.
struct UsualTimes: Sendable {
    private struct Maker: Hashable {
        var provider: String
        var model: String?

        init(_ task: VideoTask) { (provider, model) = (task.provider.id, task.model) }
    }

    private let times: [Maker: Duration]

    /// - Parameter tasks: the newest first; of each maker the middle of the last ten counts.
    init(_ tasks: [VideoTask]) {
        let stored = Dictionary(grouping: tasks.filter { $0.state == .stored }, by: Maker.init)
        times = stored.compactMapValues { tasks in
            let times = tasks.prefix(10).map { $0.updatedAt.timeIntervalSince($0.createdAt) }
                .filter { $0 > 0 && $0 < 86_400 }.sorted()
            return times.isEmpty ? nil : .seconds(times[times.count / 2])
        }
    }

    /// How long a task may take; nil where nothing was made like it.
    func time(for task: VideoTask) -> Duration? { times[Maker(task)] }
}
