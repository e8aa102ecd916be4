import Synchronization
import VideoPlatform

/// How long tasks ran, kind by kind: read from the journal once, when somebody first waits, and kept up by
/// everybody who waits.
final class LearnedTimes: Sendable {
    /// What decides how long a task runs, as far as the order tells.
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

    /// So many of the latest tasks are read; enough for a dozen kinds, and read in some milliseconds.
    private static let depth = 200

    private let journal: FileJournal
    private let kinds = Mutex<[Kind: RunningTimes]?>(nil)

    init(_ journal: FileJournal) { self.journal = journal }

    /// The running times of tasks like this one.
    func times(of task: VideoTask) -> RunningTimes {
        kinds.withLock { kinds in
            var known = kinds ?? read()
            defer { kinds = known }
            return Self.times(Kind(task), in: &known)
        }
    }

    /// A journal that cannot be read has nothing to teach; who waits finds that out in another way.
    private func read() -> [Kind: RunningTimes] {
        var kinds: [Kind: RunningTimes] = [:]
        for task in ((try? journal.latest(Self.depth)) ?? []).reversed() {
            guard let started = task.startedAt, let ended = task.endedAt else { continue }
            Self.times(Kind(task), in: &kinds).learn(seconds: ended.timeIntervalSince(started))
        }
        return kinds
    }

    private static func times(_ kind: Kind, in kinds: inout [Kind: RunningTimes]) -> RunningTimes {
        let times = kinds[kind] ?? RunningTimes()
        kinds[kind] = times
        return times
    }
}
