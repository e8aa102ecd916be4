import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite(.timeLimit(.minutes(20))) struct BudgetTests {
    private func client(_ bench: Bench, _ budget: Budget) -> VideoClient {
        VideoClient(
            providers: [bench.provider],
            journal: bench.journal,
            environment: EngineEnvironment(transport: ScriptedTransport(), clock: bench.clock),
            settings: .init(budget: budget)
        )
    }

    private let film = VideoRequest(prompt: "x", seconds: 6)

    @Test("A budget in seconds counts what the journal says was ordered, and refuses before sending")
    func seconds() async throws {
        let bench = try Bench()
        let client = client(bench, Budget(seconds: 12))
        try await client.submit(film, using: "scripted")
        try await client.submit(film, using: "scripted")
        let failure = await bench.failure { try await client.submit(film, using: "scripted") }
        #expect(failure?.code == .budgetExceeded)
        #expect(bench.provider.submitCount == 2)
        #expect(try bench.journal.tasks().count == 2)
    }

    @Test("What was refused or failed is not counted; what is unknown is")
    func counted() async throws {
        let bench = try Bench {
            $0.submits = [
                .failure(VideoError(.contentRejected, "no")),
                .failure(VideoError(.outcomeUnknown, "lost", progress: .sent)),
            ]
        }
        let client = client(bench, Budget(seconds: 6))
        _ = await bench.failure { try await client.submit(film, using: "scripted") }
        let lost = await bench.failure { try await client.submit(film, using: "scripted") }
        #expect(lost?.code == .outcomeUnknown)
        let failure = await bench.failure { try await client.submit(film, using: "scripted") }
        #expect(failure?.code == .budgetExceeded)
        #expect(bench.provider.submitCount == 2)
    }

    @Test("A budget refuses what it cannot count")
    func unknownPrice() async throws {
        let bench = try Bench()
        let money = await bench.failure {
            try await client(bench, Budget(money: Money(cents: 500))).submit(film, using: "scripted")
        }
        let length = await bench.failure {
            try await client(bench, Budget(seconds: 60)).submit(VideoRequest(prompt: "x"), using: "scripted")
        }
        let euros = await bench.failure {
            try await client(bench, Budget(money: Money(5, "EUR"))).submit(film, using: "scripted")
        }
        #expect(money?.code == .priceUnknown && money?.message.contains("price in USD") == true)
        #expect(euros?.code == .priceUnknown && euros?.message.contains("price in EUR") == true)
        #expect(length?.code == .priceUnknown && length?.message.contains("length") == true)
        #expect([money, euros, length].allSatisfy { $0?.purchase == VideoError.Purchase.none })
        #expect(bench.provider.submitCount == 0)
        #expect(try bench.journal.tasks().isEmpty)
    }

    @Test("A video whose length nobody ordered counts with the length of its file")
    func storedLength() async throws {
        let elsewhere = try Bench()
        var task = try await elsewhere.client.submit(VideoRequest(prompt: "x"), using: "scripted")
        #expect(task.orderedSeconds == nil)
        task.state = .stored
        task.file = StoredVideo(
            path: "/x.mp4",
            bytes: 9,
            sha256: "00",
            width: 2,
            height: 2,
            seconds: 8.04,
            codec: "avc1"
        )
        let bench = try Bench()
        let client = client(bench, Budget(seconds: 13))
        try await client.adopt(task)
        let failure = await bench.failure { try await client.submit(film, using: "scripted") }
        #expect(failure?.message.contains("8 s spent, 6 s for this video") == true, "\(String(describing: failure))")
        #expect(bench.provider.submitCount == 0)
    }

    @Test("Purchases at one time do not slip past the budget together")
    func together() async throws {
        let bench = try Bench()
        let client = client(bench, Budget(seconds: 18))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<12 { group.addTask { _ = try? await client.submit(film, using: "scripted") } }
        }
        #expect(bench.provider.submitCount <= 3)
        #expect(try bench.journal.tasks().filter(\.isCharged).count == bench.provider.submitCount)
    }

    @Test("A day's budget is new at midnight in UTC, and a month's on the first")
    func periods() async throws {
        // 2026-11-29 23:00 in UTC.
        let clock = ManualClock(startingAt: Date(timeIntervalSince1970: 1_795_993_200))
        let bench = try Bench(clock: clock)
        let daily = client(bench, Budget(seconds: 6, per: .day))
        let monthly = client(bench, Budget(seconds: 18, per: .month))
        try await daily.submit(film, using: "scripted")
        let sameDay = await bench.failure { try await daily.submit(film, using: "scripted") }
        #expect(sameDay?.message.contains("6 s a day") == true, "\(String(describing: sameDay))")
        clock.advance(by: .seconds(3600))
        try await daily.submit(film, using: "scripted")
        try await monthly.submit(film, using: "scripted")
        #expect(await bench.failure { try await daily.submit(film, using: "scripted") }?.code == .budgetExceeded)
        #expect(await bench.failure { try await monthly.submit(film, using: "scripted") }?.code == .budgetExceeded)
        clock.advance(by: .seconds(24 * 3600))
        try await monthly.submit(film, using: "scripted")
        let total = client(bench, Budget(seconds: 29))
        #expect(await bench.failure { try await total.submit(film, using: "scripted") }?.code == .budgetExceeded)
        #expect(bench.provider.submitCount == 4)
    }

    @Test("A clock that was set back gives nothing back")
    func clockSetBack() async throws {
        let bench = try Bench()
        let daily = client(bench, Budget(seconds: 6, per: .day))
        try await daily.submit(film, using: "scripted")
        bench.clock.setWallClock(offset: -30 * 86_400)
        #expect(await bench.failure { try await daily.submit(film, using: "scripted") }?.code == .budgetExceeded)
    }

    @Test("What a task of yesterday gives back, it gives back to yesterday")
    func refundOfYesterday() async throws {
        let bench = try Bench {
            $0.submits = [.failure(VideoError(.outcomeUnknown, "lost", progress: .sent))]
        }
        let daily = client(bench, Budget(seconds: 6, per: .day))
        _ = await bench.failure { try await daily.submit(film, using: "scripted") }
        let lost = try #require(try bench.journal.tasks().first)
        bench.clock.advance(by: .seconds(86_400))
        try await daily.submit(film, using: "scripted")
        try await daily.resolve(lost.id, as: .notTaken)
        #expect(await bench.failure { try await daily.submit(film, using: "scripted") }?.code == .budgetExceeded)
    }

    @Test("A task that waits because of “not now” counts once, and is not sent if others used up the budget")
    func notNow() async throws {
        let busy = VideoError(
            .rateLimited,
            "not now",
            isTransient: true,
            retryAfter: .seconds(30),
            progress: .headReceived
        )
        let bench = try Bench { $0.submits = [.failure(busy), .success(.accepted), .failure(busy)] }
        let client = client(bench, Budget(seconds: 12))
        #expect(try await client.submit(film, using: "scripted").submits == 2)
        let other = self.client(bench, Budget(seconds: 12))
        let failure = await bench.failure {
            try await client.submit(film, using: "scripted") { event in
                guard case .waiting = event else { return }
                // Somebody else buys while this one waits.
                let bought = DispatchSemaphore(value: 0)
                Task.detached {
                    _ = try? await other.submit(film, using: "scripted")
                    bought.signal()
                }
                bought.wait()
            }
        }
        #expect(failure?.code == .budgetExceeded)
        #expect(bench.provider.submitCount == 4)
        let states = try bench.journal.tasks().map(\.state)
        #expect(states == [.queued, .failed, .queued])
    }

    @Test("A task that failed or was cancelled after it was accepted counts, unless it is known to have cost nothing")
    func failedAfterAcceptance() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running))] }
        let client = client(bench, Budget(seconds: 12))
        for _ in 0..<2 { try await client.submit(film, using: "scripted") }
        let ids = try bench.journal.tasks().map(\.id)
        try await bench.journal.append(.status, to: ids[0]) { $0.state = .failed }
        #expect(try await client.cancel(ids[1]) == .cancelled)
        #expect(await bench.failure { try await client.submit(film, using: "scripted") }?.code == .budgetExceeded)
        try await bench.journal.append(.charged, to: ids[0]) { $0.charge = Charge(Money(0)) }
        try await client.submit(film, using: "scripted")
    }

    @Test("An unknown order keeps its place in the budget until it is resolved as not taken")
    func resolved() async throws {
        let bench = try Bench { $0.submits = [.failure(VideoError(.outcomeUnknown, "lost", progress: .sent))] }
        let client = client(bench, Budget(seconds: 6))
        _ = await bench.failure { try await client.submit(film, using: "scripted") }
        #expect(await bench.failure { try await client.submit(film, using: "scripted") }?.code == .budgetExceeded)
        try await client.resolve(try bench.journal.tasks()[0].id, as: .notTaken)
        try await client.submit(film, using: "scripted")
        #expect(bench.provider.submitCount == 2)
    }

    @Test("A stored file that says it plays for 9e18 seconds neither ends the program nor uses up the budget")
    func endlessFile() async throws {
        let bench = try Bench()
        for seconds in [9e18, .infinity, -.infinity, .nan, 1e300] {
            let task = try await bench.client.submit(VideoRequest(prompt: "x"), using: "scripted")
            let video = StoredVideo(
                path: "/x.mp4",
                bytes: 1,
                sha256: "",
                width: 1,
                height: 1,
                seconds: seconds.isFinite ? seconds : 9e18,
                codec: "avc1"
            )
            try await bench.journal.append(.status, to: task.id) {
                $0.state = .succeeded
                $0.file = video
            }
        }
        let client = client(bench, Budget(seconds: 5 * 3600 + 6))
        try await client.submit(film, using: "scripted")
        #expect(await bench.failure { try await client.submit(film, using: "scripted") }?.code == .budgetExceeded)
    }
}
