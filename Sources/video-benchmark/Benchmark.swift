import VideoWorkloads

/// One figure of the package, measured beside what it is compared with, in the same run.
protocol Benchmark: Sendable {
    /// The name on the command line.
    var name: String { get }
    /// What is measured, in a line.
    var summary: String { get }
    /// Measures. Peers that are not installed are left out and named in the report's notes.
    func run(_ bench: Bench) async throws -> Report
}

/// What every benchmark is given.
struct Bench: Sendable {
    /// Alternating runs of each contender; medians are reported.
    let runs: Int
    /// Says what is going on, on the standard error.
    let log: @Sendable (String) -> Void

    /// Runs each contender in turn, again and again, so that a busy moment of the machine harms all alike.
    /// - Parameter times: how many times as often as usual, for what differs much from run to run.
    /// - Returns: the median of every value, a contender a name.
    func alternate(
        _ contenders: [(name: String, run: () async throws -> Usage)],
        times: Int = 1
    ) async throws -> [String: Usage] {
        var samples: [String: [Usage]] = [:]
        for round in 1...runs * times {
            for contender in contenders {
                log("  \(contender.name), run \(round) of \(runs * times)")
                samples[contender.name, default: []].append(try await contender.run())
            }
        }
        return samples.mapValues(Usage.median)
    }
}
