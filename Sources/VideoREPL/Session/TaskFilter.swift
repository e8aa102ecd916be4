import VideoGeneration
import VideoPlatform

/// Selects and sorts the tasks of a list.
struct TaskFilter {
    /// The keys that a list can be sorted by.
    enum SortKey: String, CaseIterable { case state, age, provider, model, size, cost }

    private let invocation: Invocation
    private let clock: any EngineClock

    init(_ invocation: Invocation, _ clock: any EngineClock) {
        self.invocation = invocation
        self.clock = clock
    }

    /// Returns the tasks that match the options. Unsettled tasks come first unless another order is given.
    /// - Throws: ``VideoError`` with code `usage` if an option's value is not valid.
    func tasks(of all: [VideoTask]) throws -> [VideoTask] {
        var tasks = all
        if let word = invocation[.onlyState] {
            guard case .words(let known) = CommandOption.onlyState.completion, known.contains(word) else {
                throw Self.unknown(word, .onlyState)
            }
            tasks = tasks.filter {
                switch word {
                case "unfinished": $0.state.isUnfinished
                default: $0.state.rawValue == word || TaskDisplay.word(for: $0.state) == word
                }
            }
        }
        if let provider = invocation[.provider] { tasks = tasks.filter { $0.provider.id == provider } }
        if let label = invocation[.onlyLabel] { tasks = tasks.filter { $0.label.map { $0 == label } ?? false } }
        if let age = try invocation.age(.since) {
            let limit = clock.now.addingTimeInterval(-age.seconds)
            tasks = tasks.filter { $0.createdAt >= limit }
        }
        tasks = try sorted(tasks)
        if let limit = try invocation.integer(.limit, in: 1...1_000_000) { tasks = Array(tasks.prefix(limit)) }
        return tasks
    }

    /// Returns the error for a value that an option does not accept.
    static func unknown(_ word: String, _ option: CommandOption) -> VideoError {
        guard case .words(let known) = option.completion else {
            return .usage("--\(option.name) \(word.shown) is not valid.")
        }
        return .usage(
            "--\(option.name) \(word.shown) is not valid here.",
            Spelling.hint(for: word, among: known, before: "Valid: \(known.alternatives).")
        )
    }

    /// Returns the tasks in the requested order. Equal tasks are newest first.
    private func sorted(_ tasks: [VideoTask]) throws -> [VideoTask] {
        let tasks: [VideoTask] = tasks.reversed()
        func by<Key: Comparable>(_ key: (VideoTask) -> Key) -> [VideoTask] {
            // The sort is stable, so equal tasks stay newest first.
            tasks.sorted { key($0) < key($1) }
        }
        let word = invocation[.sort] ?? SortKey.state.rawValue
        switch SortKey(rawValue: word) {
        case .state: return by { Self.rank($0.state) }
        case .age: return tasks
        case .provider: return by { $0.provider.id }
        case .model: return by { $0.model ?? "" }
        case .size: return by { -($0.file?.bytes ?? 0) }
        case .cost: return by { -(($0.charge?.money ?? $0.cost)?.amount ?? 0) }
        case nil: throw Self.unknown(word, .sort)
        }
    }

    /// Returns the rank of a state: tasks that need a decision first, finished tasks last.
    private static func rank(_ state: VideoTask.State) -> Int {
        switch state {
        case .outcomeUnknown: 0
        case .succeeded: 1
        case .intent, .submitting, .queued, .running: 2
        default: 3
        }
    }
}
