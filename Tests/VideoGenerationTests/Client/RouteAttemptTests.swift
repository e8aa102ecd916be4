import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The attempts of a route are one task, also after a crash", .timeLimit(.minutes(20)))
struct RouteAttemptTests {
    private static let broken = VideoError(.generationFailed, "the video failed")

    private func generate(_ bench: RouteBench, _ route: Route, label: String? = nil) async throws -> VideoTask {
        try await bench.client.generate(
            RouteBench.request,
            using: route,
            savingTo: bench.folder.path + "/film.mp4",
            label: label
        )
    }

    // MARK: - After an accepted task

    @Test("A task that failed after it was accepted ends, if the route allows one attempt")
    func oneAttempt() async throws {
        let bench = try RouteBench()
        bench["first"].show("first-1", .failed, failure: Self.broken)
        let failure = await bench.failure { try await generate(bench, bench.route()) }
        #expect(failure?.code == .generationFailed && failure?.purchase == .made)
        #expect(bench.billed == ["first-1"])
    }

    @Test("With two attempts another video is bought, at another candidate, and shown as another purchase")
    func twoAttempts() async throws {
        let bench = try RouteBench()
        bench["first"].show("first-1", .failed, failure: Self.broken)
        bench["second"].show("second-1", .succeeded)
        let task = try await generate(bench, bench.route(attempts: 2), label: "scene")
        #expect(task.state == .stored && task.provider.id == "second")
        #expect(bench.billed == ["first-1", "second-1"])
        #expect(task.attempts.map(\.purchase) == [.made, .made])
        #expect(task.attempts.map(\.remoteID) == ["first-1", "second-1"])
        #expect(task.attempts.map(\.state) == [.failed, .stored])
        #expect(try bench.journal.history(of: task.id).map(\.event).contains(.attempt))
        let read = try #require(try bench.reopened().tasks.first)
        #expect(read == task && read.attempts == task.attempts)
        #expect(try bench.tasks.count == 1)
    }

    @Test("Two attempts that fail end the task, and no third video is bought")
    func bothFail() async throws {
        let bench = try RouteBench()
        bench["first"].show("first-1", .failed, failure: Self.broken)
        bench["second"].show("second-1", .failed, failure: Self.broken)
        let failure = await bench.failure { try await generate(bench, bench.route(attempts: 2), label: "scene") }
        #expect(failure?.purchase == .made)
        #expect(bench.billed.count == 2)
        _ = await bench.failure { try await generate(bench.reopened(), bench.route(attempts: 2), label: "scene") }
        #expect(bench.billed.count == 2)
    }

    @Test("Another attempt at the only candidate is made there")
    func onlyCandidate() async throws {
        let bench = try RouteBench(["first"])
        bench["first"].show("first-1", .failed, failure: Self.broken)
        bench["first"].show("first-2", .succeeded)
        let task = try await generate(bench, bench.route(attempts: 2))
        #expect(task.state == .stored && bench.billed == ["first-1", "first-2"])
        #expect(Set(bench["first"].arrivals.map(\.ownID)).count == 2)
    }

    @Test("An attempt after an accepted one has another ID, also if a refusal came before")
    func refusedThenAccepted() async throws {
        let bench = try RouteBench(["first"])
        bench["first"].respond(.busyNow, nil, .busyNow)
        bench["first"].show("first-1", .failed, failure: Self.broken)
        bench["first"].show("first-2", .succeeded)
        let task = try await generate(bench, bench.route(attempts: 2))
        #expect(task.state == .stored && bench.billed == ["first-1", "first-2"])
        let ids = bench["first"].arrivals.map(\.ownID)
        #expect(ids.count == 4 && Set(ids).count == 4)
    }

    @Test("Another attempt has to fit into the budget, and the error still says that a video was bought")
    func withinBudget() async throws {
        let bench = try RouteBench(settings: .init(budget: Budget(money: Money(cents: 75)))) {
            $0.models = [
                ModelDescription(
                    name: "film",
                    prices: [Price(Money(cents: 50), per: .video, readOn: "2026-01-01")]
                )
            ]
        }
        bench["first"].show("first-1", .failed, failure: Self.broken)
        let failure = await bench.failure { try await generate(bench, bench.route(attempts: 2)) }
        #expect(failure?.purchase == .made && failure?.message.contains("budget") == true)
        #expect(bench.billed == ["first-1"])
        #expect(try bench.reopened().tasks.first?.purchase == .made)
    }

    @Test("The purchase of an error is the worst one over all attempts")
    func worst() async throws {
        for (response, worst) in [(VideoError.funds, VideoError.Purchase.made), (.lost, .unknown)] {
            let bench = try RouteBench(["first", "second"])
            bench["first"].show("first-1", .failed, failure: Self.broken)
            bench["first"].respond(nil, response)
            bench["second"].respond(response)
            let failure = await bench.failure { try await generate(bench, bench.route(attempts: 2)) }
            #expect(failure?.purchase == worst)
            #expect(try bench.reopened().tasks.first?.purchase == worst)
        }
    }

    // MARK: - Crashes

    /// A bench whose process ended after the first candidate refused a task, and before the second one was asked.
    private func crashed(_ route: Route? = nil) async throws -> (RouteBench, VideoTask) {
        let bench = try RouteBench()
        bench["first"].respond(.funds)
        let task = try await bench.submit(route, label: "scene")
        #expect(bench.asked == ["first", "second"])
        let path = bench.journal.path(task.id)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").prefix(3)
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let other = try bench.reopened()
        let read = try #require(try other.tasks.first)
        #expect(read.state == .intent && read.attempts.map(\.provider.id) == ["first"])
        return (other, read)
    }

    @Test("A task whose process ended between two attempts goes on with the next candidate")
    func waitingAfterCrash() async throws {
        let (bench, task) = try await crashed()
        let sent = try await bench.client.submit(waiting: task.id)
        #expect(sent.id == task.id && sent.state == .queued && sent.provider.id == "second")
        #expect(bench["first"].arrivals.count == 1)
        #expect(sent.attempts.map(\.provider.id) == ["first", "second"])
    }

    @Test("Its label goes on with the next candidate too")
    func labelAfterCrash() async throws {
        let (bench, task) = try await crashed()
        let sent = try await bench.submit(label: "scene")
        #expect(sent.id == task.id && sent.state == .queued && sent.provider.id == "second")
        #expect(bench["first"].arrivals.count == 1)
    }

    @Test("A plain resume of such a task sends nothing")
    func resumeAfterCrash() async throws {
        let (bench, task) = try await crashed()
        let failure = await bench.failure { try await bench.client.resume(task.id) }
        #expect(failure?.code == .notSubmitted && failure?.purchase == VideoError.Purchase.none)
        #expect(bench.asked == ["first", "second"])
        #expect(try bench.tasks.first?.state == .intent)
    }

    @Test("A crash after the last refusal ends with the reasons of all candidates")
    func crashAfterLast() async throws {
        let (bench, task) = try await crashed()
        bench["second"].respond(.funds)
        bench["third"].respond(.funds)
        let failure = await bench.failure { try await bench.client.submit(waiting: task.id) }
        #expect(failure?.code == .noCandidate && failure?.message.contains("first") == true)
        #expect(bench["first"].arrivals.count == 1)
        #expect(
            try bench.reopened().tasks.first?.attempts.map(\.provider.id).prefix(3) == ["first", "second", "third"]
        )
    }

    @Test("A new submission by the label asks the candidates of before again")
    func refusedByAll() async throws {
        let bench = try RouteBench()
        for provider in bench.providers { provider.respond(.funds) }
        _ = await bench.failure { try await bench.submit(label: "scene") }
        let task = try await bench.reopened().submit(label: "scene")
        #expect(task.state == .queued && task.provider.id == "first" && bench.billed == ["first-1"])
        #expect(task.attempts.map(\.purchase) == [.none, .none, .none, .made])
    }
}
