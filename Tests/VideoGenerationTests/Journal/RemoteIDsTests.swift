import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The index of the providers' IDs", .timeLimit(.minutes(20)))
struct RemoteIDsTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()
    private let reference: ProviderReference
    private var ids: String { folder.path + "/ids" }

    init() throws {
        folder = try TemporaryFolder()
        reference = ProviderReference(id: "a", dialect: "b", endpoint: try Endpoint("https://api.example.com/v1"))
    }

    private func journal() throws -> FileJournal {
        try FileJournal(
            folder: folder.path,
            environment: EngineEnvironment(clock: clock)
        )
    }

    private func task(_ id: String, remote: String? = nil, at base: String? = nil) throws -> VideoTask {
        var reference = reference
        if let base { reference.endpoint = try Endpoint(base) }
        var task = VideoTask(
            id: try #require(VideoTask.ID(rawValue: id)),
            provider: reference,
            request: VideoRequest(prompt: "boat"),
            createdAt: clock.now
        )
        task.remote = remote.map { RemoteTask(id: $0) }
        task.state = .queued
        return task
    }

    /// The path of the file that an ID is in, and its line.
    private func line(of remote: String, _ id: String) -> (path: String, text: String) {
        let key = RemoteIDKey(remote, at: reference.endpoint)
        return ("\(ids)/\(key.shard)", "\(key.digits) \(id)\n")
    }

    private func put(_ text: String, at path: String) throws {
        try FileManager.default.createDirectory(atPath: ids, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func owner(_ remote: String) throws -> String? {
        try journal().remoteIDs.owner(of: remote, at: reference.endpoint)?.rawValue
    }

    @Test("The first claim of an ID counts, at its provider alone and in every process")
    func claims() async throws {
        let first = try task("v1-aaaa")
        let second = try task("v2-bbbb")
        let remote = RemoteTask(id: "../etc\n\u{0} v9-zzzz")
        #expect(try await journal().remoteIDs.claim(remote, for: first) == nil)
        #expect(try await journal().remoteIDs.claim(remote, for: first) == nil)
        #expect(try await journal().remoteIDs.claim(remote, for: second) == first.id)
        #expect(try await journal().remoteIDs.claim(remote, for: task("v3-cccc", at: "https://other.example")) == nil)
        let same = try task("v4-dddd", at: "https://api.example.com/v1/")
        #expect(try await journal().remoteIDs.claim(remote, for: same) == first.id)
        // Whatever a provider sends, names and lines are of this program's own making.
        let names = try FileManager.default.contentsOfDirectory(atPath: ids)
        #expect(names.count == 2, "one ID at two providers")
        for name in names {
            #expect(name.utf8.count == 2)
            let text = try String(contentsOfFile: "\(ids)/\(name)", encoding: .utf8)
            #expect(text.wholeMatch(of: #/([0-9a-f]{32} v\d+-[a-z2-9]{4}\n)+/#) != nil)
        }
    }

    @Test("Of many that claim one ID at once, one gets it")
    func race() async throws {
        let results = try await withThrowingTaskGroup(of: VideoTask.ID?.self) { group in
            for number in 1...8 {
                let task = try task("v\(number)-aaaa")
                let journal = try journal()
                group.addTask { await journal.remoteIDs.claim(RemoteTask(id: "one"), for: task) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.filter { $0 == nil }.count == 1)
        #expect(Set(results.compactMap(\.self)).count == 1)
    }

    @Test("A journal of a version without the index opens unchanged, and its first purchase takes its tasks in")
    func rebuilt() async throws {
        let bench = try Bench()
        let old = try await bench.submit()
        try FileManager.default.removeItem(atPath: bench.folder.path + "/ids")
        func files() throws -> [String: Data] {
            let names = try FileManager.default.subpathsOfDirectory(atPath: bench.folder.path)
            return Dictionary(
                uniqueKeysWithValues: names.map {
                    ($0, FileManager.default.contents(atPath: "\(bench.folder.path)/\($0)") ?? Data())
                }
            )
        }
        let before = try files()
        let journal = try FileJournal(folder: bench.folder.path, environment: EngineEnvironment(clock: bench.clock))
        #expect(try journal.tasks() == [old])
        #expect(try files() == before)
        let client = VideoClient(
            providers: [bench.provider],
            journal: journal,
            environment: EngineEnvironment(clock: bench.clock)
        )
        let warnings = Counter()
        try await client.submit(VideoRequest(prompt: "a cat"), using: "scripted") {
            if case .warning(_, let text) = $0 { warnings.add(text) }
        }
        #expect(warnings.texts.first?.contains("\(old.id)") == true)
    }

    @Test("What the index lacks is in the journal: an ID that was written without it is not taken")
    func lost() async throws {
        let bench = try Bench {
            $0.submits = [.success(.accepted), .failure(Bench.lost)]
            $0.pages = [TaskPage([.row("remote-1")])]
        }
        let known = try await bench.submit()
        _ = await bench.failure { try await bench.submit() }
        let unknown = try #require(try bench.journal.tasks().last)
        let ids = bench.folder.path + "/ids"
        let shards = try FileManager.default.contentsOfDirectory(atPath: ids).filter { $0 != "complete" }
        #expect(shards.count == 1)
        for name in shards { try FileManager.default.removeItem(atPath: "\(ids)/\(name)") }
        let failure = await bench.failure { try await bench.client.resolve(unknown.id, as: .taken("remote-1")) }
        #expect(failure?.message.contains("\(known.id)") == true)
        #expect(await bench.failure { try await bench.client.resolve(unknown.id, as: .askProvider) } != nil)
        #expect(try bench.journal.task(unknown.id)?.remote == nil)
    }

    @Test("Whole lines count, whatever a crash or a power loss has left around them")
    func torn() async throws {
        let (path, first) = line(of: "one", "v1-aaaa")
        let digits = first.prefix(32)
        for rest in ["", String(first.prefix(20)), "\(digits) v1-aa", "\0\0\0\0", "\(digits) \n", "\(digits) v0-zz\n"] {
            try put(rest, at: path)
            #expect(try owner("one") == nil, "\(rest)")
            #expect(try await journal().remoteIDs.claim(RemoteTask(id: "one"), for: task("v2-bbbb")) == nil)
            #expect(try owner("one") == "v2-bbbb", "\(rest)")
            let other = try await journal().remoteIDs.claim(RemoteTask(id: "one"), for: task("v3-cccc"))
            #expect(other?.rawValue == "v2-bbbb")
        }
        // The line before was lost, its line end with it.
        try put("\0\0\0\0\(first)", at: path)
        #expect(try owner("one") == "v1-aaaa")
    }

    @Test("An index that cannot be used stops no purchase; what needs to be certain of an ID stops")
    func broken() async throws {
        let bench = try Bench { $0.submits = [.success(.accepted), .failure(Bench.lost)] }
        try Data().write(to: URL(fileURLWithPath: bench.folder.path + "/ids"))
        #expect(try await bench.submit().remote?.id == "remote-1")
        _ = await bench.failure { try await bench.submit() }
        let unknown = try #require(try bench.journal.tasks().last)
        let failure = await bench.failure { try await bench.client.resolve(unknown.id, as: .taken("two")) }
        #expect(failure?.code == .storageFailed)
        #expect(throws: VideoError.self) { try bench.journal.remoteIDs.owner(of: "x", at: reference.endpoint) }
    }

    @Test("A disk that becomes full in the middle of a line costs the line, not the purchase and not the index")
    func fullDisk() async throws {
        let disk = FullIndexDisk()
        let ids = try FileJournal(
            folder: folder.path,
            environment: EngineEnvironment(disk: disk, clock: clock)
        ).remoteIDs
        disk.room.withLock { $0 = 10 }
        #expect(try await ids.claim(RemoteTask(id: "one"), for: task("v1-aaaa")) == nil)
        #expect(try owner("one") == nil)
        await #expect(throws: DiskError.self) { try await ids.keep([task("v1-aaaa", remote: "one")]) }
        disk.room.withLock { $0 = .max }
        try await ids.keep([task("v1-aaaa", remote: "one")], synced: true)
        #expect(try owner("one") == "v1-aaaa")
    }

    @Test("A lock that another process keeps is waited for, not for ever, and the purchase goes on without it")
    func locked() async throws {
        let (path, _) = line(of: "one", "v1-aaaa")
        try put("", at: path)
        let file = try POSIXDisk().open(path, .update)
        #expect(try file.tryLock())
        defer { file.close() }
        let ids = try journal().remoteIDs
        #expect(try await ids.claim(RemoteTask(id: "one"), for: task("v1-aaaa")) == nil)
        #expect(clock.uptime <= .seconds(2) && clock.uptime > .seconds(1))
        let error = await #expect(throws: VideoError.self) {
            try await ids.withClaim(of: "one", for: task("v2-bbbb")) {}
        }
        #expect(error?.code == .busy)
        await #expect(throws: VideoError.self) { try await ids.keep([task("v1-aaaa", remote: "one")]) }
    }

    @Test("Work that fails claims nothing, and work that an owner forbids is not begun")
    func withClaim() async throws {
        let ids = try journal().remoteIDs
        let first = try task("v1-aaaa")
        await #expect(throws: CancellationError.self) {
            try await ids.withClaim(of: "one", for: first) { throw CancellationError() }
        }
        #expect(try owner("one") == nil)
        try await ids.withClaim(of: "one", for: first) {}
        await #expect(throws: VideoError.self) {
            try await ids.withClaim(of: "one", for: task("v2-bbbb")) { Issue.record("the ID is another task's") }
        }
    }

    @Test("Pruning puts an ID on disk before it removes the task, and removes nothing if it cannot")
    func pruning() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.failed))] }
        let task = try await bench.submit()
        for try await _ in bench.client.updates(of: task.id) {}
        let ids = bench.folder.path + "/ids"
        try FileManager.default.removeItem(atPath: ids)
        try Data().write(to: URL(fileURLWithPath: ids))
        await #expect(throws: VideoError.self) { try await bench.journal.prune(olderThan: .zero) }
        #expect(try bench.journal.tasks().map(\.id) == [task.id])
        try FileManager.default.removeItem(atPath: ids)
        #expect(try await bench.journal.prune(olderThan: .zero) == 1)
        #expect(try bench.journal.remoteIDs.owner(of: "remote-1", at: task.provider.endpoint) == task.id)
    }
}

/// The machine's disk, with little room for the index.
private final class FullIndexDisk: ForwardingDisk {
    let disk = POSIXDisk()
    let room = Mutex(Int.max)

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        File(file: try disk.open(path, mode), disk: self)
    }

    private final class File: ForwardingFile {
        let file: any DiskFile
        let disk: FullIndexDisk

        init(file: any DiskFile, disk: FullIndexDisk) {
            self.file = file
            self.disk = disk
        }

        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
            let room = disk.room.withLock { $0 }
            try file.write(Array(bytes.prefix(room)), at: offset)
            if room < bytes.count { throw DiskError(errno: ENOSPC, operation: "write", path: "ids") }
        }
    }
}
