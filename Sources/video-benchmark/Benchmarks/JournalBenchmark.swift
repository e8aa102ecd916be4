import VideoGeneration
import VideoGenerationTesting
import VideoWorkloads

/// Compares the journal with the same file operations by system calls.
struct JournalBenchmark: Benchmark {
    let name = "journal"
    let summary = "Tasks from intent to stored, including every sync, and reading all of them again."

    func run(_ bench: Bench) async throws -> Report {
        var report = Report()
        try await measureWriting(bench, &report)
        try await measureReading(bench, &report)
        return report
    }

    private func measureWriting(_ bench: Bench, _ report: inout Report) async throws {
        // Kept to the end. When ext4 without a journal makes a file, it skips every inode that was freed in the
        // last minutes, which would slow down the next measurement.
        let folder = try TemporaryFolder()
        for lanes in [1, 2, 4, 8] { try await measureWriting(lanes: lanes, in: folder, bench, &report) }
    }

    /// Measures a number of tasks at once. With one task, the disk is idle while lines are encoded. Several tasks keep
    /// it busy.
    private func measureWriting(
        lanes: Int,
        in folder: TemporaryFolder,
        _ bench: Bench,
        _ report: inout Report
    ) async throws {
        let count = 800
        let arguments = ["\(count)", "\(lanes)"]
        func place() -> [String] { ["\(folder.path)/\(UInt64.random(in: .min ... .max))"] }
        let name = lanes == 1 ? "1 at a time" : "\(lanes) at once"
        let usage = try await bench.alternate([
            ("ours", { try JournalWorkload().measure(place() + arguments) }),
            ("bare calls", { try BareJournalWorkload().measure(place() + arguments) }),
        ])
        guard let ours = usage["ours"], let bare = usage["bare calls"] else { return }
        let syncs = Double(count * JournalWorkload.syncsOfTask)
        report.add(
            "syncs per second, \(JournalWorkload.syncsOfTask) per task, \(name)",
            .perSecond(syncs / ours.wall),
            comparedWith: "bare calls, \(lanes) threads",
            .perSecond(syncs / bare.wall),
            atLeast: 0.9
        )
        report.add(
            "CPU per task, \(name)",
            .seconds(ours.cpu / Double(count)),
            comparedWith: "bare calls, \(lanes) threads",
            .seconds(bare.cpu / Double(count))
        )
    }

    private func measureReading(_ bench: Bench, _ report: inout Report) async throws {
        let folder = try TemporaryFolder()
        let journal = try FileJournal(folder: folder.path, environment: EngineEnvironment(disk: UnsyncedDisk()))
        report.growth = Report.Growth(
            columns: ["tasks", "opened and read", "CPU per task", "peak memory"],
            rows: []
        )
        var written = 0
        for count in [1000, 10_000, 100_000] {
            bench.log("  making a journal of \(count) tasks")
            try await JournalWorkload.write(count - written, in: journal)
            written = count
            let usage = try await bench.alternate([
                ("reading", { try JournalRecoveryWorkload().measure([folder.path, "\(count)"]) })
            ])
            guard let ours = usage["reading"] else { continue }
            if count == 10_000 {
                report.add("10,000 tasks opened and read", .seconds(ours.wall), atMost: .seconds(0.5))
            }
            if count == 100_000 {
                report.add("100,000 tasks opened and read", .seconds(ours.wall), atMost: .seconds(4))
            }
            report.growth?.rows.append([
                "\(count)", Quantity.seconds(ours.wall).text, Quantity.seconds(ours.cpu / Double(count)).text,
                Quantity.bytes(ours.peak).text,
            ])
        }
    }
}
