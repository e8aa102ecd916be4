import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct JournalTests {
    private func file(of task: VideoTask, in bench: Bench) -> String {
        "\(bench.folder.path)/tasks/\(task.id).jsonl"
    }

    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    @Test(
        "J1 a torn last line is dropped, what stands before it is kept, and the next write repairs the file"
    )
    func tornLine() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running)), .success(.told(.failed))] }
        let task = try await bench.submit()
        let path = file(of: task, in: bench)
        let whole = try bytes(path)
        let torn = Data(#"{"sequence":9,"event":"sto"#.utf8)
        try (whole + torn).write(to: URL(fileURLWithPath: path))
        #expect(try bench.journal.task(task.id)?.state == .queued)
        for try await _ in bench.client.updates(of: task.id) {}
        let repaired = try bytes(path)
        #expect(repaired.starts(with: whole))
        #expect(repaired.range(of: torn) == nil)
        #expect(try bench.journal.history(of: task.id).map(\.sequence) == Array(1...5))
    }

    @Test("What is no file in the journal holds nothing up, is told of, and is left as it is")
    func hostileFiles() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let tasks = bench.folder.path + "/tasks"
        #expect(mkfifo(tasks + "/v7-aaaa.jsonl", 0o600) == 0)
        #expect(symlink(file(of: task, in: bench), tasks + "/v8-aaaa.jsonl") == 0)
        #expect(symlink("/dev/zero", tasks + "/v9-aaaa.jsonl") == 0)
        #expect(mkdir(tasks + "/v10-aaaa.jsonl", 0o700) == 0)
        // Eight exbibytes that take no room on disk.
        let sparse = open(tasks + "/v11-aaaa.jsonl", O_CREAT | O_RDWR, 0o600)
        #expect(ftruncate(sparse, 1 << 40) == 0)
        close(sparse)
        let found = try bench.journal.tasks()
        #expect(found.map(\.id) == [task.id])
        #expect(try bench.journal.unreadable(besides: found).count == 5)
        #expect(try await bench.submit().id.number == task.id.number + 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: tasks).count == 7)
    }

    @Test("A folder that cannot be read to its end is an error, and no short list of tasks")
    func folderThatBreaksOff() async throws {
        let bench = try Bench()
        try await bench.submit()
        let disk = BreakingDisk()
        let journal = try FileJournal(folder: bench.folder.path, environment: EngineEnvironment(disk: disk))
        disk.isBroken.store(true, ordering: .relaxed)
        #expect(throws: VideoError.self) { try journal.tasks() }
        #expect(throws: VideoError.self) { try journal.latest(3) }
        await #expect(throws: VideoError.self) { try await journal.prune(olderThan: .zero) }
        #expect(throws: VideoError.self) {
            try FileJournal(
                folder: bench.folder.path,
                environment: EngineEnvironment(disk: disk)
            )
        }
    }

    @Test(
        "A state folder that others can write is refused, and so are its own folders",
        arguments: ["", "/tasks", "/parts"]
    )
    func sharedFolder(name: String) throws {
        let folder = try TemporaryFolder()
        _ = try FileJournal(folder: folder.path)
        for mode in [0o770, 0o777, 0o1777] as [mode_t] {
            #expect(chmod(folder.path + name, mode) == 0)
            let error = #expect(throws: VideoError.self) { try FileJournal(folder: folder.path) }
            #expect(error?.code == .storageFailed && error?.message.contains("Other users") == true)
        }
        #expect(chmod(folder.path + name, 0o700) == 0)
        _ = try FileJournal(folder: folder.path)
    }

    @Test("The folder of the tasks is no symbolic link, and the state folder may be one")
    func linkedFolders() throws {
        let folder = try TemporaryFolder()
        #expect(mkdir(folder.path + "/real", 0o700) == 0 && mkdir(folder.path + "/elsewhere", 0o700) == 0)
        #expect(symlink("real", folder.path + "/state") == 0)
        _ = try FileJournal(folder: folder.path + "/state")
        #expect(rmdir(folder.path + "/real/tasks") == 0)
        #expect(symlink("../elsewhere", folder.path + "/real/tasks") == 0)
        #expect(throws: VideoError.self) { try FileJournal(folder: folder.path + "/state") }
    }

    @Test("Pruning takes what is left of the downloads of tasks that are gone, and no other")
    func orphanedParts() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let parts = bench.journal.partsFolder
        let disk = POSIXDisk()
        for name in ["v9-aaaa.part", "v9-aaaa.part.json", "v9-aaaa.part.json.new", "v8-aaaa.part.json.new"] {
            try disk.open("\(parts)/\(name)", .create).write([1], at: 0)
        }
        for name in ["\(task.id).part", "\(task.id).part.json", "notes.txt"] {
            try disk.open("\(parts)/\(name)", .create).close()
        }
        let held = try disk.open(parts + "/v7-aaaa.part", .create)
        #expect(try held.tryLock())
        try await bench.journal.prune(olderThan: .seconds(1))
        #expect(
            try disk.names(in: parts).sorted()
                == ["\(task.id).part", "\(task.id).part.json", "notes.txt", "v7-aaaa.part"].sorted()
        )
        held.close()
    }

    @Test("An id with controls in it is kept to the last bit, and the journal can be looked at all the same")
    func hostileID() async throws {
        let id = "task\u{1B}[2J\u{9B}31m\u{202E}\u{2028}\u{E0041}\u{F8FF}\u{200B}\u{7F}\u{1F6A3}"
        let bench = try Bench {
            $0.submits = [.success(TaskSnapshot(RemoteTask(id: id), .queued, rawStatus: "queued\u{9B}31m"))]
        }
        let task = try await bench.submit()
        let text = String(decoding: try bytes(file(of: task, in: bench)), as: UTF8.self)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isInvisible })
        let read = try FileJournal(folder: bench.folder.path).task(task.id)
        #expect(read?.remote?.id.unicodeScalars.elementsEqual(id.unicodeScalars) == true)
        #expect(read?.rawStatus?.unicodeScalars.contains { $0.isInvisible } == false)
    }

    @Test("A task's file tells that it was removed under the hands of a purchase")
    func removedMeanwhile() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let record = try await bench.journal.begin {
            VideoTask(id: $0, provider: task.provider, request: task.request, createdAt: task.createdAt)
        }
        defer { record.close() }
        #expect(try await record.isVisible)
        try FileManager.default.removeItem(atPath: file(of: record.task, in: bench))
        try await record.append(.refused) { $0.state = .failed }
        #expect(try await !record.isVisible)
    }

    @Test("J1 zeros behind the last line, as a power loss leaves them, are dropped")
    func zeros() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let path = file(of: task, in: bench)
        try (try bytes(path) + Data(count: 64) + Data([0x0A])).write(to: URL(fileURLWithPath: path))
        #expect(try bench.journal.task(task.id)?.remote?.id == "remote-1")
        try await bench.journal.append(.status, to: task.id) { $0.state = .running }
        #expect(!(try bytes(path).contains(0)))
    }

    @Test("J2 an entry of a newer version is passed over and kept")
    func newerEntry() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let path = file(of: task, in: bench)
        let newer = Data((#"{"sequence":4,"event":"teleported","shape":{"new":true}}"# + "\n").utf8)
        try (try bytes(path) + newer).write(to: URL(fileURLWithPath: path))
        #expect(try bench.journal.task(task.id)?.state == .queued)
        try await bench.journal.append(.status, to: task.id) { $0.state = .running }
        #expect(try bytes(path).range(of: newer) != nil)
        #expect(try bench.journal.task(task.id)?.state == .running)
    }

    @Test(
        "S21 a process that ended in the middle of a purchase leaves an unknown outcome, and nothing is sent"
    )
    func abandonedPurchase() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let path = file(of: task, in: bench)
        let lines = try bytes(path).split(separator: 0x0A)
        try (Data(lines[0...1].joined(separator: [0x0A])) + Data([0x0A])).write(
            to: URL(fileURLWithPath: path)
        )
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
        for try await update in bench.client.updates(of: task.id) { #expect(update.state == .outcomeUnknown) }
        #expect(bench.provider.submitCount == 1)
    }

    @Test("S21 a task whose process ended before `submitting` was written waits, and bought nothing")
    func abandonedIntent() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let path = file(of: task, in: bench)
        let lines = try bytes(path).split(separator: 0x0A)
        try (Data(lines[0]) + Data([0x0A])).write(to: URL(fileURLWithPath: path))
        #expect(try bench.journal.task(task.id)?.state == .intent)
        #expect(try bench.journal.task(task.id)?.purchase == VideoError.Purchase.none)
        await #expect(throws: VideoError.self) { try await bench.client.resume(task.id) }
        #expect(bench.provider.submitCount == 1)
    }

    @Test("An illegal step is refused, and the task stands where it stood")
    func illegalStep() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        await #expect(throws: VideoError.self) {
            try await bench.journal.append(.stored, to: task.id) { $0.state = .stored }
        }
        #expect(try bench.journal.task(task.id)?.state == .queued)
    }

    @Test("J3 two journals on one folder make tasks of their own and write without tearing")
    func twoWriters() async throws {
        let bench = try Bench()
        let other = try FileJournal(
            folder: bench.folder.path,
            environment: EngineEnvironment(clock: bench.clock, random: SeededRandom(seed: 99))
        )
        let task = try await bench.submit()
        await withTaskGroup(of: Void.self) { group in
            for journal in [bench.journal, other] {
                group.addTask {
                    for _ in 0..<50 {
                        _ = try? await journal.append(.status, to: task.id, synced: false) {
                            $0.state = .running
                        }
                    }
                }
            }
        }
        let history = try bench.journal.history(of: task.id)
        #expect(history.map(\.sequence) == Array(1...history.count))
        #expect(history.count > 50)
    }

    @Test("J5 a journal that cannot be written refuses to buy")
    func readOnly() async throws {
        let bench = try Bench()
        let tasks = bench.folder.path + "/tasks"
        try FileManager.default.removeItem(atPath: tasks)
        try Data().write(to: URL(fileURLWithPath: tasks))
        let failure = await bench.failure { try await bench.submit() }
        #expect(failure?.code == .storageFailed)
        #expect(bench.provider.submitCount == 0)
    }

    @Test("J7 order comes from numbers, whatever the wall clock says")
    func wrongClock() async throws {
        let bench = try Bench()
        let first = try await bench.submit()
        bench.clock.setWallClock(offset: -1_700_000_000)
        let second = try await bench.submit()
        #expect(try bench.journal.tasks().map(\.id) == [first.id, second.id])
    }

    @Test("K10 the journal is its owner's only")
    func permissions() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let manager = FileManager.default
        let file = try manager.attributesOfItem(atPath: file(of: task, in: bench))[.posixPermissions] as? Int
        let folder =
            try manager.attributesOfItem(atPath: bench.folder.path + "/tasks")[.posixPermissions] as? Int
        #expect(file == 0o600)
        #expect(folder == 0o700)
    }

    @Test("K11 a private prompt is not in the journal")
    func privatePrompt() async throws {
        let bench = try Bench()
        let task = try await bench.client.submit(
            VideoRequest(prompt: "a secret surprise party", isPrivate: true),
            using: "scripted"
        )
        #expect(try bytes(file(of: task, in: bench)).range(of: Data("surprise".utf8)) == nil)
    }

    @Test("Pruning removes old tasks at their end and nothing else")
    func prune() async throws {
        let bench = try Bench { $0.submits = [.success(.accepted), .failure(VideoError(.refused, "no"))] }
        let open = try await bench.submit()
        _ = await bench.failure { try await bench.submit() }
        #expect(try await bench.journal.prune(olderThan: .seconds(60)) == 0)
        try await bench.clock.sleep(for: .seconds(120))
        #expect(try await bench.journal.prune(olderThan: .seconds(60)) == 1)
        #expect(try bench.journal.tasks().map(\.id) == [open.id])
    }
}

/// The machine's disk, whose folders break off in the middle once it is told so.
private final class BreakingDisk: ForwardingDisk {
    let disk = POSIXDisk()
    let isBroken = Atomic(false)

    func names(in folder: String) throws -> [String] {
        if isBroken.load(ordering: .relaxed) { throw DiskError(errno: EIO, operation: "readdir", path: folder) }
        return try disk.names(in: folder)
    }
}
