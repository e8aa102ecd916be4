import VideoWorkloads

/// A benchmark that measures this package and its peers in the same run.
protocol Benchmark: Sendable {
    /// The name of the benchmark on the command line.
    var name: String { get }
    /// A one-line description of the measurement.
    var summary: String { get }
    /// Runs the benchmark. Peers that are not installed are left out and named in the notes of the report.
    func run(_ bench: Bench) async throws -> Report
}

/// The context of a benchmark.
struct Bench: Sendable {
    /// The number of alternating runs of each contender. The report has the medians.
    let runs: Int
    /// Reports progress on standard error.
    let log: @Sendable (String) -> Void

    /// Runs all contenders in turn, several times, so that other load on the machine affects all of them equally.
    /// - Parameters:
    ///   - contenders: The names and the work of the contenders.
    ///   - times: A factor for the number of runs, for results that vary much between runs.
    /// - Returns: The medians of each contender by its name.
    func alternate(
        _ contenders: [(name: String, run: () async throws -> ResourceUsage)],
        times: Int = 1
    ) async throws -> [String: ResourceUsage] {
        var samples: [String: [ResourceUsage]] = [:]
        for round in 1...runs * times {
            for contender in contenders {
                log("  \(contender.name), run \(round) of \(runs * times)")
                samples[contender.name, default: []].append(try await contender.run())
            }
        }
        return samples.mapValues(ResourceUsage.median)
    }
}
