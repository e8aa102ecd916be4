import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A label makes an app's own retry safe", .timeLimit(.minutes(20)))
struct LabelTests {
    private func bench() throws -> RouteBench { try RouteBench(["first", "second"]) }

    private func submit(
        _ bench: RouteBench,
        _ label: String = "scene-12",
        prompt: String = "a paper boat",
        using provider: String = "first",
        again: Bool = false
    ) async throws(VideoError) -> VideoTask {
        try await bench.client.submit(
            VideoRequest(prompt: prompt, model: "film"),
            using: provider,
            label: label,
            again: again
        )
    }

    // MARK: - The table

    @Test(
        "A task that runs or is stored is returned, also by another process and for another provider",
        arguments: [VideoTask.State.queued, .running, .succeeded, .stored]
    )
    func running(_ state: VideoTask.State) async throws {
        let bench = try bench()
        let task = try await submit(bench)
        if state != .queued { try await bench.end(task, as: state) }
        #expect(try await submit(bench).id == task.id)
        let other = try await submit(bench.reopened(), using: "second")
        #expect(other.id == task.id && other.state == state && other.provider.id == "first")
        let routed = try await bench.reopened().submit(label: "scene-12", again: true)
        #expect(routed.id == task.id)
        #expect(bench.billed == ["first-1"])
    }

    @Test("A task whose outcome is unknown is returned, and nothing is sent, also with `again`")
    func unknown() async throws {
        let bench = try bench()
        bench["first"].respond(.lost)
        let failure = await bench.failure { try await submit(bench) }
        #expect(failure?.purchase == .unknown)
        for again in [false, true] {
            let task = try await submit(bench.reopened(), using: "second", again: again)
            #expect(task.state == .outcomeUnknown && task.id == failure?.localID)
        }
        #expect(bench.billed.count == 1)
    }

    @Test("A task that its process left while it was sent is returned as unknown, and nothing is sent")
    func abandoned() async throws {
        let bench = try bench()
        let task = try await submit(bench)
        let path = bench.journal.path(task.id)
        // The file as it was before the response arrived.
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").prefix(2)
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let read = try await submit(bench.reopened(), again: true)
        #expect(read.state == .outcomeUnknown && read.id == task.id)
        #expect(bench.billed.count == 1)
    }

    @Test("A task that was refused gets a new attempt with an ID of its own, at whichever provider the caller names")
    func refused() async throws {
        let bench = try bench()
        bench["first"].respond(.funds)
        let failure = await bench.failure { try await submit(bench) }
        #expect(failure?.code == .insufficientFunds && failure?.purchase == VideoError.Purchase.none)
        let task = try await submit(bench.reopened(), using: "second")
        #expect(task.id == failure?.localID && task.state == .queued && task.provider.id == "second")
        #expect(task.attempts.map(\.provider.id) == ["first", "second"])
        #expect(task.attempts.map(\.purchase) == [.none, .made])
        let events = try bench.journal.history(of: task.id).map(\.event)
        #expect(events == [.intent, .submitting, .refused, .attempt, .submitting, .accepted])
        let ownIDs = bench.providers.flatMap(\.arrivals).map(\.ownID)
        #expect(ownIDs.count == 2 && Set(ownIDs).count == 2)
        #expect(try bench.tasks.count == 1)
    }

    @Test("A task that is refused again and again does not grow, and every attempt has an ID of its own")
    func refusedOften() async throws {
        let bench = try bench()
        bench["first"].refuse(.funds, times: 20)
        for _ in 0..<20 { _ = await bench.failure { try await submit(bench.reopened()) } }
        let task = try #require(try await bench.client.task(labeled: "scene-12"))
        #expect(task.attempts.count <= 2)
        #expect(Set(bench["first"].arrivals.map(\.ownID)).count == 20)
        #expect(try bench.journal.history(of: task.id).count { $0.state == .failed } == 20)
    }

    @Test("A task that was canceled before it was sent is submitted again")
    func canceled() async throws {
        let bench = try RouteBench(["first"], clock: ManualClock(isAutomatic: false)) { $0.limits.inFlight = 1 }
        let blocker = try await bench.client.submit(RouteBench.request, using: "first")
        let (task, end) = try await bench.waiting("a paper boat", label: "scene-12")
        #expect(try await bench.client.cancel(task.id) == .cancelled)
        _ = await bench.failure { try await bench.advancing { try await end.value } }
        try await bench.end(blocker, as: .failed)
        let next = try await submit(bench)
        #expect(next.id == task.id && next.state == .queued && bench.billed.count == 2)
    }

    @Test("A task that failed without a charge gets a new attempt")
    func freeFailure() async throws {
        let bench = try bench()
        let task = try await submit(bench)
        try await bench.journal.append(.status, to: task.id) {
            $0.state = .failed
            $0.charge = Charge(Money(cents: 0))
            $0.failure = VideoError(.generationFailed, "failed")
        }
        let next = try await submit(bench.reopened())
        #expect(next.id == task.id && next.state == .queued && bench.billed == ["first-1", "first-2"])
    }

    @Test(
        "A task that failed after it was bought is returned, and only `again` buys another",
        arguments: [
            VideoTask.State.failed, .expired,
        ]
    )
    func boughtFailure(_ state: VideoTask.State) async throws {
        let bench = try bench()
        let task = try await submit(bench)
        try await bench.end(task, as: state, failure: VideoError(.generationFailed, "failed"))
        let same = try await submit(bench)
        #expect(same.id == task.id && same.state == state)
        #expect(bench.billed.count == 1)
        let next = try await submit(bench.reopened(), again: true)
        #expect(next.id == task.id && next.state == .queued && next.remote?.id == "first-2")
        #expect(next.attempts.map(\.remoteID) == ["first-1", "first-2"])
        // `again` applies to a failure only.
        #expect(try await submit(bench, again: true).remote?.id == "first-2")
        #expect(bench.billed.count == 2)
    }

    @Test("A generate of a task that failed after it was bought throws, and says that it was bought")
    func boughtFailureOfGenerate() async throws {
        let bench = try bench()
        let task = try await submit(bench)
        try await bench.end(task, as: .failed, failure: VideoError(.generationFailed, "failed"))
        let failure = await bench.failure {
            try await bench.client.generate(
                RouteBench.request,
                using: "second",
                savingTo: bench.folder.path + "/film.mp4",
                label: "scene-12"
            )
        }
        #expect(failure?.code == .generationFailed && failure?.purchase == .made && failure?.localID == task.id)
        #expect(bench.billed.count == 1)
    }

    @Test("Another request does not get the label, in whichever state the task is")
    func labelInUse() async throws {
        let bench = try bench()
        let task = try await submit(bench)
        for state in [VideoTask.State.queued, .failed] {
            if state == .failed { try await bench.end(task, as: .failed) }
            let failure = await bench.failure { try await submit(bench, prompt: "another boat", again: true) }
            #expect(failure?.code == .labelInUse && failure?.purchase == VideoError.Purchase.none)
            #expect(failure?.localID == task.id && failure?.message.contains("scene-12") == true)
        }
        #expect(bench.billed.count == 1)
        #expect(try bench.tasks.count == 1)
    }

    // MARK: - Generate

    @Test("A generate with the label of a stored task returns it although the destination exists")
    func storedGenerate() async throws {
        let bench = try bench()
        bench["first"].show("first-1", .succeeded)
        let path = bench.folder.path + "/film.mp4"
        func generate(_ bench: RouteBench, to path: String) async throws -> VideoTask {
            try await bench.client.generate(RouteBench.request, using: "first", savingTo: path, label: "scene-12")
        }
        let task = try await generate(bench, to: path)
        #expect(task.state == .stored && task.file?.path == path)
        #expect(try await generate(bench, to: path) == task)
        #expect(try await generate(bench.reopened(), to: path).id == task.id)
        #expect(try await generate(bench.reopened(), to: bench.folder.path + "/other.mp4").file?.path == path)
        #expect(bench.billed.count == 1)
        // Without the label, the existing file refuses the request.
        let failure = await bench.failure {
            try await bench.client.generate(RouteBench.request, using: "first", savingTo: path)
        }
        #expect(failure?.code == .invalidRequest && bench.billed.count == 1)
        try await bench.client.prune(olderThan: .zero)
        #expect(try await generate(bench.reopened(), to: path).id == task.id)
        #expect(bench.billed.count == 1)
    }

    @Test("A generate that was interrupted after its purchase is finished by its label")
    func interruptedGenerate() async throws {
        let bench = try bench()
        let path = bench.folder.path + "/film.mp4"
        let task = try await submit(bench)
        bench["first"].show("first-1", .succeeded)
        let stored = try await bench.reopened().client.generate(
            RouteBench.request,
            using: "first",
            savingTo: path,
            label: "scene-12"
        )
        #expect(stored.id == task.id && stored.state == .stored && stored.file?.path == path)
        #expect(bench.billed.count == 1)
    }
}
