import Synchronization
import VideoGeneration
import VideoGenerationTesting
import VideoPlatform

/// Waits for every task of a journal: `waiting FOLDER hour|tasks|bare|idle`.
package struct WaitingWorkload: Workload {
    package let name = "waiting"

    package init() {}

    /// The way in which tasks wait.
    private enum Way: String { case hour, tasks, bare, idle }

    package func run(_ arguments: [String]) async throws {
        guard arguments.count == 2, let way = Way(rawValue: arguments[1]) else {
            throw BenchmarkError("Usage: waiting FOLDER hour|tasks|bare|idle")
        }
        let folder = arguments[0]
        // Only the file names are read. Reading the tasks first would leave freed memory for later use, and the
        // measured growth would be too low.
        let ids = try POSIXDisk().names(in: folder + "/tasks").compactMap {
            VideoTask.ID(rawValue: String($0.prefix { $0 != "." }))
        }
        let usage =
            switch way {
            case .hour: try await followForAnHour(ids, folder)
            case .idle: try await followIdly(ids, folder)
            case .tasks:
                try await sleep(in: ids, folder) { client, id in
                    for try await _ in client.updates(of: id, wait: .unlimited) {}
                }
            case .bare: try await sleep(in: ids, folder) { _, _ in try await Task.sleep(for: .seconds(3600)) }
            }
        try report(usage)
    }

    /// Follows the tasks for one hour of a simulated clock and measures the memory at its end.
    private func followForAnHour(_ ids: [VideoTask.ID], _ folder: String) async throws -> ResourceUsage {
        let clock = LeapingClock()
        let provider = try TimedProvider(clock: clock, hint: .seconds(60))
        let client = try client(folder, clock, provider)
        let before = Self.resident
        let held = Atomic<Int>(0)
        let threads = Atomic<Int>(0)
        var usage = try await ResourceUsage.measure {
            // At the end of the hour the first task is reported while all other tasks are still in memory.
            try await client.follow(ids, wait: .seconds(3600)) { _, change in
                guard case .failure = change, held.load(ordering: .relaxed) == 0 else { return }
                held.store(Self.resident, ordering: .relaxed)
                threads.store(Self.threads, ordering: .relaxed)
            }
        }
        usage.extra = [
            "memory": Double(held.load(ordering: .relaxed) - before) / Double(ids.count),
            "threads": Double(threads.load(ordering: .relaxed)), "polls": Double(provider.polls),
        ]
        return usage
    }

    /// Measures ten real seconds in which no poll is due.
    private func followIdly(_ ids: [VideoTask.ID], _ folder: String) async throws -> ResourceUsage {
        let clock = SystemClock()
        let provider = try TimedProvider(clock: clock, hint: .seconds(60))
        let client = try client(folder, clock, provider)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.follow(ids, wait: .unlimited) { _, _ in } }
            while provider.polls < ids.count { try await clock.sleep(for: .milliseconds(100)) }
            try await clock.sleep(for: .seconds(1))
            let usage = try await ResourceUsage.measure { try await clock.sleep(for: .seconds(10)) }
            group.cancelAll()
            return usage
        }
    }

    /// Runs one Swift task per task and measures the memory while all of them sleep.
    private func sleep(
        in ids: [VideoTask.ID],
        _ folder: String,
        _ work: @escaping @Sendable (VideoClient, VideoTask.ID) async throws -> Void
    ) async throws -> ResourceUsage {
        let clock = SystemClock()
        let client = try client(folder, clock, try TimedProvider(clock: clock, hint: .seconds(60)))
        let before = Self.resident
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for id in ids { group.addTask { try await work(client, id) } }
            var usage = try await ResourceUsage.measure { try await clock.sleep(for: .seconds(8)) }
            usage.extra = [
                "memory": Double(Self.resident - before) / Double(ids.count), "threads": Double(Self.threads),
            ]
            group.cancelAll()
            return usage
        }
    }

    private func client(_ folder: String, _ clock: any EngineClock, _ provider: TimedProvider) throws -> VideoClient {
        let journal = try FileJournal(
            folder: folder,
            environment: EngineEnvironment(disk: UnsyncedDisk(), clock: clock)
        )
        return VideoClient(providers: [provider], journal: journal, environment: EngineEnvironment(clock: clock))
    }

    /// The resident memory of the process in bytes, or 0 on platforms without `/proc`.
    static var resident: Int {
        let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return words.flatMap { $0.count > 1 ? Int($0[1]) : nil }.map { $0 * Int(getpagesize()) } ?? 0
    }

    static var threads: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task"))?.count ?? 0
    }
}
