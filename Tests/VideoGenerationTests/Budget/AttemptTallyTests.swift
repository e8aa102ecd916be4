import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Every attempt of a task counts", .timeLimit(.minutes(20)))
struct AttemptTallyTests {
    private let bench: Bench

    init() throws { bench = try Bench() }

    /// A task that the provider accepted, with an estimate of 5 USD and a length of 6 s.
    private func task(_ state: VideoTask.State = .running, charge: Charge? = nil) -> VideoTask {
        var task = VideoTask(
            id: TaskID(number: 1, bits: 1),
            provider: bench.provider.info.reference,
            request: VideoRequest(prompt: "x", seconds: 6),
            createdAt: bench.clock.now
        )
        (task.state, task.submits, task.cost, task.charge) = (state, 1, Money(5), charge)
        (task.orderedSeconds, task.remote) = (6, RemoteTask(id: "r"))
        return task
    }

    static let charges: [(Charge?, Int, [String: Decimal])] = [
        (nil, 6, ["USD": 5]), (Charge(Money(2)), 6, ["USD": 2]), (Charge(Money(0)), 0, [:]),
        (Charge(25, "credits"), 6, ["USD": 5]), (Charge(Money(1, "EUR")), 6, ["USD": 5, "EUR": 1]),
    ]

    @Test(
        "A failure counts as before, or as it was charged, whether it is the current attempt or an earlier one",
        arguments: [VideoTask.State.failed, .cancelled, .expired],
        charges
    )
    func failures(state: VideoTask.State, expected: (charge: Charge?, seconds: Int, money: [String: Decimal])) {
        var task = task(state, charge: expected.charge)
        let alone = task.tally
        #expect(alone.seconds == expected.seconds && alone.money == expected.money)
        task.endAttempt()
        #expect(task.state == .intent && task.tally == alone)
        // The next attempt counts in addition to the earlier one.
        (task.state, task.cost, task.orderedSeconds) = (.submitting, Money(1, "GBP"), 4)
        #expect(task.tally == alone.adding(Tally(seconds: 4, money: [Money(1, "GBP")])))
    }

    @Test("A charge for a request that was refused counts, and a refusal without a charge does not")
    func refused() {
        var task = task(.failed)
        task.remote = nil
        #expect(task.tally == Tally())
        task.charge = Charge(Money(3))
        #expect(task.tally.money == ["USD": 3])
        var resent = self.task(.submitting)
        resent.endAttempt(VideoError(.contentRejected, "no"))
        #expect(resent.tally == Tally())
    }

    @Test(
        "A charge that arrives after the end of a task changes the sums of the budget",
        arguments: [VideoTask.State.failed, .cancelled, .expired],
        [(2, "USD 2.00 spent"), (7, "USD 7.00 spent"), (0, "USD 0.00 spent")]
    )
    func late(state: VideoTask.State, expected: (dollars: Int, words: String)) async throws {
        let first = try Allowance(CostEstimate(total: Money(5), basis: ""), within: Budget(money: Money(6)))
        let model = task()
        let log = try await bench.journal.begin(within: first) {
            var task = VideoTask(id: $0, provider: model.provider, request: model.request, createdAt: .distantPast)
            task.cost = Money(5)
            return task
        }
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "r"), .running)) }
        log.close()
        try await bench.journal.append(.status, to: log.task.id) { $0.state = state }
        #expect(await spent() == "USD 5.00 spent")
        try await bench.journal.append(.charged, to: log.task.id) {
            let charge = Charge(Money(Decimal(expected.dollars)))
            $0.merge(TaskSnapshot(RemoteTask(id: "r"), .failed, charge: charge))
        }
        #expect(await spent() == expected.words)
        try FileManager.default.removeItem(atPath: bench.folder.path + "/ledger.json")
        #expect(await spent() == expected.words)
    }

    /// The amount that the ledger holds, as the refusal of another video words it.
    private func spent(per period: Budget.Period = .total) async -> String? {
        let failure = await bench.failure {
            let estimate = CostEstimate(total: Money(100), basis: "", seconds: 100)
            try await bench.journal.check(Allowance(estimate, within: Budget(money: Money(50), per: period)))
        }
        return failure?.message.firstMatch(of: #/USD [0-9.]+ spent/#).map { String($0.output) }
    }

    @Test("Each attempt counts on its own day, also if the ledger is rebuilt and if the task is pruned")
    func days() async throws {
        let allowance = try Allowance(CostEstimate(total: Money(5), basis: ""), within: Budget(money: Money(50)))
        let model = task()
        let log = try await bench.journal.begin(within: allowance) {
            VideoTask(id: $0, provider: model.provider, request: model.request, createdAt: bench.clock.now)
        }
        try await log.append(.status) { task in
            // The attempt was accepted, failed, and was charged.
            (task.state, task.remote, task.charge) = (.failed, RemoteTask(id: "r1"), Charge(Money(3)))
            task.endAttempt()
        }
        bench.clock.advance(by: .seconds(86_400))
        #expect(await spent(per: .day) == "USD 0.00 spent")
        try await log.append(.submitting, within: allowance) { ($0.state, $0.cost) = (.submitting, Money(5)) }
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "r2"), .running)) }
        try await log.append(.status) { $0.state = .failed }
        log.close()
        for isRebuilt in [false, true] {
            if isRebuilt { try FileManager.default.removeItem(atPath: bench.folder.path + "/ledger.json") }
            #expect(await spent(per: .day) == "USD 5.00 spent", "\(isRebuilt)")
            #expect(await spent() == "USD 8.00 spent", "\(isRebuilt)")
        }
        try await bench.journal.prune(olderThan: .zero)
        #expect(try bench.journal.tasks().isEmpty)
        try FileManager.default.removeItem(atPath: bench.folder.path + "/ledger.json")
        #expect(await spent(per: .day) == "USD 5.00 spent")
        #expect(await spent() == "USD 8.00 spent")
    }
}
