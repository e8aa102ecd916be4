import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The candidates of a route, and the reasons why others are left out", .timeLimit(.minutes(20)))
struct RouteChoiceTests {
    private func formats(_ info: inout ProviderInfo) {
        info.models = [
            ModelDescription(
                name: "film",
                modes: [ModeDescription(.text, formats: [VideoFormat("720P", seconds: [5, 10])])]
            ),
            ModelDescription(name: "old", retiresOn: "2020-01-01"),
        ]
    }

    private let long = VideoRequest(prompt: "a paper boat", model: "film", seconds: 7)

    @Test("A provider that does not exist, a request that does not fit, and a retired model are left out")
    func leftOut() async throws {
        let bench = try RouteBench { formats(&$0) }
        let route = Route(over: [
            .init("nowhere"), .init("first"), .init("second", model: "old"), .init("third", adapting: .nearest),
        ])
        let choice = try await bench.client.choice(for: long, using: route)
        #expect(choice.leftOut.map(\.candidate) == Array(route.candidates.prefix(3)))
        #expect(choice.leftOut.map(\.reason.code) == [.configurationInvalid, .invalidRequest, .modelUnavailable])
        #expect(choice.options.map(\.candidate.provider) == ["third"])
        #expect(choice.options.first?.candidate.model == "film")
        let option = try #require(choice.options.first)
        #expect(option.request.seconds == 5 || option.request.seconds == 10)
        #expect(option.changes.map(\.field).contains { $0.contains("seconds") || $0.contains("length") })
        #expect(option.obstacle == nil)
        let task = try await bench.client.submit(long, using: route)
        #expect(task.provider.id == "third" && task.request.seconds == option.request.seconds)
        #expect(bench["third"].arrivals.first?.request.seconds == option.request.seconds)
        #expect(bench.asked == ["third"])
        // The caller's own request stays known.
        #expect(task.originalRequest.seconds == 7)
    }

    @Test("A route without a candidate that fits says why, and nothing is sent or kept")
    func noneFits() async throws {
        let bench = try RouteBench { formats(&$0) }
        let route = Route(over: [.init("nowhere"), .init("first"), .init("second", model: "old")])
        let failure = await bench.failure { try await bench.client.submit(long, using: route) }
        #expect(failure?.code == .noCandidate && failure?.purchase == VideoError.Purchase.none)
        for word in ["nowhere: ", "first: ", "second/old: ", "7", "2020-01-01"] {
            #expect(failure?.message.contains(word) == true, "\(word): \(failure?.message ?? "")")
        }
        #expect(bench.asked.isEmpty)
        #expect(try bench.tasks.isEmpty)
    }

    @Test("The error after refusals has the reason of every candidate, also of those that were left out")
    func everyReason() async throws {
        let bench = try RouteBench()
        bench["first"].respond(.funds)
        bench["second"].respond(VideoError(.permissionDenied, "no permission"))
        bench["third"].respond(VideoError(.modelUnavailable, "no such model"))
        let route = Route(over: [.init("nowhere")] + bench.route().candidates)
        let failure = await bench.failure { try await bench.client.submit(RouteBench.request, using: route) }
        #expect(failure?.code == .noCandidate && failure?.purchase == VideoError.Purchase.none)
        for word in ["nowhere", "no funds", "no permission", "no such model", "first", "second", "third"] {
            #expect(failure?.message.contains(word) == true, "\(word): \(failure?.message ?? "")")
        }
        let task = try #require(try bench.reopened().tasks.first)
        #expect(task.state == .failed && task.purchase == .none)
        #expect(failure?.localID == task.id)
    }

    @Test("A route has 1 to 32 candidates")
    func count() async throws {
        let bench = try RouteBench()
        for count in [0, 33] {
            let route = Route(over: [Route.Candidate](repeating: .init("first"), count: count))
            let failure = await bench.failure { try await bench.submit(route) }
            #expect(failure?.code == .configurationInvalid)
        }
        #expect(bench.asked.isEmpty)
    }

    // MARK: - Budgets

    @Test("A candidate beyond the budget is passed over, and one without a price is left out")
    func budget() async throws {
        let bench = try RouteBench(settings: .init(budget: Budget(money: Money(cents: 30)))) { info in
            let prices = ["first": 50, "second": 20]
            info.models = [
                ModelDescription(
                    name: "film",
                    prices: prices[info.id].map { [Price(Money(cents: $0), per: .video, readOn: "2026-01-01")] } ?? []
                )
            ]
        }
        let choice = try await bench.client.choice(for: RouteBench.request, using: bench.route())
        #expect(choice.leftOut.map(\.candidate.provider) == ["third"])
        #expect(choice.leftOut.map(\.reason.code) == [.priceUnknown])
        #expect(try await bench.submit().provider.id == "second")
        let failure = await bench.failure { try await bench.submit() }
        #expect(failure?.code == .noCandidate || failure?.code == .budgetExceeded)
        #expect(failure?.purchase == VideoError.Purchase.none && failure?.message.contains("budget") == true)
        #expect(bench.asked == ["second"])
    }

    // MARK: - Cooldowns and pauses

    private func cooldown(_ bench: RouteBench) async throws -> Duration? {
        let choice = try await bench.client.choice(for: RouteBench.request, using: bench.route())
        return choice.options.first { $0.candidate.provider == "first" }?.obstacle?.retryAfter
    }

    @Test("A cooldown lasts 30 s, doubles to ten minutes, and starts again after an accepted task")
    func cooldowns() async throws {
        let bench = try RouteBench(["first", "second"])
        for seconds in [30, 60, 120, 240, 480, 600, 600] {
            bench["first"].respond(.funds)
            #expect(try await bench.submit().provider.id == "second")
            #expect(try await cooldown(bench) == .seconds(seconds))
            bench.clock.advance(by: .seconds(seconds) - .milliseconds(1))
            #expect(try await bench.submit().provider.id == "second")
            bench.clock.advance(by: .milliseconds(1))
            #expect(try await cooldown(bench) == nil)
        }
        #expect(bench["first"].arrivals.count == 7)
        #expect(try await bench.submit().provider.id == "first")
        bench["first"].respond(.funds)
        _ = try await bench.submit()
        #expect(try await cooldown(bench) == .seconds(30))
    }

    @Test("A provider that asks for a time is passed over for that time")
    func retryAfter() async throws {
        let bench = try RouteBench(["first", "second"])
        var funds = VideoError.funds
        funds.retryAfter = .seconds(90)
        bench["first"].respond(funds)
        _ = try await bench.submit()
        #expect(try await cooldown(bench) == .seconds(90))
    }

    @Test("A cooldown does not apply to a provider that the caller names")
    func named() async throws {
        let bench = try RouteBench(["first", "second"])
        bench["first"].respond(.funds)
        _ = try await bench.submit()
        let task = try await bench.client.submit(RouteBench.request, using: "first")
        #expect(task.provider.id == "first" && bench.clock.uptime == .zero)
    }

    @Test("A route whose candidates all cool down waits for the first one")
    func allCool() async throws {
        let bench = try RouteBench(["first", "second"])
        for provider in bench.providers { provider.respond(.funds) }
        _ = await bench.failure { try await bench.submit() }
        let task = try await bench.submit()
        #expect(task.state == .queued && bench.clock.uptime >= .seconds(30))
    }

    @Test("A provider that is paused after unknown outcomes is passed over, also by another process")
    func paused() async throws {
        let bench = try RouteBench()
        for _ in 0..<3 {
            bench["first"].respond(.lost)
            _ = await bench.failure { try await bench.client.submit(RouteBench.request, using: "first") }
        }
        let other = try bench.reopened()
        let choice = try await other.client.choice(for: RouteBench.request, using: bench.route())
        #expect(choice.options.map(\.obstacle?.code) == [.providerPaused, nil, nil])
        #expect(try await other.submit().provider.id == "second")
        #expect(bench["first"].arrivals.count == 3)
        let only = await bench.failure { try await other.submit(Route(over: [.init("first")])) }
        #expect(only?.code == .noCandidate || only?.code == .providerPaused)
        #expect(only?.purchase == VideoError.Purchase.none && only?.message.contains("paused") == true)
        #expect(bench["first"].arrivals.count == 3)
    }

    @Test("The choice shows who is at a limit, and a route goes to the next one")
    func limits() async throws {
        let bench = try RouteBench { $0.limits.inFlight = 1 }
        _ = try await bench.submit()
        let choice = try await bench.reopened().client.choice(for: RouteBench.request, using: bench.route())
        #expect(choice.options.map(\.obstacle?.code) == [.rateLimited, nil, nil])
        #expect(choice.options.map(\.inFlight) == [1, 0, 0])
        #expect(try await bench.submit().provider.id == "second")
        #expect(try await bench.reopened().submit().provider.id == "third")
    }
}
