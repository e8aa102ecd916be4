import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Spending adds up what the tasks cost", .timeLimit(.minutes(20)))
struct SpendingTests {
    /// 2026-11-28 00:00 in UTC.
    private static let today = Date(timeIntervalSince1970: 1_795_824_000)
    private let bench: Bench

    init() throws { bench = try Bench(clock: ManualClock(startingAt: Self.today.addingTimeInterval(3600))) }

    private func provider(_ id: String) throws -> ProviderReference {
        ProviderReference(id: id, dialect: "d", endpoint: try Endpoint("https://\(id).example"))
    }

    /// Adds a task to the journal.
    /// - Parameter day: the day on which it was sent, as a number of days after the first one.
    @discardableResult
    private func add(
        _ number: Int,
        _ state: VideoTask.State = .stored,
        at provider: String = "relay",
        model: String? = "sora-2",
        cost: Money? = Money(1),
        charge: Charge? = nil,
        day: Double = 0,
        label: String? = nil,
        change: (inout VideoTask) throws -> Void = { _ in }
    ) async throws -> VideoTask {
        var task = VideoTask(
            id: TaskID(number: number, bits: 1),
            provider: try self.provider(provider),
            request: VideoRequest(prompt: "x", model: model, seconds: 6),
            createdAt: Self.today.addingTimeInterval(-86_400 * 9),
            label: label
        )
        (task.state, task.submits, task.cost, task.charge, task.orderedSeconds) = (state, 1, cost, charge, 6)
        if state != .outcomeUnknown { task.remote = RemoteTask(id: "r\(number)") }
        task.submittedAt = Self.today.addingTimeInterval(day * 86_400)
        try change(&task)
        try await bench.journal.adopt(task)
        return task
    }

    private func rows(_ grouping: Spending.Grouping, since: Date? = nil) async throws -> [String?: Spending.Row] {
        let rows = try await bench.client.spending(by: grouping, since: since).rows
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0) })
    }

    @Test("Charges, estimates and units without a rate are apart, and the total holds all of them")
    func amounts() async throws {
        try await add(1, charge: Charge(Money(2)))
        try await add(2, charge: Charge(25, "credits", rate: Money("0.01"), readOn: "2026-11-27"))
        try await add(3, at: "runway", model: "gen4", cost: nil, charge: Charge(25, "credits"))
        try await add(4, at: "runway", model: "gen4", charge: Charge(5, "credits"))
        try await add(5, at: "kling", cost: Money(1, "CNY"))
        try await add(6, at: "kling", cost: nil)
        let spending = try await bench.client.spending()
        #expect(spending.rows.map(\.key) == ["kling", "relay", "runway"])
        let rows = try await self.rows(.provider)
        #expect(rows["relay"]?.charged == [Money(cents: 225)] && rows["relay"]?.estimated == [])
        #expect(rows["runway"]?.units.map(\.description) == ["30 credits at runway"])
        #expect(rows["runway"]?.charged == [] && rows["runway"]?.estimated == [Money(1)])
        #expect(rows["runway"]?.unpriced == 0)
        #expect(rows["kling"]?.estimated == [Money(1, "CNY")] && rows["kling"]?.unpriced == 1)
        #expect(rows["kling"]?.videos == 2 && rows["kling"]?.seconds == 12)
        let total = spending.total
        #expect(total.videos == 6 && total.seconds == 36 && total.charged == [Money(cents: 225)])
        #expect(total.estimated == [Money(1, "CNY"), Money(1)] && total.units.count == 1)
        #expect(try await self.rows(.model)["gen4"]?.videos == 2)
    }

    @Test("A failure counts if it was charged, an unknown outcome counts, and a refusal does not")
    func outcomes() async throws {
        try await add(1, .failed, charge: Charge(Money(2)))
        try await add(2, .failed, charge: Charge(Money(0)))
        try await add(3, .failed) { $0.remote = nil }
        try await add(4, .outcomeUnknown)
        try await add(5, .cancelled)
        try await add(6, .queued)
        let row = try #require(try await rows(.provider)["relay"])
        #expect(row.videos == 4 && row.failures == 2 && row.unknown == 1)
        #expect(row.charged == [Money(2)] && row.estimated == [Money(3)])
    }

    @Test("Each attempt of a task counts with its own provider, model and day")
    func attempts() async throws {
        try await add(1, .failed, at: "first", model: "a", charge: Charge(Money(2)), label: "scene-12") { task in
            task.endAttempt()
            var request = task.request
            request.model = "b"
            task.choice = .init(provider: try self.provider("second"), request: request)
            (task.state, task.remote, task.cost) = (.stored, RemoteTask(id: "s"), Money(3))
            task.submittedAt = Self.today.addingTimeInterval(86_400)
        }
        try await add(2, at: "second", model: nil)
        let providers = try await rows(.provider)
        #expect(providers["first"]?.charged == [Money(2)] && providers["first"]?.failures == 1)
        #expect(providers["second"]?.estimated == [Money(4)] && providers["second"]?.videos == 2)
        #expect(Set(try await rows(.model).keys) == ["a", "b", nil])
        let days = try await rows(.day)
        #expect(days["2026-11-28"]?.videos == 2 && days["2026-11-29"]?.videos == 1)
        let labels = try await bench.client.spending(by: .label)
        #expect(labels.rows.map(\.key) == ["scene-12", nil] && labels.rows.first?.videos == 2)
        let since = try await rows(.provider, since: Self.today.addingTimeInterval(1))
        #expect(Array(since.keys) == ["second"] && since["second"]?.videos == 1)
    }

    @Test("Pruning changes no row", arguments: Spending.Grouping.allCases)
    func pruned(grouping: Spending.Grouping) async throws {
        try await add(1, charge: Charge(Money(2)), day: -2, label: "a")
        try await add(2, .failed, at: "runway", charge: Charge(25, "credits"), label: "b") { task in
            task.endAttempt()
            (task.state, task.remote, task.cost) = (.expired, RemoteTask(id: "s"), Money(3))
        }
        try await add(3, cost: nil)
        try await add(4, .running)
        let before = try await bench.client.spending(by: grouping)
        #expect(before.total.videos == 5)
        #expect(try await bench.journal.prune(olderThan: .zero) == 3)
        #expect(try await bench.client.spending(by: grouping) == before)
        // A prune that was cut off after it recorded a task.
        try bench.journal.keepCounting(try bench.journal.tasks())
        #expect(try await bench.client.spending(by: grouping) == before)
    }

    @Test("Tasks that an earlier version pruned have a day and an amount, and no provider")
    func earlierVersion() async throws {
        try await add(1)
        let line = #"{"sentAt":1795737600.5,"tally":{"seconds":4,"money":{"USD":0.4}},"id":"v9-ie8j"}"#
        try Data("\n\(line)\n".utf8).write(to: URL(fileURLWithPath: bench.folder.path + "/pruned.jsonl"))
        let spending = try await bench.client.spending()
        #expect(spending.rows.map(\.key) == ["relay", nil])
        #expect(spending.rows.last?.estimated == [Money(cents: 40)] && spending.rows.last?.seconds == 4)
        #expect(try await rows(.day)["2026-11-27"]?.videos == 1)
    }

    @Test("A task that cannot be read is named, and the others are added up")
    func unreadable() async throws {
        let broken = try await add(1)
        try await add(2)
        try Data("{}\n".utf8).write(to: URL(fileURLWithPath: "\(bench.folder.path)/tasks/\(broken.id).jsonl"))
        let spending = try await bench.client.spending()
        #expect(spending.total.videos == 1 && spending.unreadable.count == 1)
        try Data("{}\n".utf8).write(to: URL(fileURLWithPath: bench.folder.path + "/pruned.jsonl"))
        let failure = await bench.failure { try await bench.client.spending() }
        #expect(failure?.code == .storageFailed)
        #expect(failure?.message.contains("pruned.jsonl") == true)
    }

    @Test("Amounts that are absurd neither trap nor reduce a sum")
    func absurd() async throws {
        for (number, amount) in [Decimal.greatestFiniteMagnitude, -5, 1].enumerated() {
            try await add(number + 1, charge: Charge(Money(amount)))
            try await add(number + 11, at: "runway", charge: Charge(amount, "credits"))
            try await add(number + 21, at: "kling", cost: Money(amount)) { $0.orderedSeconds = .max }
        }
        let total = try await bench.client.spending().total
        #expect(total.charged == [Money(Decimal(Tally.most))] && total.seconds == Tally.most)
        #expect(total.units.first?.amount == Decimal(Tally.most))
    }
}
