import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "Leases of tasks in a database",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct LeaseTests {
    private func submitting(_ journal: PostgresJournal) async throws -> any TaskLog {
        try await journal.begin { DatabaseStore.task($0) }
    }

    private func accept(_ log: any TaskLog, as id: String) async throws {
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: id), .queued)) }
    }

    @Test("A process whose lease has ended and was taken writes nothing more")
    func fencing() async throws {
        let store = try DatabaseStore()
        let (first, second) = (try await store.journal(), try await store.journal())
        guard case .created(let log) = try await first.create(under: nil, { DatabaseStore.task($0) }) else {
            Issue.record("no task")
            return
        }
        try store.clock.pass(.seconds(300))
        let taken = try await second.reserve(log.task.id)
        let error = await #expect(throws: VideoError.self) {
            try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        }
        #expect(error?.code == .busy)
        await log.discard()
        try await taken.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        #expect(try await first.history(of: log.task.id).map(\.event) == [.intent, .submitting])
        #expect(try store.value("select count(*) from video_purchase") == "1")
    }

    @Test("A request is not sent with a lease that may end before the response")
    func firstByte() async throws {
        let store = try DatabaseStore()
        let journal = try await store.journal()
        let log = try await submitting(journal)
        #expect(log.coversSubmit)
        try store.clock.pass(.seconds(79))
        #expect(log.coversSubmit)
        try store.clock.pass(.seconds(2))
        #expect(!log.coversSubmit)
        try await log.append(.refused) { ($0.state, $0.submits) = (.intent, 0) }
        #expect(try await journal.task(log.task.id)?.state == .intent)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        #expect(log.coversSubmit)
        log.close()
    }

    @Test("An answer that comes after the lease is kept with its task, whose outcome was unknown")
    func lateAnswer() async throws {
        let store = try DatabaseStore()
        let (first, second) = (try await store.journal(), try await store.journal())
        let log = try await submitting(first)
        try store.clock.pass(.seconds(300))
        #expect(try await second.task(log.task.id)?.state == .outcomeUnknown)
        let recovered = try await second.append(.status, to: log.task.id) { _ in }
        #expect(recovered.state == .outcomeUnknown)
        #expect(try store.value("select outcome from video_purchase") == "unknown")
        try await accept(log, as: "late")
        let task = try await second.task(log.task.id)
        #expect(task?.state == .queued && task?.remote?.id == "late" && task?.submits == 1)
        #expect(try store.value("select outcome || ' ' || remote_id from video_purchase") == "accepted late")
    }

    @Test("An answer to an earlier attempt is kept with that attempt, and the task stays as it is")
    func answerApart() async throws {
        let store = try DatabaseStore()
        let (first, second) = (try await store.journal(), try await store.journal())
        let log = try await submitting(first)
        try store.clock.pass(.seconds(300))
        try await second.append(.resolved, to: log.task.id) { $0.state = .failed }
        try await second.append(.attempt, to: log.task.id) { $0.state = .intent }
        let next = try await second.reserve(log.task.id)
        try await next.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        let error = await #expect(throws: VideoError.self) { try await accept(log, as: "first") }
        #expect(error?.message.contains("accepted attempt 1 as first") == true)
        try await accept(next, as: "second")
        #expect(try await second.task(log.task.id)?.remote?.id == "second")
        let kept = try store.server.execute(
            "select attempt, remote_id from video_purchase order by attempt",
            in: store.database
        )
        #expect(kept == [["1", "first"], ["2", "second"]])
    }

    @Test("A process that ends after the answer keeps the task from others for five seconds at most")
    func endAfterAnswer() async throws {
        let store = try DatabaseStore()
        let (first, second) = (try await store.journal(), try await store.journal())
        let log = try await submitting(first)
        try await accept(log, as: "r")
        #expect(try store.value("select lease_until > video_now() from video_task") == "t")
        try store.clock.pass(.seconds(6))
        try await second.append(.status, to: log.task.id) { $0.state = .running }
    }

    @Test("The clock of a worker decides nothing: one ten minutes ahead takes no leased task")
    func clocks() async throws {
        let store = try DatabaseStore()
        let journal = try await store.journal()
        let log = try await submitting(journal)
        let folder = try TemporaryFolder()
        let ahead = try await PostgresJournal(
            store.server.address(of: store.database),
            folder: folder.path,
            environment: EngineEnvironment(clock: ManualClock(startingAt: Date(timeIntervalSinceNow: 600)))
        )
        #expect(try await ahead.task(log.task.id)?.state == .submitting)
        try await accept(log, as: "r")
        let entry = try #require(try await ahead.history(of: log.task.id).last)
        #expect(abs(entry.at.timeIntervalSinceNow) < 60)
    }

    @Test("A lease is renewed while its process works, and one that has ended stays ended")
    func renewal() async throws {
        let store = try DatabaseStore()
        let (first, second) = (try await store.journal(), try await store.journal())
        let log = try await submitting(first)
        for _ in 0..<3 {
            try store.clock.pass(.seconds(200))
            try await first.leases.renew()
            #expect(log.coversSubmit)
        }
        #expect(try await second.task(log.task.id)?.state == .submitting)
        try store.clock.pass(.seconds(241))
        try await first.leases.renew()
        #expect(!log.coversSubmit)
        #expect(try await second.task(log.task.id)?.state == .outcomeUnknown)
        log.close()
    }

    @Test("A provider's text with a NUL and other odd characters is kept")
    func oddText() async throws {
        let store = try DatabaseStore()
        let journal = try await store.journal()
        let log = try await submitting(journal)
        let odd = "a\0b'\"\\\u{1F600}\u{202E}\n"
        try await accept(log, as: odd)
        #expect(try await store.journal().task(log.task.id)?.remote?.id == odd)
        #expect(try store.value("select remote_id from video_purchase")?.hasPrefix("a\u{FFFD}b") == true)
    }
}
