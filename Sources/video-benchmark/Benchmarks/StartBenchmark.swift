import Foundation
import VideoGeneration
import VideoGenerationTesting
import VideoWorkloads

/// Measures `video-repl` as a whole process.
struct StartBenchmark: Benchmark {
    let name = "start"
    let summary = "`video-repl help` and `video-repl jobs`, from the start of the process to its end."

    func run(_ bench: Bench) async throws -> Report {
        var report = Report()
        let path = try MeasuredProcess.beside("video-repl")
        let folder = try TemporaryFolder()
        let journal = try FileJournal(folder: folder.path, environment: EngineEnvironment(disk: UnsyncedDisk()))
        var contenders: [(name: String, run: () async throws -> ResourceUsage)] = [
            ("help", { try MeasuredProcess.run(path, ["help"], isQuiet: true).usage })
        ]
        if let python = MeasuredProcess.find("python3") {
            contenders.append(("python3", { try MeasuredProcess.run(python, ["-c", "pass"], isQuiet: true).usage }))
            if (try? MeasuredProcess.run(python, ["-c", "import openai"], isQuiet: true)) != nil {
                contenders.append(
                    ("openai", { try MeasuredProcess.run(python, ["-c", "import openai"], isQuiet: true).usage })
                )
            }
        }
        let usage = try await bench.alternate(contenders)
        if let help = usage["help"] {
            report.add("help", .seconds(help.wall), atMost: .seconds(0.04))
            report.add(
                "help",
                .seconds(help.wall),
                comparedWith: "python3 -c pass",
                usage["python3"].map { .seconds($0.wall) }
            )
            report.add(
                "help",
                .seconds(help.wall),
                comparedWith: "python3 -c 'import openai'",
                usage["openai"].map { .seconds($0.wall) }
            )
        }
        report.growth = Report.Growth(columns: ["tasks", "jobs", "CPU", "peak memory"], rows: [])
        var written = 0
        for count in [100, 1000, 10_000] {
            try await JournalWorkload.write(count - written, in: journal)
            written = count
            let usage = try await bench.alternate([
                ("jobs", { try MeasuredProcess.run(path, ["jobs", "--state", folder.path], isQuiet: true).usage })
            ])
            guard let jobs = usage["jobs"] else { continue }
            if count == 10_000 { report.add("jobs, 10,000 tasks", .seconds(jobs.wall), atMost: .seconds(0.6)) }
            report.growth?.rows.append([
                "\(count)", Quantity.seconds(jobs.wall).text, Quantity.seconds(jobs.cpu).text,
                Quantity.bytes(jobs.peak).text,
            ])
        }
        return report
    }
}
