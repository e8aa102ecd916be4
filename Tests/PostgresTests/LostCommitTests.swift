import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A connection that is cut during COMMIT",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct LostCommitTests {
    private let store: DatabaseStore
    private let proxy: CuttingProxy

    init() throws {
        store = try DatabaseStore()
        proxy = try CuttingProxy(to: store.server.folder + "/.s.PGSQL.5432")
    }

    private func journal() async throws -> PostgresJournal {
        try await store.journal(settings: "host=127.0.0.1 port=\(proxy.port) sslmode=disable gssencmode=disable")
    }

    @Test("A task is created once, sent once and accepted once", arguments: CuttingProxy.Cut.allCases)
    func onceEach(_ cut: CuttingProxy.Cut) async throws {
        defer { proxy.end() }
        let journal = try await journal()
        let label = try TaskLabel("scene")
        proxy.cutNext(cut)
        guard
            case .created(let log) = try await journal.create(under: label, { DatabaseStore.task($0, label: "scene") })
        else {
            Issue.record("the label was taken")
            return
        }
        #expect(proxy.count == 1)
        proxy.cutNext(cut)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, $0.submits + 1) }
        #expect(proxy.count == 2)
        proxy.cutNext(cut)
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "r"), .queued)) }
        #expect(proxy.count == 3)
        log.close()
        proxy.cutNext(cut)
        try await journal.append(.status, to: log.task.id) { $0.state = .running }
        #expect(proxy.count == 4)
        let events = try await journal.history(of: log.task.id).map(\.event)
        #expect(events == [.intent, .submitting, .accepted, .status])
        #expect(try await journal.task(log.task.id)?.submits == 1)
        #expect(try store.value("select count(*) from video_task") == "1")
        #expect(try store.value("select string_agg(outcome, ' ') from video_purchase") == "accepted")
    }

    @Test("A task is reserved once", arguments: CuttingProxy.Cut.allCases)
    func reservation(_ cut: CuttingProxy.Cut) async throws {
        defer { proxy.end() }
        let journal = try await journal()
        guard case .created(let log) = try await journal.create(under: nil, { DatabaseStore.task($0) }) else {
            Issue.record("no task")
            return
        }
        try await store.abandon(log)
        proxy.cutNext(cut)
        let reserved = try await journal.reserve(log.task.id)
        #expect(proxy.count == 1)
        try await reserved.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        #expect(try store.value("select count(*) from video_purchase") == "1")
        reserved.close()
    }

    @Test("A server without TLS is refused by a client that requires it, in one sentence")
    func withoutTLS() async throws {
        defer { proxy.end() }
        let error = await #expect(throws: VideoError.self) {
            try await store.journal(settings: "host=127.0.0.1 port=\(proxy.port) sslmode=require")
        }
        #expect(error?.code == .storageFailed)
        #expect(error?.message.contains("SSL") == true, "\(String(describing: error))")
    }
}
