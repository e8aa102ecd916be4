import Synchronization
import VideoGeneration

/// Selects the faults of each request by counting requests and by drawing from the script's seed.
final class FaultEngine: Sendable {
    private struct State {
        var script: FaultScript
        /// The number of requests that each rule has matched.
        var matches: [Int]
        var random: SplitMix64

        init(_ script: FaultScript) {
            self.script = script
            matches = Array(repeating: 0, count: script.rules.count)
            random = SplitMix64(seed: script.seed)
        }
    }

    private let state: Mutex<State>

    init(_ script: FaultScript) { state = Mutex(State(script)) }

    /// Replaces the script and resets the counts.
    func use(_ script: FaultScript) { state.withLock { $0 = State(script) } }

    /// Returns the faults of the next request.
    ///
    /// Faults that interrupt a request's body are selected before it is read, and all others after it. Each rule
    /// therefore counts a request once.
    func faults(on operation: SimulatorOperation?, path: String, beforeBody: Bool) -> [Fault] {
        state.withLock { state in
            var faults: [Fault] = []
            for (index, rule) in state.script.rules.enumerated() {
                guard rule.fault.isBeforeBody == beforeBody, rule.on == nil || rule.on == operation,
                    rule.path.map(path.contains) ?? true
                else { continue }
                state.matches[index] += 1
                let number = state.matches[index] - rule.nth
                guard number >= 0, rule.times.map({ number < $0 }) ?? true else { continue }
                if rule.probability >= 1 || state.random.unit() < rule.probability {
                    faults.append(rule.fault)
                }
            }
            return faults
        }
    }
}

extension Fault {
    /// Whether the fault takes effect before the request is complete.
    var isBeforeBody: Bool {
        if case .resetRequest = self { true } else { false }
    }
}
