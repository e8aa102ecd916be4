import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A task that waits outlives its process, and only a submit sends it", .timeLimit(.minutes(20)))
struct WaitingTests {
    /// A bench at its limit of one task.
    private func bench(disk: any Disk = UnsyncedDisk()) async throws -> (RouteBench, blocker: VideoTask) {
        let bench = try RouteBench(["first"], clock: ManualClock(isAutomatic: false), disk: disk) {
            $0.limits.inFlight = 1
        }
        return (bench, try await bench.client.submit(VideoRequest(prompt: "blocker", model: "film"), using: "first"))
    }

    @Test("It holds no lock and no open file")
    func noDescriptor() async throws {
        let disk = HookedDisk()
        let (bench, _) = try await bench(disk: disk)
        let before = disk.openPaths
        var ends: [Task<VideoTask, any Error>] = []
        for number in 0..<50 { ends.append(try await bench.waiting("\(number)").end) }
        try await bench.clock.hasSleeper()
        #expect(disk.openPaths == before)
        #expect(before.isEmpty, "\(before)")
        let other = try bench.reopened()
        for task in try other.tasks.dropFirst() {
            let log = try await other.journal.reserve(task.id)
            #expect(log.task.state == .intent)
            log.close()
        }
        for end in ends { end.cancel() }
        for end in ends {
            let failure = await bench.failure { try await bench.advancing { try await end.value } }
            #expect(failure?.code == .cancelled && failure?.purchase == VideoError.Purchase.none)
        }
        #expect(bench.billed.count == 1)
    }

    @Test("It is read as `intent` by another process, which can send it")
    func reopened() async throws {
        let (bench, blocker) = try await bench()
        let (task, end) = try await bench.waiting("waits")
        let other = try bench.reopened()
        #expect(try other.journal.task(task.id)?.state == .intent)
        #expect(try await other.client.unfinished().map(\.id) == [blocker.id, task.id])
        try await other.end(blocker, as: .failed)
        let sent = try await bench.advancing { try await other.client.submit(waiting: task.id) }
        #expect(sent.id == task.id && sent.state == .queued)
        // The first process finds it sent.
        #expect(try await bench.advancing { try await end.value }.remote?.id == sent.remote?.id)
        #expect(bench.billed.count == 2)
        // It does not wait any more, and nothing is sent again.
        #expect(try await other.client.submit(waiting: task.id).id == task.id)
        #expect(bench.billed.count == 2)
    }

    @Test("Two processes that send it at the same moment send it once")
    func sentOnce() async throws {
        let (bench, blocker) = try await bench()
        let (task, end) = try await bench.waiting("waits")
        let others = try (2..<6).map { try bench.reopened(seed: $0) }
        try await bench.end(blocker, as: .failed)
        let ids = try await bench.advancing {
            try await withThrowingTaskGroup(of: String?.self) { group in
                for other in others { group.addTask { try await other.client.submit(waiting: task.id).remote?.id } }
                group.addTask { try await end.value.remote?.id }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(ids.count == 5 && Set(ids) == ["first-2"])
        #expect(bench.billed.count == 2)
    }

    @Test("A plain resume throws notSubmitted and sends nothing, also if there is room")
    func resume() async throws {
        let (bench, blocker) = try await bench()
        let kept = try await abandoned(bench)
        for isFree in [false, true] {
            if isFree { try await bench.end(blocker, as: .failed) }
            let failure = await bench.failure { try await bench.reopened().client.resume(kept.id) }
            #expect(failure?.code == .notSubmitted && failure?.purchase == VideoError.Purchase.none)
            #expect(failure?.localID == kept.id)
            #expect(try bench.journal.task(kept.id)?.state == .intent)
        }
        #expect(bench.billed.count == 1)
    }

    /// A task that waits and whose process has ended.
    private func abandoned(_ bench: RouteBench, _ request: VideoRequest = RouteBench.request) async throws
        -> VideoTask
    {
        let digest = try bench.client.load(request).request.digest()
        let creation = try await bench.journal.create(under: nil) {
            VideoTask(
                id: $0,
                provider: bench["first"].info.reference,
                request: request,
                createdAt: bench.clock.now,
                digest: digest
            )
        }
        guard case .created(let log) = creation else { throw VideoError(.busy, "no task") }
        log.close()
        return log.task
    }

    @Test(
        "Parts of a request that the journal does not keep are not guessed",
        arguments: ["prompt", "file", "query", "bytes"]
    )
    func incomplete(_ part: String) async throws {
        let bench = try RouteBench(["first"])
        var request = RouteBench.request
        let path = bench.folder.path + "/a.png"
        let picture = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 7, count: 64))
        switch part {
        case "prompt": request.isPrivate = true
        case "file":
            try picture.write(to: URL(fileURLWithPath: path))
            request.firstFrame = .file(path)
        case "query":
            request.firstFrame = .url(try #require(HTTPURL("https://pictures.example.com/a.png?signature=secret")))
        default: request.firstFrame = .data(picture, .png)
        }
        let task = try await abandoned(bench, request)
        if part == "file" { try (picture + Data([1])).write(to: URL(fileURLWithPath: path)) }
        let other = try bench.reopened()
        let failure = await bench.failure { try await other.client.submit(waiting: task.id) }
        #expect(failure?.code == .notSubmitted && failure?.purchase == VideoError.Purchase.none)
        #expect(failure?.localID == task.id)
        #expect(bench.asked.isEmpty)
        #expect(try other.journal.task(task.id)?.state == .intent)
        if part == "file" {
            try picture.write(to: URL(fileURLWithPath: path))
            #expect(try await other.client.submit(waiting: task.id).state == .queued)
        }
    }

    @Test("It can be canceled, and is not sent then, while its submit throws `cancelled`")
    func cancel() async throws {
        let (bench, blocker) = try await bench()
        let (task, end) = try await bench.waiting("waits")
        #expect(try await bench.reopened().client.cancel(task.id) == .cancelled)
        #expect(try bench.journal.task(task.id)?.state == .cancelled)
        try await bench.end(blocker, as: .failed)
        let failure = await bench.failure { try await bench.advancing { try await end.value } }
        #expect(failure?.code == .cancelled && failure?.purchase == VideoError.Purchase.none)
        #expect(bench.billed.count == 1)
        #expect(try bench.journal.task(task.id)?.state == .cancelled)
    }

    @Test("A caller that is cancelled while its task waits buys nothing")
    func cancelledCaller() async throws {
        let (bench, blocker) = try await bench()
        let (task, end) = try await bench.waiting("waits")
        end.cancel()
        let failure = await bench.failure { try await bench.advancing { try await end.value } }
        #expect(failure?.code == .cancelled && failure?.purchase == VideoError.Purchase.none)
        try await bench.end(blocker, as: .failed)
        #expect(bench.billed.count == 1)
        let state = try bench.reopened().journal.task(task.id)?.state
        #expect(state == nil || state == .cancelled)
        // The room is not lost.
        #expect(try await bench.client.submit(RouteBench.request, using: "first").state == .queued)
    }

    // MARK: - Order

    /// Ends each task as soon as it is accepted, so that the next one may be sent.
    private func end(_ ends: [Task<VideoTask, any Error>], _ bench: RouteBench) async throws {
        try await bench.advancing {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for end in ends {
                    group.addTask {
                        try await bench.end(try await end.value, as: .failed)
                        bench.clock.advance(by: .seconds(1))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("A higher priority is first, and the order of creation within one priority")
    func priorities() async throws {
        let (bench, blocker) = try await bench()
        var ends: [Task<VideoTask, any Error>] = []
        for (number, priority) in [0, 5, 0, -1, 5, 0].enumerated() {
            ends.append(try await bench.waiting("\(number) at \(priority)", priority: priority).end)
        }
        try await bench.end(blocker, as: .failed)
        try await end(ends, bench)
        #expect(
            bench["first"].arrivals.dropFirst().map(\.request.prompt) == [
                "1 at 5", "4 at 5", "0 at 0", "2 at 0", "5 at 0", "3 at -1",
            ]
        )
    }

    @Test("Two processes keep the order of creation")
    func orderOfTwo() async throws {
        let (bench, blocker) = try await bench()
        let benches = [bench, try bench.reopened()]
        var ends: [Task<VideoTask, any Error>] = []
        for number in 0..<10 {
            ends.append(try await benches[number % 2].waiting("\(number)").end)
            bench.clock.advance(by: .milliseconds(10))
        }
        try await bench.end(blocker, as: .failed)
        try await end(ends, bench)
        #expect(bench["first"].arrivals.dropFirst().map(\.request.prompt) == (0..<10).map(String.init))
    }

    @Test("A thousand tasks that wait are sent once")
    func thousand() async throws {
        let (bench, blocker) = try await bench()
        var ends: [Task<VideoTask, any Error>] = []
        for number in 0..<1_000 { ends.append(try await bench.waiting("\(number)").end) }
        #expect(bench.billed.count == 1)
        try await bench.end(blocker, as: .failed)
        try await end(ends, bench)
        // The clock of the test jumps, so that a grant can age. Its task asks again then, after the next one.
        let prompts = bench["first"].arrivals.dropFirst().compactMap { Int($0.request.prompt) }
        #expect(prompts.sorted() == Array(0..<1_000))
        #expect(bench.billed.count == 1_001)
    }
}
