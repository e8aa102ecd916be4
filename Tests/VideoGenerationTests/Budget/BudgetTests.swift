import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite struct BudgetTests {
    private func client(_ bench: Bench, _ budget: Budget) -> VideoClient {
        VideoClient(
            providers: [bench.provider],
            journal: bench.journal,
            transport: ScriptedTransport(),
            clock: bench.clock,
            settings: .init(budget: budget)
        )
    }

    private let film = VideoRequest(prompt: "x", seconds: 6)

    @Test("A budget in seconds counts what the journal says was ordered, and refuses before sending")
    func seconds() async throws {
        let bench = try Bench()
        let client = client(bench, Budget(seconds: 12))
        try await client.submit(film, to: "scripted")
        try await client.submit(film, to: "scripted")
        let failure = await bench.failure { try await client.submit(film, to: "scripted") }
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
        _ = await bench.failure { try await client.submit(film, to: "scripted") }
        let lost = await bench.failure { try await client.submit(film, to: "scripted") }
        #expect(lost?.code == .outcomeUnknown)
        let failure = await bench.failure { try await client.submit(film, to: "scripted") }
        #expect(failure?.code == .budgetExceeded)
        #expect(bench.provider.submitCount == 2)
    }

    @Test("A budget refuses what it cannot count")
    func unknownPrice() async throws {
        let bench = try Bench()
        let money = await bench.failure {
            try await client(bench, Budget(money: Money(cents: 500))).submit(film, to: "scripted")
        }
        let length = await bench.failure {
            try await client(bench, Budget(seconds: 60)).submit(VideoRequest(prompt: "x"), to: "scripted")
        }
        #expect(money?.code == .budgetExceeded)
        #expect(length?.code == .budgetExceeded)
        #expect(bench.provider.submitCount == 0)
    }

    @Test("A video whose length nobody ordered counts with the length of its file")
    func storedLength() async throws {
        let elsewhere = try Bench()
        var task = try await elsewhere.client.submit(VideoRequest(prompt: "x"), to: "scripted")
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
        try client.adopt(task)
        let failure = await bench.failure { try await client.submit(film, to: "scripted") }
        #expect(failure?.message.contains("8 s spent, 6 s more") == true, "\(String(describing: failure))")
        #expect(bench.provider.submitCount == 0)
    }

    @Test("Purchases at one time do not slip past the budget together")
    func together() async throws {
        let bench = try Bench()
        let client = client(bench, Budget(seconds: 18))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<12 { group.addTask { _ = try? await client.submit(film, to: "scripted") } }
        }
        #expect(bench.provider.submitCount <= 3)
        #expect(try bench.journal.tasks().filter(\.isCharged).count == bench.provider.submitCount)
    }
}
