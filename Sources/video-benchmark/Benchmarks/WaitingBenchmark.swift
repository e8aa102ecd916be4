import Foundation
import VideoGeneration
import VideoGenerationTesting
import VideoWorkloads

/// Measures the cost of waiting for many tasks in one process.
struct WaitingBenchmark: Benchmark {
    let name = "waiting"
    let summary = "Tasks that wait in one process for an hour of simulated time and are polled once a minute."

    func run(_ bench: Bench) async throws -> Report {
        let folder = try TemporaryFolder()
        let journal = try FileJournal(folder: folder.path, environment: EngineEnvironment(disk: UnsyncedDisk()))
        try await JournalWorkload.writeQueued(10_000, in: journal)
        let usage = try await bench.alternate([
            ("followed", { try WaitingWorkload().measure([folder.path, "hour"]) }),
            ("a Swift task each", { try WaitingWorkload().measure([folder.path, "tasks"]) }),
            ("bare", { try WaitingWorkload().measure([folder.path, "bare"]) }),
            ("idle", { try WaitingWorkload().measure([folder.path, "idle"]) }),
        ])
        var report = Report()
        func each(_ name: String) -> Quantity? { usage[name]?.extra["memory"].map { .bytes($0) } }
        report.growth = Report.Growth(
            columns: ["tasks, followed for an hour", "memory per task", "threads", "polls", "CPU per poll"],
            rows: []
        )
        func grow(_ count: Int, _ usage: ResourceUsage) {
            let polls = usage.extra["polls"] ?? .nan
            report.growth?.rows.append([
                "\(count)", Quantity.bytes(usage.extra["memory"] ?? .nan).text,
                Quantity.count(usage.extra["threads"] ?? .nan).text, Quantity.count(polls).text,
                Quantity.seconds(usage.cpu / polls).text,
            ])
        }
        if let followed = usage["followed"], let idle = usage["idle"], let memory = each("followed") {
            report.add("memory per task, 10,000 followed", memory, atMost: .bytes(2048))
            report.add(
                "memory per task, 10,000 followed",
                memory,
                comparedWith: "a Swift task that only sleeps",
                each("bare")
            )
            if let tasks = each("a Swift task each") {
                report.add(
                    "memory per task, 10,000 with `updates` in one Swift task each",
                    tasks,
                    comparedWith: "a Swift task that only sleeps",
                    each("bare")
                )
            }
            report.add("threads, 10,000 followed", .count(followed.extra["threads"] ?? .nan), atMost: .count(8))
            report.add(
                "share of a core between polls, 10,000 followed",
                .ratio(idle.cpu / idle.wall),
                atMost: .ratio(0.01)
            )
            grow(10_000, followed)
        }
        bench.log("  submits")
        let waiting = try TemporaryFolder()
        let submits = try SubmitsWorkload().measure([waiting.path, "10000"])
        report.add(
            "memory per task, 10,000 submits that wait for a place",
            .bytes(submits.extra["memory"] ?? .nan),
            comparedWith: "a Swift task that only sleeps",
            each("bare")
        )
        report.add("descriptors, 10,000 submits", .count(submits.extra["descriptors"] ?? .nan), atMost: .count(32))
        report.add(
            "share of a core, 10,000 submits",
            .ratio(submits.cpu / submits.wall),
            atMost: .ratio(0.01)
        )
        bench.log("  making 90,000 more")
        try await JournalWorkload.writeQueued(90_000, in: journal)
        bench.log("  100,000")
        let many = try WaitingWorkload().measure([folder.path, "hour"])
        report.add("memory per task, 100,000 followed", .bytes(many.extra["memory"] ?? .nan), atMost: .bytes(2048))
        report.add("threads, 100,000 followed", .count(many.extra["threads"] ?? .nan), atMost: .count(8))
        grow(100_000, many)
        report.notes.append("The row for 100,000 tasks is a single run.")
        return report
    }
}
