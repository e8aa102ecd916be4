import Foundation
import Synchronization
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Which steps of a save are on disk before the next one, and what is left to do where it ended between them.
@Suite(.timeLimit(.minutes(20))) struct SaveTests {
    /// What follows the beginning of a download up to the next entry.
    private func beginning(_ disk: WatchedDisk) -> [String] {
        Array(disk.log.drop { $0 != "downloading" }.dropFirst().prefix { $0 != "verified" })
    }

    @Test("A download to the place that the purchase named waits for no sync to begin; another place is kept first")
    func placeIsKept() async throws {
        let disk = WatchedDisk()
        let bench = try FaultBench(disk: disk)
        let task = try await bench.submit()
        try await bench.client.resume(task.id)
        #expect(beginning(disk).filter { $0.hasPrefix("sync") } == ["sync part", "sync folder"])

        let other = WatchedDisk()
        let elsewhere = try FaultBench(disk: other)
        let moved = try await elsewhere.submit()
        try await elsewhere.client.resume(moved.id, to: elsewhere.folder.path + "/other.mp4")
        #expect(beginning(other).first == "sync jsonl")
    }

    @Test("A stored video whose file is gone is fetched again where a path is given, and bought by nobody")
    func fetchedAgain() async throws {
        let disk = POSIXDisk()
        let bench = try FaultBench(disk: disk)
        let task = try await bench.submit()
        let stored = try await bench.client.resume(task.id)
        let file = try #require(stored.file)
        // Somebody may have taken the file elsewhere: without a path nothing is asked.
        try disk.remove(file.path)
        #expect(try await bench.client.save(task.id) == stored)
        #expect(try disk.size(of: file.path) == nil)

        let again = try await bench.client.save(task.id, to: bench.folder.path + "/again.mp4")
        #expect(again.state == .stored)
        #expect(again.file?.path == bench.folder.path + "/again.mp4")
        #expect(again.file?.sha256 == file.sha256)
        #expect(try disk.size(of: bench.folder.path + "/again.mp4") == file.bytes)
        #expect(again.submits == 1)
        // While it is there, it is not fetched to a second place.
        #expect(try await bench.client.save(task.id, to: bench.folder.path + "/third.mp4") == again)
    }

    @Test("A download that another process is at keeps the place that this process gave it")
    func placeIsNotMoved() async throws {
        let disk = POSIXDisk()
        let bench = try FaultBench(disk: disk)
        let task = try await bench.submit()
        for try await _ in bench.client.updates(of: task.id) {}
        let part = try disk.open("\(bench.journal.partsFolder)/\(task.id).part", .update)
        #expect(try part.tryLock())
        let failure = await bench.failure {
            try await bench.client.save(task.id, to: bench.folder.path + "/elsewhere.mp4")
        }
        #expect(failure?.code == .busy)
        #expect(try bench.journal.task(task.id)?.destination == task.destination)
        part.close()
    }

    @Test("A resume waits for another process's download of its video, as long as it may wait")
    func waitsForOtherDownload() async throws {
        let disk = POSIXDisk()
        let clock = InterruptedClock()
        let bench = try FaultBench(clock: clock, disk: disk)
        let task = try await bench.submit()
        for try await _ in bench.client.updates(of: task.id) {}
        let part = try disk.open("\(bench.journal.partsFolder)/\(task.id).part", .update)
        #expect(try part.tryLock())
        let failure = await bench.failure { try await bench.client.resume(task.id, wait: .atMost(.seconds(60))) }
        #expect(failure?.code == .busy)
        // The other process ends without the video after the third look.
        clock.afterSleeps(3) { part.close() }
        let stored = try await bench.client.resume(task.id, wait: .atMost(.seconds(60)))
        #expect(stored.state == .stored && stored.submits == 1)
    }

    @Test("A file of the journal that cannot be read is named, and what was never begun is not")
    func unreadable() async throws {
        let bench = try FaultBench(disk: POSIXDisk())
        let task = try await bench.submit()
        let folder = bench.journal.folder + "/tasks"
        try Data("garbage\n".utf8).write(to: URL(fileURLWithPath: folder + "/v9-zzzz.jsonl"))
        try Data().write(to: URL(fileURLWithPath: folder + "/v8-zzzz.jsonl"))
        let journal = try FileJournal(folder: bench.journal.folder)
        let tasks = try journal.tasks()
        #expect(tasks.map(\.id) == [task.id])
        #expect(try journal.unreadable(besides: tasks).map { $0.message.contains("v9-zzzz") } == [true])
    }

    @Test("No sync of a purchase, a wait, a download or a cancellation holds up a thread of Swift's own")
    func syncsOnTheirOwnThreads() async throws {
        let disk = WatchedDisk()
        let bench = try FaultBench(disk: disk)
        /// A program that was started just now knows nothing of what is synced.
        func fresh() throws -> VideoClient {
            VideoClient(
                providers: [bench.provider],
                journal: try FileJournal(
                    folder: bench.journal.folder,
                    environment: EngineEnvironment(disk: disk, clock: bench.clock)
                ),
                environment: EngineEnvironment(disk: disk, clock: bench.clock)
            )
        }
        func syncs(_ work: () async throws -> Void) async rethrows -> Int {
            let before = disk.log.filter { $0.hasPrefix("sync") }.count
            try await work()
            return disk.log.filter { $0.hasPrefix("sync") }.count - before
        }
        let first = try await bench.submit()
        let second = try await bench.submit()
        #expect(try await syncs { for try await _ in try fresh().updates(of: first.id) {} } > 0)
        #expect(try await syncs { try await fresh().follow([second.id]) { _, _ in } } > 0)
        #expect(try await syncs { try await fresh().save(first.id) } > 0)
        #expect(await syncs { _ = await bench.failure { try await fresh().cancel(second.id) } } > 0)
        #expect(try await syncs { try await fresh().resume(second.id, to: bench.folder.path + "/2.mp4") } > 0)
        #expect(disk.executor != nil)
        #expect(disk.straySyncs == [])
    }

    @Test("Videos that go into one folder at one moment ask it once whether they may; a refusal is not remembered")
    func folderIsAskedOnce() async throws {
        let disk = WatchedDisk()
        let bench = try FaultBench(disk: disk)
        let first = try await bench.submit()
        let second = try await bench.submit()
        for id in [first.id, second.id] { for try await _ in bench.client.updates(of: id) {} }
        try await bench.client.save(first.id)
        try await bench.client.save(second.id, to: bench.folder.path + "/second.mp4")
        #expect(disk.log.filter { $0 == "probe" }.count == 1)

        let folders = WritableFolders()
        try folders.check(bench.folder.path, on: disk, at: .zero)
        try FileManager.default.removeItem(atPath: bench.folder.path)
        try folders.check(bench.folder.path, on: disk, at: .milliseconds(999))
        for _ in 0..<2 {
            #expect(throws: DiskError.self) { try folders.check(bench.folder.path, on: disk, at: .seconds(1)) }
        }
        #expect(disk.log.filter { $0 == "probe" }.count == 4)
    }

    @Test("The folder is asked before the purchase, and again before the download, minutes later")
    func folderIsAskedAgain() async throws {
        let disk = WatchedDisk()
        let bench = try FaultBench(disk: disk)
        let path = bench.folder.path + "/film.mp4"
        try await bench.client.generate(
            VideoRequest(prompt: "a paper boat", model: "sora-2", seconds: 4),
            using: "faulty",
            savingTo: path
        )
        let steps = disk.log.filter { ["probe", "intent", "downloading", "sync part"].contains($0) }
        #expect(steps == ["probe", "intent", "downloading", "probe", "sync part"])
    }

    @Test("D23 Killed between verifying a video and giving it its name: it is stored, though its link is gone by then")
    func killedWhileNaming() async throws {
        let bench = try FaultBench(disk: WatchedDisk(namesVideos: false))
        let task = try await bench.submit()
        let error = await bench.failure { try await bench.client.resume(task.id) }
        #expect(error?.code == .storageFailed)
        #expect(try bench.task?.file != nil)
        // A program that is killed does not get to write a sidecar.
        try POSIXDisk().remove("\(bench.journal.partsFolder)/\(task.id).part.json")
        let before = bench.simulator.ledger.requests
        let next = VideoClient(
            providers: [bench.provider],
            journal: try FileJournal(folder: bench.journal.folder),
            environment: EngineEnvironment(transport: ScriptedTransport())
        )
        let done = try await next.resume(task.id)
        #expect(done.state == .stored)
        #expect(bench.simulator.ledger.requests == before)
        let file = try #require(done.file)
        #expect(FileManager.default.contents(atPath: file.path)?.count == Int(file.bytes))
        #expect(try FileManager.default.contentsOfDirectory(atPath: next.journal.partsFolder).isEmpty)
    }
}

/// A clock that does something after a number of sleeps.
private final class InterruptedClock: EngineClock {
    private let clock = ManualClock()
    private let plan = Mutex<(sleeps: Int, work: @Sendable () -> Void)?>(nil)

    var now: Date { clock.now }
    var uptime: Duration { clock.uptime }

    func afterSleeps(_ count: Int, _ work: @escaping @Sendable () -> Void) { plan.withLock { $0 = (count, work) } }

    func sleep(for duration: Duration) async throws {
        try await clock.sleep(for: duration)
        let work = plan.withLock { plan -> (@Sendable () -> Void)? in
            plan?.sleeps -= 1
            guard plan?.sleeps == 0 else { return nil }
            return plan?.work
        }
        work?()
    }
}
