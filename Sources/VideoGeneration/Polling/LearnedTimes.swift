import Synchronization
import VideoPlatform

/// The durations of earlier tasks. They are read from the journal once, and kept up to date by all clients of the
/// journal in this process.
final class LearnedTimes: Sendable {
    /// The properties of a request that determine its running time.
    private struct Kind: Hashable {
        var provider: String
        var model: String?
        var seconds: Int?
        var size: VideoSize?
        var resolution: String?

        init(_ task: VideoTask) {
            provider = task.provider.id
            model = task.request.model
            seconds = task.request.seconds
            size = task.request.size
            resolution = task.request.resolution
        }
    }

    private struct Model: Hashable {
        var provider: String
        var name: String?
    }

    private struct State {
        var running: [Kind: RunningTimes] = [:]
        /// The times from submit to stored file, newest last.
        var total: [Model: [Duration]] = [:]

        mutating func running(_ kind: Kind) -> RunningTimes {
            let times = running[kind] ?? RunningTimes()
            running[kind] = times
            return times
        }

        mutating func noteStored(_ task: VideoTask) {
            let seconds = task.updatedAt.timeIntervalSince(task.submittedAt ?? task.createdAt)
            guard task.state == .stored, seconds > 0, seconds < 86_400 else { return }
            let model = Model(provider: task.provider.id, name: task.model)
            total[model, default: []].append(.seconds(seconds))
            if let count = total[model]?.count, count > LearnedTimes.recent { total[model]?.removeFirst() }
        }
    }

    /// The number of newest tasks that are read: enough for a dozen kinds, and read in some milliseconds.
    private static let depth = 200
    /// The number of tasks of a model that an expected duration is computed from.
    private static let recent = 10

    private let state = Mutex<State?>(nil)

    /// Returns the running times of tasks of the same kind.
    func running(like task: VideoTask, in journal: any Journal) async -> RunningTimes {
        await load(journal)
        return state.withLock { state in
            var known = state ?? State()
            defer { state = known }
            return known.running(Kind(task))
        }
    }

    /// Returns the median time from submit to stored file of the last tasks of a model, or nil if there are none.
    func expectedDuration(provider: String, model: String?, in journal: any Journal) async -> Duration? {
        await load(journal)
        let times = state.withLock { $0?.total[Model(provider: provider, name: model)] ?? [] }.sorted()
        return times.isEmpty ? nil : times[times.count / 2]
    }

    /// Records the time of a task whose file was stored just now.
    func noteStored(_ task: VideoTask) { state.withLock { $0?.noteStored(task) } }

    /// Reads the journal, unless it was read before. An unreadable journal teaches nothing; its error is reported by the
    /// methods that need a task.
    private func load(_ journal: any Journal) async {
        guard state.withLock({ $0 == nil }) else { return }
        var read = State()
        for task in ((try? await journal.latest(Self.depth)) ?? []).reversed() {
            read.noteStored(task)
            guard let started = task.startedAt, let ended = task.endedAt else { continue }
            read.running(Kind(task)).learn(seconds: ended.timeIntervalSince(started))
        }
        state.withLock { [read] in $0 = $0 ?? read }
    }
}
