import Foundation

/// `video-benchmark [NAME…] [--json]`: measures what is named, or everything.
@main struct VideoBenchmark {
    static let benchmarks: [any Benchmark] = [
        DownloadBenchmark(), SlowLinkBenchmark(), JobsBenchmark(), PollsBenchmark(), WaitingBenchmark(),
        PollingBenchmark(), JournalBenchmark(), DecodeBenchmark(), StartBenchmark(), BuildBenchmark(),
    ]

    /// What a program of this one's own does for a benchmark, in a process of its own.
    private static let workloads: [any Workload] = [
        ServeWorkload(), PollsWorkload(), URLSessionPollsWorkload(), JournalWorkload(), BareJournalWorkload(),
        JournalRecoveryWorkload(), WaitingWorkload(), DownloadWorkload(), JobsWorkload(),
    ]

    static func main() async {
        do {
            var arguments = Array(CommandLine.arguments.dropFirst())
            if arguments.first == "--work" {
                try await work(Array(arguments.dropFirst()))
            } else {
                let isJSON = arguments.contains("--json")
                arguments.removeAll { $0 == "--json" }
                try await measure(arguments, isJSON: isJSON)
            }
        } catch {
            FileHandle.standardError.write(Data("video-benchmark: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func measure(_ names: [String], isJSON: Bool) async throws {
        let known = benchmarks.map(\.name)
        guard names.allSatisfy(known.contains) else {
            throw BenchmarkError("usage: video-benchmark [NAME…] [--json]; names: \(known.joined(separator: ", "))")
        }
        let bench = Bench(runs: 5) { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
        var results: [Result] = []
        for benchmark in benchmarks where names.isEmpty || names.contains(benchmark.name) {
            bench.log("\(benchmark.name): \(benchmark.summary)")
            let report = try await benchmark.run(bench)
            let result = Result(name: benchmark.name, summary: benchmark.summary, report: report)
            results.append(result)
            if !isJSON { print(result.text) }
        }
        if isJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(results), as: UTF8.self))
        }
    }

    private static func work(_ arguments: [String]) async throws {
        guard let workload = workloads.first(where: { $0.name == arguments.first }) else {
            throw BenchmarkError("There is no such work.")
        }
        try await workload.run(Array(arguments.dropFirst()))
    }

    private struct Result: Encodable {
        let name: String
        let summary: String
        let report: Report

        var text: String { "## \(name)\n\n\(summary)\n\n\(report.markdown)" }
    }
}

/// A benchmark that cannot go on, in words.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
