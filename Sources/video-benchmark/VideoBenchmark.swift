import Foundation
import VideoWorkloads

/// `video-benchmark [NAME…] [--json]` runs the named benchmarks, or all of them.
@main struct VideoBenchmark {
    static let benchmarks: [any Benchmark] = [
        DownloadBenchmark(), SlowLinkBenchmark(), JobsBenchmark(), PollsBenchmark(), WaitingBenchmark(),
        PollingBenchmark(), JournalBenchmark(), DecodeBenchmark(), StartBenchmark(), BuildBenchmark(),
        FleetBenchmark(),
    ]

    static func main() async {
        do {
            var arguments = Array(CommandLine.arguments.dropFirst())
            let peer = URLSessionPolls()
            if arguments.first == peer.name {
                try await peer.run(Array(arguments.dropFirst()))
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
            throw BenchmarkError("Usage: video-benchmark [NAME…] [--json]. Names: \(known.joined(separator: ", ")).")
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

    private struct Result: Encodable {
        let name: String
        let summary: String
        let report: Report

        var text: String { "## \(name)\n\n\(summary)\n\n\(report.markdown)" }
    }
}
