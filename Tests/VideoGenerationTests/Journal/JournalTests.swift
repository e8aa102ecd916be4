import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration

@Suite struct JournalTests {
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

    @Test("A task's file tells that it was removed under the hands of a purchase")
    func removedMeanwhile() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let record = try bench.journal.begin {
            VideoTask(id: $0, provider: task.provider, request: task.request, createdAt: task.createdAt)
        }
        defer { record.close() }
        #expect(try record.isLinked)
        try FileManager.default.removeItem(atPath: file(of: record.task, in: bench))
        try record.append(.refused) { $0.state = .failed }
        #expect(try !record.isLinked)
    }

    @Test("J1 zeros behind the last line, as a power loss leaves them, are dropped")
    func zeros() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let path = file(of: task, in: bench)
        try (try bytes(path) + Data(count: 64) + Data([0x0A])).write(to: URL(fileURLWithPath: path))
        #expect(try bench.journal.task(task.id)?.remote?.id == "remote-1")
        try await bench.journal.record(.status, of: task.id) { $0.state = .running }
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
        try await bench.journal.record(.status, of: task.id) { $0.state = .running }
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

    @Test("S21 a process that ended before `submitting` was written bought nothing")
    func abandonedIntent() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let path = file(of: task, in: bench)
        let lines = try bytes(path).split(separator: 0x0A)
        try (Data(lines[0]) + Data([0x0A])).write(to: URL(fileURLWithPath: path))
        #expect(try bench.journal.task(task.id)?.state == .failed)
        #expect(try bench.journal.task(task.id)?.failure?.code == .notSent)
    }

    @Test("An illegal step is refused, and the task stands where it stood")
    func illegalStep() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        await #expect(throws: VideoError.self) {
            try await bench.journal.record(.stored, of: task.id) { $0.state = .stored }
        }
        #expect(try bench.journal.task(task.id)?.state == .queued)
    }

    @Test("J3 two journals on one folder make tasks of their own and write without tearing")
    func twoWriters() async throws {
        let bench = try Bench()
        let other = try Journal(folder: bench.folder.path, clock: bench.clock, random: SeededRandom(seed: 99))
        let task = try await bench.submit()
        await withTaskGroup(of: Void.self) { group in
            for journal in [bench.journal, other] {
                group.addTask {
                    for _ in 0..<50 {
                        _ = try? await journal.record(.status, of: task.id, synced: false) {
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
            to: "scripted"
        )
        #expect(try bytes(file(of: task, in: bench)).range(of: Data("surprise".utf8)) == nil)
    }

    @Test("Pruning removes old tasks at their end and nothing else")
    func prune() async throws {
        let bench = try Bench { $0.submits = [.success(.accepted), .failure(VideoError(.refused, "no"))] }
        let open = try await bench.submit()
        _ = await bench.failure { try await bench.submit() }
        #expect(try bench.journal.prune(olderThan: .seconds(60)) == 0)
        try await bench.clock.sleep(for: .seconds(120))
        #expect(try bench.journal.prune(olderThan: .seconds(60)) == 1)
        #expect(try bench.journal.tasks().map(\.id) == [open.id])
    }
}
