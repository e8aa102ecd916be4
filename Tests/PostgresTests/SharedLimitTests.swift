import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "Limits and budgets of many workers on one database",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct SharedLimitTests {
    private let store: DatabaseStore

    init() throws { store = try DatabaseStore() }

    private func journals(_ count: Int) async throws -> [PostgresJournal] {
        var journals: [PostgresJournal] = []
        for _ in 0..<count { journals.append(try await store.journal()) }
        return journals
    }

    @Test("Four workers that submit at once never exceed their budget")
    func budget() async throws {
        let journals = try await journals(4)
        let endpoint = try Endpoint("https://api.example.com/v1")
        let info = ProviderInfo(id: "p", dialect: "d", endpoint: endpoint)
        let estimate = info.estimate(VideoRequest(prompt: "a boat", seconds: 6))
        for round in 1...3 {
            let allowance = try Allowance(estimate, within: Budget(seconds: 31 * round))
            let begun = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<24 {
                    group.addTask {
                        let log = try? await journals[number % 4].begin(within: allowance) { id in
                            var task = DatabaseStore.task(id)
                            task.orderedSeconds = 6
                            return task
                        }
                        log?.close()
                        return log != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(begun == 5)
            #expect(try store.value("select sum(amount) from video_budget") == "\(30 * round)")
        }
        #expect(try store.value("select count(*) from video_task") == "15")
    }

    @Test("A limit of 20 a minute is never exceeded by four workers, in any minute of their grants")
    func perMinute() async throws {
        let journals = try await journals(4)
        let endpoint = try Endpoint("https://api.example.com/v1")
        let account = Account(endpoint, dialect: "d", key: nil)
        let limits = SubmitLimits(perMinute: 20)
        var granted = 0
        for _ in 0..<5 {
            granted += try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<32 {
                    group.addTask {
                        let journal = journals[number % 4]
                        guard case .created(let log) = try await journal.create(under: nil, { DatabaseStore.task($0) })
                        else { return false }
                        // Each asks for a model of its own, so that no task waits for the turn of another one.
                        let request = GrantRequest(
                            account: account,
                            model: "m\(number)",
                            task: log.task.id,
                            place: WaitingPlace(of: log.task),
                            limits: limits,
                            process: UInt64(number)
                        )
                        let decision = try await journal.grant(request)
                        log.close()
                        if case .granted = decision { return true }
                        return false
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            try store.clock.pass(.seconds(25))
        }
        let most = try store.value(
            """
            select max((select count(*) from video_grant as other
                where other.at >= one.at and other.at < one.at + interval '1 minute')) from video_grant as one
            """
        )
        #expect(most == "20")
        // 0 s, 75 s and no sooner, because the first 20 grants fill the minute between.
        #expect(granted == 40)
    }
}
