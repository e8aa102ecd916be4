import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A full disk of the database",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .enabled(if: SmallVolume.isPossible, "No small file system can be mounted here"),
    .ownThread
)
struct FullDatabaseTests {
    /// A text that does not fit into the room that a page has left, compressed or not.
    private func long(_ seed: UInt64) -> String {
        var generator = SeededGenerator(state: seed)
        return (0..<4_000).map { _ in String(generator.next(), radix: 36) }.joined()
    }

    @Test("No request is sent, an ID in hand is spooled, and everything goes on once there is room")
    func fullDisk() async throws {
        let server = try PostgresServer()
        let volume = try SmallVolume(megabytes: 40)
        try server.execute("create tablespace small location '\(volume.path)'", in: "postgres")
        try server.execute("create database full_disk template video_template tablespace small", in: "postgres")
        // It is no copy of a journal that was used.
        try server.execute("update video_server set identity = video_server_identity()", in: "full_disk")
        let folder = try TemporaryFolder()
        let journal = try await PostgresJournal(
            server.address(of: "full_disk"),
            folder: folder.path,
            environment: EngineEnvironment(disk: UnsyncedDisk(), clock: BriefClock())
        )
        let log = try await journal.begin { DatabaseStore.task($0) }
        try volume.fill()
        let answer = { (task: inout VideoTask) in
            task.merge(TaskSnapshot(RemoteTask(id: "remote-1", pollingURL: "https://example.com/" + long(1)), .queued))
        }
        await log.keepAnswer(answer)
        async let accepted = log.append(.accepted, answer)
        let prompt = long(2)
        let error = await #expect(throws: VideoError.self) {
            try await journal.begin { DatabaseStore.task($0, prompt: prompt) }
        }
        #expect(error?.message.contains("the disk of the database is full") == true, "\(String(describing: error))")
        #expect(try server.execute("select count(*) from video_purchase", in: "full_disk") == [["1"]])
        #expect(log.task.state == .submitting)
        let spool = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/spool")
        let kept = try String(contentsOfFile: folder.path + "/spool/" + (spool.first ?? ""), encoding: .utf8)
        #expect(spool.count == 1 && kept.contains(#""remoteID":"remote-1""#))
        try volume.free()
        #expect(try await accepted.state == .queued)
        let next = try await journal.begin { DatabaseStore.task($0, prompt: prompt) }
        try await next.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "remote-2"), .queued)) }
        let purchases = try server.execute(
            "select outcome, remote_id from video_purchase order by task_id",
            in: "full_disk"
        )
        #expect(purchases == [["accepted", "remote-1"], ["accepted", "remote-2"]])
        let rest = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/spool")
        #expect(rest.allSatisfy { $0.hasSuffix(".recorded") })
        // The server ends before its disk.
        try server.control("-m immediate stop")
    }
}
