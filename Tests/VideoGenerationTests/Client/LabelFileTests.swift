import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The files of labels survive crashes and pruning", .timeLimit(.minutes(20)))
struct LabelFileTests {
    private func submit(_ bench: RouteBench, again: Bool = false, prompt: String = "a paper boat")
        async throws(VideoError) -> VideoTask
    {
        try await bench.client.submit(
            VideoRequest(prompt: prompt, model: "film"),
            using: "first",
            label: "scene",
            again: again
        )
    }

    private func labelFile(_ bench: RouteBench) throws -> String {
        let folder = bench.folder.path + "/state/labels"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return "\(folder)/\(try #require(names.first))"
    }

    @Test("The claim of a process that ended before its task was written is taken over", arguments: [true, false])
    func voidClaim(leavesFile: Bool) async throws {
        let bench = try RouteBench(["first"])
        let label = try TaskLabel("scene")
        let make: (VideoTask.ID) -> VideoTask = {
            VideoTask(
                id: $0,
                provider: bench["first"].info.reference,
                request: RouteBench.request,
                createdAt: bench.clock.now,
                label: "scene"
            )
        }
        guard case .created(let log) = try await bench.journal.create(under: label, make) else {
            return #expect(Bool(false), "the label was in use")
        }
        log.close()
        let path = bench.journal.path(log.task.id)
        if leavesFile {
            try Data("{\"seq".utf8).write(to: URL(fileURLWithPath: path))
        } else {
            try FileManager.default.removeItem(atPath: path)
        }
        let other = try bench.reopened()
        #expect(try await other.client.task(labeled: "scene") == nil)
        let task = try await submit(other, prompt: "another boat")
        #expect(task.id != log.task.id && bench.billed.count == 1)
        #expect(try await bench.reopened().client.task(labeled: "scene")?.id == task.id)
    }

    @Test("A torn line at the end of a label's file does not free the label")
    func tornLine() async throws {
        let bench = try RouteBench(["first"])
        let task = try await submit(bench)
        let path = try labelFile(bench)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for torn in [#"{"digest":"00","id":"v9"#, "\n{", "\0\0\0\0", "\n\0\n", "{}\n", "\n[1]\n"] {
            try (bytes + Data(torn.utf8)).write(to: URL(fileURLWithPath: path))
            let other = try bench.reopened()
            #expect(try await submit(other).id == task.id, "\(torn)")
            let failure = await bench.failure { try await submit(other, prompt: "another boat") }
            #expect(failure?.code == .labelInUse)
        }
        #expect(bench.billed.count == 1)
    }

    @Test("Every beginning of a label's file belongs to a process that had sent nothing, and never buys twice")
    func everyBeginning() async throws {
        let bench = try RouteBench(["first"])
        let task = try await submit(bench)
        let path = try labelFile(bench)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // The line is complete without its line end.
        try bytes.dropLast().write(to: URL(fileURLWithPath: path))
        #expect(try await submit(bench.reopened()).id == task.id)
        // The claim is written again before the task is sent. A torn second line leaves the first one.
        try bytes.dropLast(2).write(to: URL(fileURLWithPath: path))
        #expect(try await bench.reopened().client.task(labeled: "scene")?.id == task.id)
        let end = try #require(bytes.dropFirst().firstIndex(of: 0x0A))
        try bytes[..<(end - 1)].write(to: URL(fileURLWithPath: path))
        #expect(try await bench.reopened().client.task(labeled: "scene") == nil)
    }

    @Test(
        "A pruned task is returned by its label without its request, and buys nothing",
        arguments: [
            VideoTask.State.stored, .failed,
        ]
    )
    func prunedBought(_ state: VideoTask.State) async throws {
        let bench = try RouteBench(["first"])
        let task = try await submit(bench)
        try await bench.end(task, as: state)
        #expect(try await bench.client.prune(olderThan: .zero) == 1)
        #expect(try bench.tasks.isEmpty)
        let other = try bench.reopened()
        let known = try await submit(other)
        #expect(known.id == task.id && known.state == state && known.request.prompt.isEmpty)
        #expect(known.remote?.id == "first-1")
        let failure = await bench.failure { try await submit(other, prompt: "another boat") }
        #expect(failure?.code == .labelInUse)
        #expect(bench.billed.count == 1)
        // The file has no prompt.
        #expect(try !String(contentsOfFile: labelFile(bench), encoding: .utf8).contains("paper"))
    }

    @Test("A pruned task that bought nothing is submitted again under its label")
    func prunedRefused() async throws {
        let bench = try RouteBench(["first"])
        bench["first"].respond(.funds)
        let failure = await bench.failure { try await submit(bench) }
        #expect(try await bench.client.prune(olderThan: .zero) == 1)
        let next = try await submit(bench.reopened())
        #expect(next.state == .queued && bench.billed.count == 1)
        #expect(next.id != failure?.localID)
        #expect(try await bench.reopened().client.task(labeled: "scene")?.id == next.id)
        #expect(try await submit(bench.reopened()).id == next.id)
    }

    @Test("A pruned task that failed after it was bought is bought again only with `again`")
    func prunedAgain() async throws {
        let bench = try RouteBench(["first"])
        let task = try await submit(bench)
        try await bench.end(task, as: .failed)
        try await bench.client.prune(olderThan: .zero)
        #expect(try await submit(bench.reopened()).id == task.id)
        let next = try await submit(bench.reopened(), again: true)
        #expect(next.id != task.id && next.state == .queued)
        #expect(bench.billed == ["first-1", "first-2"])
        #expect(try await submit(bench.reopened()).id == next.id)
    }

    @Test("A task that was to replace a pruned one, and was not sent, leaves the label with what was bought")
    func prunedAndNotSent() async throws {
        let bench = try RouteBench(["first"], settings: .init(budget: Budget(seconds: 5)))
        let request = VideoRequest(prompt: "a paper boat", model: "film", seconds: 5)
        func submit(_ bench: RouteBench, again: Bool = false) async throws(VideoError) -> VideoTask {
            try await bench.client.submit(request, using: "first", label: "scene", again: again)
        }
        let task = try await submit(bench)
        try await bench.end(task, as: .failed)
        try await bench.client.prune(olderThan: .zero)
        let failure = await bench.failure { try await submit(bench.reopened(), again: true) }
        #expect(failure?.code == .budgetExceeded)
        let rich = try bench.reopened(settings: .init())
        #expect(try await submit(rich).id == task.id)
        #expect(bench.billed == ["first-1"])
        #expect(try await submit(rich, again: true).id != task.id)
    }

    @Test("A route counts the purchases of a pruned task")
    func prunedPurchases() async throws {
        let bench = try RouteBench(["first"])
        var seed: UInt64 = 2
        func submit(attempts: Int) async throws -> VideoTask {
            seed += 1
            return try await bench.reopened(seed: seed).submit(bench.route(attempts: attempts), label: "scene")
        }
        let first = try await submit(attempts: 2)
        try await bench.end(first, as: .failed)
        try await bench.client.prune(olderThan: .zero)
        let second = try await submit(attempts: 2)
        #expect(second.id != first.id)
        try await bench.end(second, as: .failed)
        #expect(try await submit(attempts: 2).id == second.id)
        try await bench.client.prune(olderThan: .zero)
        #expect(try await submit(attempts: 2).id == second.id)
        #expect(bench.billed == ["first-1", "first-2"])
        #expect(try await submit(attempts: 3).id != second.id)
    }

    @Test("A label whose file has grown large keeps its task")
    func largeFile() async throws {
        let bench = try RouteBench(["first"])
        let task = try await submit(bench)
        let path = try labelFile(bench)
        let record = try Data(contentsOf: URL(fileURLWithPath: path))
        let earlier = Data((String(repeating: "{}", count: 50) + "\n").utf8)
        let padding = Data(repeatElement(earlier, count: 12_000).joined())
        try (padding + record).write(to: URL(fileURLWithPath: path))
        #expect(try await submit(bench.reopened()).id == task.id)
        #expect(bench.billed.count == 1)
    }

    @Test("Only forgetting frees the label of a pruned task, and it keeps the labels of the others")
    func forgetting() async throws {
        let bench = try RouteBench(["first"])
        let task = try await submit(bench)
        let running = try await bench.client.submit(RouteBench.request, using: "first", label: "running")
        try await bench.end(task, as: .stored)
        try await bench.client.prune(olderThan: .zero)
        #expect(try await submit(bench).id == task.id)
        try await bench.client.prune(olderThan: .zero, forgettingLabels: true)
        #expect(try await bench.reopened().client.task(labeled: "scene") == nil)
        let next = try await submit(bench.reopened(), prompt: "another boat")
        #expect(next.id != task.id && next.state == .queued)
        #expect(try await bench.client.task(labeled: "running")?.id == running.id)
        #expect(bench.billed.count == 3)
    }

    @Test("A process that ended in the middle of a prune leaves the label with its task")
    func interruptedPrune() async throws {
        let bench = try RouteBench(["first"])
        let task = try await submit(bench)
        try await bench.end(task, as: .stored)
        let path = bench.journal.path(task.id)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try await bench.client.prune(olderThan: .zero)
        // The file of the task was not removed yet.
        try bytes.write(to: URL(fileURLWithPath: path))
        let other = try bench.reopened()
        #expect(try await submit(other).id == task.id)
        try await other.client.prune(olderThan: .zero)
        #expect(try await submit(bench.reopened()).id == task.id)
        #expect(bench.billed.count == 1)
    }
}
