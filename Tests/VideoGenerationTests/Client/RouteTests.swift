import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A route moves on only if nothing was bought", .timeLimit(.minutes(20)))
struct RouteTests {
    // MARK: - The next candidate

    @Test("A request that was not sent goes to the next candidate at once")
    func notSent() async throws {
        let bench = try RouteBench()
        bench["first"].respond(.notSentAtAll)
        let task = try await bench.submit()
        #expect(task.provider.id == "second" && bench.asked == ["first", "second"])
        #expect(task.attempts.map(\.failure?.code) == [.notSent, nil])
        #expect(bench.clock.uptime == .zero)
    }

    @Test("A provider that is busy is passed over if another one is free")
    func notNow() async throws {
        let bench = try RouteBench()
        bench["first"].respond(.busyNow)
        let task = try await bench.submit()
        #expect(task.provider.id == "second" && bench.asked == ["first", "second"])
        #expect(task.attempts.map(\.purchase) == [.none, .made])
        #expect(bench.clock.uptime == .zero)
    }

    @Test("If every provider is busy, the task waits, and is sent to the first one that is free again")
    func allBusy() async throws {
        let bench = try RouteBench()
        for provider in bench.providers { provider.respond(.busyNow) }
        let task = try await bench.submit()
        #expect(task.state == .queued && bench.billed.count == 1)
        #expect(bench.asked.count == 4 && bench.clock.uptime > .zero)
        #expect(task.attempts.map(\.purchase) == [.none, .none, .none, .made])
        #expect(Set(task.attempts.prefix(3).map(\.provider.id)).count == 3)
    }

    @Test("Providers that stay busy are waited for, and the task is bought once")
    func longBusy() async throws {
        let bench = try RouteBench()
        for provider in bench.providers { provider.refuse(.busyNow, times: 20) }
        #expect(try await bench.submit().state == .queued)
        #expect(bench.billed.count == 1 && bench.asked.count > 20)
        #expect(try bench.tasks.map(\.attempts.count).max() ?? 0 <= bench.providers.count + 1)
    }

    @Test(
        "A refusal goes to the next candidate, and the provider cools down",
        arguments: [
            VideoError.Code.insufficientFunds, .quotaExhausted, .modelUnavailable, .authenticationFailed,
            .permissionDenied, .invalidRequest, .refused,
        ]
    )
    func refusal(_ code: VideoError.Code) async throws {
        let bench = try RouteBench()
        bench["first"].respond(VideoError(code, "no"), VideoError(code, "no"))
        let task = try await bench.submit()
        #expect(task.provider.id == "second" && bench.asked == ["first", "second"])
        #expect(task.attempts.map(\.failure?.code) == [code, nil])
        #expect(task.attempts.map(\.purchase) == [.none, .made])
        // It is not asked again for the next task.
        #expect(try await bench.submit().provider.id == "second")
        #expect(bench["first"].arrivals.count == 1)
        let choice = try await bench.client.choice(for: RouteBench.request, using: bench.route())
        #expect(choice.options.first?.obstacle?.retryAfter == .seconds(30))
        #expect(choice.options.map(\.inFlight) == [0, 2, 0])
    }

    @Test("A moderated request ends the submit, unless the route goes on after moderation")
    func moderation() async throws {
        let bench = try RouteBench()
        bench["first"].respond(.moderated, .moderated)
        let failure = await bench.failure { try await bench.submit() }
        #expect(failure?.code == .contentRejected && failure?.purchase == VideoError.Purchase.none)
        #expect(bench.asked == ["first"])
        #expect(try bench.tasks.last?.state == .failed)
        bench.clock.advance(by: .seconds(60))
        let task = try await bench.submit(bench.route(afterModeration: true))
        #expect(task.provider.id == "second" && bench.asked == ["first", "first", "second"])
    }

    @Test("An unknown outcome ends the submit, whatever else the route offers")
    func unknown() async throws {
        let bench = try RouteBench()
        bench["first"].respond(.lost)
        let route = bench.route(attempts: 3, afterModeration: true)
        let failure = await bench.failure { try await bench.submit(route) }
        #expect(failure?.code == .outcomeUnknown && failure?.purchase == .unknown)
        #expect(bench.asked == ["first"])
        #expect(try bench.tasks.map(\.state) == [.outcomeUnknown])
        // New tasks may go elsewhere, and here.
        #expect(try await bench.submit().state == .queued)
    }

    @Test("An unknown outcome at the second candidate ends the submit too")
    func unknownLater() async throws {
        let bench = try RouteBench()
        bench["first"].respond(.funds)
        bench["second"].respond(.lost)
        let failure = await bench.failure { try await bench.submit() }
        #expect(failure?.purchase == .unknown && failure?.provider == "second")
        #expect(bench.asked == ["first", "second"])
    }

    @Test("A task whose ID cannot be kept was bought, and the next candidate is not asked", arguments: [1, 3])
    func unkeptID(attempts: Int) async throws {
        let disk = HookedDisk()
        let bench = try RouteBench(disk: disk)
        bench["first"].duringSubmit {
            disk.before { call, path in
                if call != .lock { throw DiskError(errno: 28, operation: "write", path: path) }
            }
        }
        let failure = await bench.failure { try await bench.submit(bench.route(attempts: attempts)) }
        disk.before(nil)
        #expect(failure?.purchase == .made && failure?.taskID == "first-1")
        #expect(bench.asked == ["first"])
        let other = try bench.reopened()
        #expect(try other.tasks.map(\.state) == [.outcomeUnknown])
    }

    @Test("A refusal that cannot be recorded ends the submit without another purchase")
    func unrecordedRefusal() async throws {
        let disk = HookedDisk()
        let bench = try RouteBench(disk: disk)
        bench["first"].respond(.funds)
        bench["first"].duringSubmit {
            disk.before { call, path in
                if call != .lock { throw DiskError(errno: 28, operation: "write", path: path) }
            }
        }
        let failure = await bench.failure { try await bench.submit() }
        disk.before(nil)
        // The journal shows the task as unknown, and the error does not say more than the journal.
        #expect(failure?.code == .storageFailed && failure?.purchase == .unknown)
        #expect(try bench.reopened().tasks.map(\.state) == [.outcomeUnknown])
        #expect(bench.asked == ["first"] && bench.billed.isEmpty)
    }

    // MARK: - Strategies

    private func priced(_ prices: [String: Money]) throws -> RouteBench {
        try RouteBench { info in
            let price = prices[info.id].map { Price($0, per: .video, readOn: "2026-01-01") }
            info.models = [ModelDescription(name: "film", prices: [price].compactMap(\.self))]
        }
    }

    @Test("The cheapest candidate is first, and one without a price is last")
    func cheapest() async throws {
        let bench = try priced(["second": Money(cents: 50), "third": Money(cents: 20)])
        let choice = try await bench.client.choice(for: RouteBench.request, using: bench.route(.cheapest))
        #expect(choice.options.map(\.candidate.provider) == ["third", "second", "first"])
        #expect(choice.options.map(\.estimate.total) == [Money(cents: 20), Money(cents: 50), nil])
        bench["third"].respond(.funds)
        bench["second"].respond(.funds)
        #expect(try await bench.submit(bench.route(.cheapest)).provider.id == "first")
        #expect(bench.asked.count == 3)
    }

    @Test("Prices are compared in the currency of the first known one")
    func currencies() async throws {
        let bench = try priced(["first": Money(1, "EUR"), "second": Money(cents: 20), "third": Money(cents: 30)])
        let choice = try await bench.client.choice(for: RouteBench.request, using: bench.route(.cheapest))
        #expect(choice.options.map(\.candidate.provider) == ["first", "second", "third"])
        let other = try priced(["first": Money(2, "EUR"), "second": Money(cents: 20), "third": Money(1, "EUR")])
        let choices = try await other.client.choice(for: RouteBench.request, using: other.route(.cheapest))
        #expect(choices.options.map(\.candidate.provider) == ["third", "first", "second"])
    }

    @Test("The candidate with the fewest tasks in flight is first, and the order of the route decides between equals")
    func leastBusy() async throws {
        let bench = try RouteBench()
        var asked: [String] = []
        for _ in 0..<6 { asked.append(try await bench.submit(bench.route(.leastBusy)).provider.id) }
        #expect(asked == ["first", "second", "third", "first", "second", "third"])
        let ended = try #require(try bench.tasks.first { $0.provider.id == "third" })
        try await bench.end(ended, as: .failed)
        #expect(try await bench.reopened().submit(bench.route(.leastBusy)).provider.id == "third")
    }
}
