import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "An answer that comes after another process has taken the task",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct LateAnswerTests {
    private let store: DatabaseStore

    init() throws { store = try DatabaseStore() }

    private func accept(_ log: any TaskLog, as id: String) async throws {
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: id), .queued)) }
    }

    /// Lets the lease of a sending end, and resolves the task as not accepted.
    private func abandonedSending() async throws -> (log: any TaskLog, other: PostgresJournal) {
        let (first, second) = (try await store.journal(), try await store.journal())
        let log = try await first.begin { DatabaseStore.task($0) }
        try store.clock.pass(.seconds(300))
        try await second.append(.resolved, to: log.task.id) { $0.state = .failed }
        return (log, second)
    }

    private func sendAgain(_ id: VideoTask.ID, _ journal: PostgresJournal) async throws -> any TaskLog {
        try await journal.append(.attempt, to: id) { $0.state = .intent }
        let log = try await journal.reserve(id)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        return log
    }

    @Test("marks the task as bought twice if another attempt was bought, and says both IDs")
    func boughtTwice() async throws {
        let (log, other) = try await abandonedSending()
        let next = try await sendAgain(log.task.id, other)
        try await accept(next, as: "second")
        let error = await #expect(throws: VideoError.self) { try await accept(log, as: "first") }
        #expect(error?.purchase == .made)
        let task = try #require(try await other.task(log.task.id))
        #expect(task.state == .queued && task.remote?.id == "second")
        let warning = try #require(task.boughtTwice)
        #expect(warning.contains("p accepted attempt 1 as first, and the answer came late."), "\(warning)")
        #expect(warning.contains("Attempt 2 was bought as well as second."), "\(warning)")
        #expect(error?.message.contains(warning) == true)
        #expect(try await other.warnings().contains { $0.contains(warning) })
        // The owner of the other attempt goes on undisturbed.
        try await next.append(.status) { $0.state = .running }
        #expect(try await other.task(log.task.id)?.boughtTwice == warning)
        #expect(
            try store.rows("select attempt, outcome, remote_id from video_purchase order by attempt") == [
                "1 accepted first", "2 accepted second",
            ]
        )
    }

    @Test("says so while the other attempt is being sent")
    func whileSending() async throws {
        let (log, other) = try await abandonedSending()
        let next = try await sendAgain(log.task.id, other)
        await #expect(throws: VideoError.self) { try await accept(log, as: "first") }
        #expect(
            try await other.task(log.task.id)?.boughtTwice?.contains("Attempt 2 may have been bought as well.") == true
        )
        try await accept(next, as: "second")
        #expect(try await other.task(log.task.id)?.remote?.id == "second")
    }

    @Test("belongs to the task again if nothing else was bought, so that its video can be saved")
    func afterResolving() async throws {
        let (log, other) = try await abandonedSending()
        await #expect(throws: VideoError.self) { try await accept(log, as: "first") }
        let task = try #require(try await other.task(log.task.id))
        #expect(task.state == .failed && task.remote?.id == "first" && task.purchase == .made)
        #expect(task.boughtTwice == nil)
        #expect(try store.rows("select outcome, remote_id from video_purchase") == ["accepted first"])
    }

    @Test("keeps a task that waits for its next attempt from being sent")
    func beforeNextAttempt() async throws {
        let (log, other) = try await abandonedSending()
        try await other.append(.attempt, to: log.task.id) { $0.state = .intent }
        await #expect(throws: VideoError.self) { try await accept(log, as: "first") }
        let task = try #require(try await other.task(log.task.id))
        #expect(task.state == .intent && task.suspension?.contains("as first") == true, "\(task.suspension ?? "")")
        let next = try await other.reserve(task.id)
        let error = await #expect(throws: VideoError.self) {
            try await next.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        }
        #expect(error?.code == .busy && error?.message.contains("is suspended") == true)
        next.close()
        #expect(try store.rows("select attempt, outcome, remote_id from video_purchase") == ["1 accepted first"])
    }

    @Test("closes its own attempt if it is a proven refusal, and no other one")
    func refusal() async throws {
        let (log, other) = try await abandonedSending()
        try store.server.execute("update video_purchase set outcome = 'unknown'", in: store.database)
        let next = try await sendAgain(log.task.id, other)
        await #expect(throws: VideoError.self) { try await log.append(.refused) { $0.state = .failed } }
        #expect(
            try store.rows("select attempt, outcome from video_purchase order by attempt") == [
                "1 refused", "2 sending",
            ]
        )
        let task = try #require(try await other.task(log.task.id))
        #expect(task.state == .submitting && task.boughtTwice == nil)
        try await accept(next, as: "second")
    }

    @Test("is a refusal that ends the unknown outcome of the task")
    func refusalOfUnknown() async throws {
        let (first, second) = (try await store.journal(), try await store.journal())
        let log = try await first.begin { DatabaseStore.task($0) }
        try store.clock.pass(.seconds(300))
        try await second.append(.status, to: log.task.id) { _ in }
        #expect(try await second.task(log.task.id)?.state == .outcomeUnknown)
        try await log.append(.refused) { $0.state = .failed }
        #expect(try await second.task(log.task.id)?.state == .failed)
        #expect(try store.rows("select outcome from video_purchase") == ["refused"])
    }
}
