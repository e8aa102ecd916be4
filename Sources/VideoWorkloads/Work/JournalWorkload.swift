package import VideoGeneration
import VideoPlatform

/// The journal writes of tasks from intent to stored, on the executor that a client uses:
/// `journal FOLDER COUNT LANES`. LANES tasks run at once.
package struct JournalWorkload: Workload {
    package let name = "journal"

    package init() {}

    /// The number of syncs of a file or folder per task. See ``write(_:_:)``.
    package static let syncsOfTask = 6

    package func run(_ arguments: [String]) async throws {
        let (folder, count, lanes) = try Self.read(arguments)
        let journal = try FileJournal(folder: folder)
        try report(
            try await ResourceUsage.measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<lanes {
                        group.addTask(executorPreference: POSIXDisk().executor) {
                            try await Self.write(count / lanes, in: journal)
                        }
                    }
                    try await group.waitForAll()
                }
            }
        )
    }

    static func read(_ arguments: [String]) throws -> (folder: String, count: Int, lanes: Int) {
        guard arguments.count == 3, let count = Int(arguments[1]), let lanes = Int(arguments[2]), lanes > 0 else {
            throw BenchmarkError("The arguments must be FOLDER COUNT LANES.")
        }
        return (arguments[0], count, lanes)
    }

    /// Writes the same events as the client does for successful tasks.
    package static func write(_ count: Int, in journal: FileJournal) async throws {
        let provider = ProviderReference(
            id: "openai",
            dialect: "openai-videos",
            endpoint: try Endpoint("https://api.example.com/v1"),
            keyVariable: "EXAMPLE_KEY"
        )
        for number in 0..<count {
            let id = try await order(number, from: provider, in: journal) {
                $0.state = .queued
                $0.remote = RemoteTask(id: "video_\(number)")
            }
            try await journal.append(.status, to: id, note: "succeeded (completed)") { $0.state = .succeeded }
            let video = StoredVideo(
                path: path(number),
                bytes: 6_000_000,
                sha256: String(repeating: "0", count: 64),
                width: 1280,
                height: 720,
                seconds: 6,
                codec: "avc1"
            )
            try await journal.append(.verified, to: id) { $0.file = video }
            try await journal.append(.stored, to: id) { $0.state = .stored }
        }
    }

    /// Writes tasks that ``TimedProvider`` has accepted and that never end.
    package static func writeQueued(_ count: Int, in journal: FileJournal) async throws {
        let provider = ProviderReference(
            id: "timed",
            dialect: "timed",
            endpoint: try Endpoint("https://api.example.com/v1")
        )
        for number in 0..<count {
            _ = try await order(number, from: provider, model: "model", in: journal) {
                $0.state = .running
                $0.rawStatus = "running"
                $0.remote = RemoteTask(id: "task_\(UInt64.random(in: 1 << 60 ... .max))")
            }
        }
    }

    /// Writes a task from intent to accepted.
    private static func order(
        _ number: Int,
        from provider: ProviderReference,
        model: String? = nil,
        in journal: FileJournal,
        accepted: (inout VideoTask) -> Void
    ) async throws -> VideoTask.ID {
        let file = try await journal.begin {
            VideoTask(
                id: $0,
                provider: provider,
                request: VideoRequest(
                    prompt: "a paper boat in the rain, number \(number)",
                    model: model,
                    seconds: 6
                ),
                createdAt: Date(),
                destination: path(number)
            )
        }
        try await file.append(.accepted, note: "queued", accepted)
        file.close()
        return file.task.id
    }

    private static func path(_ number: Int) -> String { "/var/lib/app/videos/boat-\(number).mp4" }
}

/// The same files, bytes and syncs by system calls, with one thread per lane: `bare-journal FOLDER COUNT LANES`.
package struct BareJournalWorkload: Workload {
    package let name = "bare-journal"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        let (folder, count, lanes) = try JournalWorkload.read(arguments)
        try POSIXDisk().makeFolder(folder)
        try report(
            try await ResourceUsage.measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<lanes {
                        group.addTask {
                            try await onThread {
                                for number in 0..<count / lanes { try write("\(folder)/\(lane)-\(number)", in: folder) }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        )
    }

    private func write(_ path: String, in folder: String) throws {
        let disk = POSIXDisk()
        let line = [UInt8](repeating: 0x20, count: 600)
        let file = try disk.open(path, .create)
        try file.write(line, at: 0)
        try file.write(line, at: 600)
        try file.sync()
        try disk.syncFolder(folder)
        for step in 2..<6 {
            let file = try disk.open(path, .update)
            try file.write(line, at: Int64(step) * 600)
            try file.sync()
        }
    }

    /// Runs blocking work on a separate thread, because Swift's tasks have only as many threads as there are cores.
    private func onThread(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            DetachedThread.start { continuation.resume(with: Result { try work() }) }
        }
    }
}

/// Opens a journal and reads every task: `journal-recovery FOLDER COUNT`.
package struct JournalRecoveryWorkload: Workload {
    package let name = "journal-recovery"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        let (folder, count) = try PollsWorkload.read(arguments)
        try report(
            try await ResourceUsage.measure {
                let tasks = try FileJournal(folder: folder).tasks()
                guard tasks.count == count else { throw BenchmarkError("\(tasks.count) of \(count) tasks were read.") }
            }
        )
    }
}
