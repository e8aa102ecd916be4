import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

/// Which steps of a save are on disk before the next one, and what is left to do where it ended between them.
@Suite struct SaveTests {
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

    @Test("D23 Killed between verifying a video and giving it its name: it is stored, though its link is gone by then")
    func killedWhileNaming() async throws {
        let bench = try FaultBench(disk: WatchedDisk(namesVideos: false))
        let task = try await bench.submit()
        let error = await bench.failure { try await bench.client.resume(task.id) }
        #expect(error?.code == .storageFailed)
        #expect(try bench.task?.file != nil)
        // A program that is killed does not get to write a sidecar.
        try POSIXDisk().remove("\(bench.client.journal.partsFolder)/\(task.id).part.json")
        let before = bench.simulator.ledger.requests
        let next = VideoClient(
            providers: [bench.provider],
            journal: try Journal(folder: bench.client.journal.folder),
            transport: ScriptedTransport()
        )
        let done = try await next.resume(task.id)
        #expect(done.state == .stored)
        #expect(bench.simulator.ledger.requests == before)
        let file = try #require(done.file)
        #expect(FileManager.default.contents(atPath: file.path)?.count == Int(file.bytes))
        #expect(try FileManager.default.contentsOfDirectory(atPath: next.journal.partsFolder).isEmpty)
    }
}
