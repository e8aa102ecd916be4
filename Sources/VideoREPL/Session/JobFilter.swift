import VideoGeneration
import VideoPlatform

/// Which tasks a list shows, and in which order.
struct JobFilter {
    /// What a list can be sorted by.
    enum SortKey: String, CaseIterable { case state, age, provider, model, size, cost }

    private let invocation: Invocation
    private let clock: any EngineClock

    init(_ invocation: Invocation, _ clock: any EngineClock) {
        self.invocation = invocation
        self.clock = clock
    }

    /// The tasks that pass, the unsettled ones first unless another order is asked for.
    func tasks(of all: [VideoTask]) throws -> [VideoTask] {
        var tasks = all
        if let word = invocation[.onlyState] {
            guard case .words(let known) = CommandOption.onlyState.completion, known.contains(word) else {
                throw Self.unknown(word, .onlyState)
            }
            tasks = tasks.filter {
                switch word {
                case "unfinished": $0.state.isUnfinished
                case "unknown": $0.state == .outcomeUnknown
                default: $0.state.rawValue == word
                }
            }
        }
        if let provider = invocation[.provider] { tasks = tasks.filter { $0.provider.id == provider } }
        if let age = try invocation.age(.since) {
            let limit = clock.now.addingTimeInterval(-age.seconds)
            tasks = tasks.filter { $0.createdAt >= limit }
        }
        tasks = try sorted(tasks)
        if let limit = try invocation.integer(.limit, in: 1...1_000_000) { tasks = Array(tasks.prefix(limit)) }
        return tasks
    }

    /// A word that is none of an option's.
    static func unknown(_ word: String, _ option: CommandOption) -> VideoError {
        guard case .words(let known) = option.completion else { return .usage("--\(option.name) \(word.shown)?") }
        return .usage(
            "--\(option.name) \(word.shown) is not known here.",
            Spelling.hint(for: word, among: known, before: "It may be \(known.alternatives).")
        )
    }

    /// Newest first inside what is equal.
    private func sorted(_ tasks: [VideoTask]) throws -> [VideoTask] {
        let tasks: [VideoTask] = tasks.reversed()
        func by<Key: Comparable>(_ key: (VideoTask) -> Key) -> [VideoTask] {
            // Sorting is stable, so that what is equal stays newest first.
            tasks.sorted { key($0) < key($1) }
        }
        let word = invocation[.sort] ?? SortKey.state.rawValue
        switch SortKey(rawValue: word) {
        case .state: return by { Self.rank($0.state) }
        case .age: return tasks
        case .provider: return by { $0.provider.id }
        case .model: return by { $0.model ?? "" }
        case .size: return by { -($0.file?.bytes ?? 0) }
        case .cost: return by { -($0.cost?.amount ?? 0) }
        case nil: throw Self.unknown(word, .sort)
        }
    }

    /// What needs somebody comes first, what is finished last.
    private static func rank(_ state: VideoTask.State) -> Int {
        switch state {
        case .outcomeUnknown: 0
        case .succeeded: 1
        case .intent, .submitting, .queued, .running: 2
        default: 3
        }
    }
}
