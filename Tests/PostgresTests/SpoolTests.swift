import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "The spool of a machine",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct SpoolTests {
    private let store: DatabaseStore
    private let proxy: CuttingProxy

    init() throws {
        store = try DatabaseStore()
        proxy = try CuttingProxy(to: store.server.folder + "/.s.PGSQL.5432")
    }

    private var settings: String { "host=127.0.0.1 port=\(proxy.port) sslmode=disable gssencmode=disable" }

    private func journal(on machine: String? = nil) async throws -> PostgresJournal {
        try await store.journal(settings: settings, on: machine, clock: BriefClock())
    }

    private func sending(_ journal: PostgresJournal) async throws -> any TaskLog {
        try await journal.begin { DatabaseStore.task($0) }
    }

    private func accept(_ log: any TaskLog, as id: String) async throws {
        let change = { (task: inout VideoTask) in task.merge(TaskSnapshot(RemoteTask(id: id), .queued)) }
        await log.keepAnswer(change)
        try await log.append(.accepted, change)
    }

    @Test("A sending is in the spool from before its first byte until the database has its outcome")
    func lifetime() async throws {
        defer { proxy.end() }
        let journal = try await journal()
        guard case .created(let log) = try await journal.create(under: nil, { DatabaseStore.task($0) }) else {
            Issue.record("no task")
            return
        }
        #expect(store.spooled() == [])
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        let name = try #require(store.spooled().first)
        #expect(name.hasPrefix("\(log.task.id).1."))
        let text = try String(contentsOfFile: store.folder.path + "/spool/" + name, encoding: .utf8)
        #expect(text.contains(journal.database) && text.contains(#""provider":"p""#), "\(text)")
        await log.keepAnswer { $0.merge(TaskSnapshot(RemoteTask(id: "remote-1"), .queued)) }
        let answered = try String(contentsOfFile: store.folder.path + "/spool/" + name, encoding: .utf8)
        #expect(answered.contains(#""remoteID":"remote-1""#), "\(answered)")
        try await accept(log, as: "remote-1")
        #expect(store.spooled() == [])
        let refused = try await sending(journal)
        try await refused.append(.refused) { $0.state = .intent }
        #expect(store.spooled() == [])
    }

    @Test("Without room for the spool nothing is sent, and the task waits again")
    func unwritable() async throws {
        defer { proxy.end() }
        let disk = FullSpoolDisk()
        let journal = try await store.journal(settings: settings, clock: BriefClock(), disk: disk)
        guard case .created(let log) = try await journal.create(under: nil, { DatabaseStore.task($0) }) else {
            Issue.record("no task")
            return
        }
        let error = await #expect(throws: VideoError.self) {
            try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        }
        #expect(error?.code == .storageFailed && error?.purchase == VideoError.Purchase.none)
        #expect(error?.advice?.contains("Nothing was sent.") == true, "\(String(describing: error))")
        #expect(log.task.state == .intent)
        #expect(try store.rows("select state, attempt from video_task") == ["intent 1"])
        #expect(try store.rows("select outcome from video_purchase") == ["refused"])
    }

    @Test("An ID that arrives while the database is away for a minute is recorded, and the call goes on")
    func shortOutage() async throws {
        defer { proxy.end() }
        let journal = try await journal()
        let log = try await sending(journal)
        proxy.isDown = true
        async let accepted: Void = accept(log, as: "remote-1")
        try await boundedWait { try kept().contains("remote-1") }
        #expect(try store.rows("select outcome from video_purchase") == ["sending"])
        proxy.isDown = false
        try await accepted
        #expect(log.task.state == .queued)
        #expect(store.spooled() == [])
        #expect(try store.rows("select attempt, outcome, remote_id from video_purchase") == ["1 accepted remote-1"])
    }

    @Test("An ID that the database does not take in time is recorded when it is back, and nothing is sent before")
    func longOutage() async throws {
        defer { proxy.end() }
        let journal = try await journal()
        let log = try await sending(journal)
        guard case .created(let next) = try await journal.create(under: nil, { DatabaseStore.task($0) }) else {
            Issue.record("no task")
            return
        }
        proxy.isDown = true
        let error = await #expect(throws: VideoError.self) { try await accept(log, as: "remote-1") }
        #expect(error?.purchase == .made && error?.taskID == "remote-1")
        #expect(error?.advice?.contains("The video is bought, and its ID is in \(store.folder.path)/spool.") == true)
        log.close()
        #expect(store.spooled().count == 1)
        let refusal = await #expect(throws: VideoError.self) {
            try await next.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        }
        #expect(
            refusal?.message.contains("holds the IDs of 1 request that was sent") == true,
            "\(String(describing: refusal))"
        )
        #expect(refusal?.advice?.hasPrefix("Nothing more was sent.") == true)
        proxy.isDown = false
        try await next.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        let task = try await journal.task(log.task.id)
        #expect(task?.state == .queued && task?.remote?.id == "remote-1")
        #expect(store.spooled().count == 1)
        #expect(try store.rows("select state from video_task order by number") == ["queued", "submitting"])
    }

    @Test("An ID whose process ended while the database was away is recorded by the next process")
    func deadProcess() async throws {
        defer { proxy.end() }
        var log: (any TaskLog)? = try await sending(try await journal())
        let id = try #require(log?.task.id)
        proxy.isDown = true
        await log?.keepAnswer { $0.merge(TaskSnapshot(RemoteTask(id: "remote-1"), .queued)) }
        // The lock of the file ends with the process.
        let copy = try Data(
            contentsOf: URL(fileURLWithPath: store.folder.path + "/spool/" + (store.spooled().first ?? ""))
        )
        try FileManager.default.createDirectory(
            atPath: store.folder.path + "/b/spool",
            withIntermediateDirectories: true
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: store.folder.path + "/b")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: store.folder.path + "/b/spool")
        try copy.write(to: URL(fileURLWithPath: store.folder.path + "/b/spool/\(id).1.f.sending"))
        proxy.isDown = false
        let other = try await journal(on: "b")
        #expect(store.spooled(on: "b") == [])
        let task = try await other.task(id)
        #expect(task?.state == .queued && task?.remote?.id == "remote-1")
        #expect(try store.rows("select attempt, outcome, remote_id from video_purchase") == ["1 accepted remote-1"])
        log = nil
    }

    @Test("The sending of a process that works is left to it")
    func living() async throws {
        defer { proxy.end() }
        let log = try await sending(try await journal())
        let other = try await journal()
        #expect(store.spooled().count == 1)
        let second = try await sending(other)
        #expect(store.spooled().count == 2)
        for (log, id) in [(log, "a"), (second, "b")] { try await accept(log, as: id) }
        #expect(store.spooled() == [])
    }

    @Test("A file that was not synced before the process ended is removed, because nothing was sent")
    func torn() async throws {
        defer { proxy.end() }
        let journal = try await journal()
        let path = store.folder.path + "/spool/v1-abcd.1.f.sending"
        try Data(#"{"attempt":1,"#.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try await journal.replaySpool().isEmpty)
        #expect(store.spooled() == [])
    }

    @Test("A file of a newer version stays, and nothing is sent until a person decides")
    func newerVersion() async throws {
        defer { proxy.end() }
        _ = try await self.journal()
        let path = store.folder.path + "/spool/v1-abcd.1.f.sending"
        try Data("{\"format\":2,\"other\":true}\n".utf8).write(to: URL(fileURLWithPath: path))
        let journal = try await journal()
        let error = await #expect(throws: VideoError.self) { try await sending(journal) }
        #expect(error?.message.contains("cannot be read. It may name a video that was bought.") == true)
        #expect(store.spooled().count == 1)
        #expect(try store.rows("select count(*) from video_task") == ["0"])
    }

    @Test("A spool in memory is refused, with a sentence")
    func volume() async throws {
        defer { proxy.end() }
        try SpoolVolume.check(store.folder.path)
        #if os(Linux)
        let error = #expect(throws: VideoError.self) { try SpoolVolume.check("/dev/shm") }
        #expect(error?.message.contains("on a file system of type tmpfs") == true, "\(String(describing: error))")
        #endif
    }

    private func kept() throws -> String {
        try store.spooled().map { try String(contentsOfFile: store.folder.path + "/spool/" + $0, encoding: .utf8) }
            .joined()
    }

    private func boundedWait(_ condition: () throws -> Bool) async throws {
        for _ in 0..<500 where try !condition() {
            // The server is a process on the machine's clock.
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(try condition())
    }
}

/// A disk with no room in the spool.
private struct FullSpoolDisk: ForwardingDisk {
    let disk = UnsyncedDisk()

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        guard !path.contains("/spool/") else { throw DiskError(errno: ENOSPC, operation: "open", path: path) }
        return try disk.open(path, mode)
    }
}
