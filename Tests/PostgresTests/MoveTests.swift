import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "A journal that moves between a folder and a database",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct MoveTests {
    private let store: DatabaseStore
    private let folder: TemporaryFolder
    private let environment = EngineEnvironment(disk: UnsyncedDisk())
    private let provider: ProviderReference

    init() throws {
        store = try DatabaseStore()
        folder = try TemporaryFolder()
        provider = ProviderReference(
            id: "relay",
            dialect: "test",
            endpoint: try Endpoint("https://relay.example.com/v1")
        )
    }

    private var path: String { folder.path + "/journal" }

    private func open() throws(VideoError) -> FileJournal { try FileJournal(folder: path, environment: environment) }

    private func create(_ prompt: String, _ label: String?, in journal: any Journal) async throws -> any TaskLog {
        let creation = try await journal.create(under: label.map { try TaskLabel($0) }) { id in
            let request = VideoRequest(prompt: prompt, seconds: 5)
            var task = VideoTask(
                id: id,
                provider: provider,
                request: request,
                createdAt: Date(),
                label: label,
                digest: try? request.digest()
            )
            task.orderedSeconds = 5
            task.cost = Money(Decimal(string: "0.25") ?? 0, "USD")
            return task
        }
        guard case .created(let log) = creation else { throw VideoError(.labelInUse, "The label is in use.") }
        return log
    }

    private func buy(_ prompt: String, _ label: String?, _ remote: String?, in journal: any Journal) async throws
        -> VideoTask
    {
        let log = try await create(prompt, label, in: journal)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        if let remote {
            try await log.append(.accepted) { ($0.state, $0.remote) = (.queued, RemoteTask(id: remote)) }
            _ = await journal.claim(RemoteTask(id: remote), for: log.task)
        }
        await log.closeForOthers()
        return log.task
    }

    /// Fills a journal: a waiting task, a running one, an unknown one, and a pruned one that was paid for.
    private func fill(_ journal: any Journal) async throws {
        let pruned = try await buy("gone", "old", "remote-0", in: journal)
        try await journal.append(.status, to: pruned.id) { $0.state = .failed }
        try await journal.prune(olderThan: .zero)
        let waiting = try await create("waits", "scene-1", in: journal)
        await waiting.closeForOthers()
        _ = try await buy("runs", "scene-2", "remote-1", in: journal)
        let unknown = try await create("unknown", nil, in: journal)
        try await unknown.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        try await unknown.append(.outcomeUnknown) { $0.state = .outcomeUnknown }
        await unknown.closeForOthers()
        try await journal.changeRecord(of: provider.endpoint) { $0.noteUnknown() }
    }

    /// What a journal says about everything that `fill` made.
    private func facts(_ journal: any Journal) async throws -> [String] {
        var facts: [String] = []
        for var task in try await journal.tasks() {
            // A database keeps microseconds.
            task.updatedAt = Date(timeIntervalSince1970: (task.updatedAt.timeIntervalSince1970 * 1000).rounded() / 1000)
            let json = String(decoding: try JournalFormat.json(task), as: UTF8.self)
            let history = try await journal.history(of: task.id).map {
                "\($0.sequence) \($0.event) \($0.state) \($0.at)"
            }
            facts += [json] + history
        }
        for label in ["old", "scene-1", "scene-2"] {
            let task = try await journal.task(labeled: TaskLabel(label))
            facts.append("\(label) \(task?.id.rawValue ?? "-") \(task?.state.rawValue ?? "-") \(task?.digest ?? "-")")
        }
        for id in ["remote-0", "remote-1", "remote-2"] {
            facts.append("\(id) \(try await journal.owner(of: id, at: provider.endpoint)?.rawValue ?? "-")")
        }
        facts += try await journal.prunedTasks().map { String(decoding: try JournalFormat.json($0), as: UTF8.self) }
        facts.append("\(await journal.record(of: provider.endpoint)?.unknownsInRow ?? -1)")
        // Three videos of 5 s count, and the next one has 5 s.
        let info = ProviderInfo(id: provider.id, dialect: provider.dialect, endpoint: provider.endpoint)
        for limit in [19, 20] {
            let estimate = info.estimate(VideoRequest(prompt: "x", seconds: 5))
            let allowance = try Allowance(estimate, within: Budget(seconds: limit))
            facts.append("\(limit) \((try? await journal.check(allowance)) != nil)")
        }
        return facts
    }

    @Test("Everything is in the database afterwards, once, and nothing is sent from the folder any more")
    func importing() async throws {
        let file = try open()
        try await fill(file)
        let before = try await facts(file)
        let journal = try await store.journal()
        let moved = try await journal.takeIn(FileJournal.leaving(path, environment: environment))
        #expect(moved == MovedCounts(tasks: 3, waiting: 1, pruned: 1, labels: 3))
        let after = try await facts(journal)
        #expect(after == before)
        let works = try store.server.execute(
            "select state, work, attempt from video_task order by number",
            in: store.database
        )
        #expect(works == [["intent", "submit", "0"], ["queued", "poll", "1"], ["outcomeUnknown", nil, "1"]])
        let purchases = try store.server.execute(
            "select outcome, remote_id from video_purchase order by task_id",
            in: store.database
        )
        #expect(purchases == [["accepted", "remote-1"], ["unknown", nil]])

        // A process that opened the folder before, and one that opens it now.
        let waiting = try #require(try file.tasks().first)
        await #expect(throws: VideoError.self) { try await file.reserve(waiting.id) }
        await #expect(throws: VideoError.self) { try await create("new", nil, in: file) }
        let error = #expect(throws: VideoError.self) { try open() }
        #expect(error?.message.contains("was moved to the database") == true)

        let again = try await journal.takeIn(FileJournal.leaving(path, environment: environment))
        #expect(again.wasMoved)
        #expect(try await facts(journal) == before)
    }

    @Test("A folder that a process uses is not moved, and goes on as before")
    func inUse() async throws {
        let file = try open()
        let log = try await create("waits", nil, in: file)
        let journal = try await store.journal()
        let error = await #expect(throws: VideoError.self) {
            try await journal.takeIn(FileJournal.leaving(path, environment: environment))
        }
        #expect(error?.code == .busy)
        let first = try FileJournal.leaving(path, environment: environment)
        let second = #expect(throws: VideoError.self) { try FileJournal.leaving(path, environment: environment) }
        #expect(second?.code == .busy && first.folder == path)
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        await log.closeForOthers()
        #expect(try open().tasks().count == 1)
        #expect(try await journal.tasks().isEmpty)
    }

    @Test("A move that was interrupted is completed, and one that the database refuses leaves the folder as it was")
    func interrupted() async throws {
        try await fill(open())
        let before = try await facts(open())
        let journal = try await store.journal()
        let other = try await create("another", "scene-2", in: journal)
        other.close()
        let refused = await #expect(throws: VideoError.self) {
            try await journal.takeIn(FileJournal.leaving(path, environment: environment))
        }
        #expect(refused?.message.contains("scene-2") == true, "\(String(describing: refused))")
        #expect(try await journal.tasks().count == 1)
        #expect(try await facts(open()) == before)

        _ = try await FileJournal.leaving(path, environment: environment).beginLeaving(to: journal.database)
        #expect(throws: VideoError.self) { try open() }
        try store.server.execute(
            "delete from video_task; delete from video_label; delete from video_event",
            in: store.database
        )
        #expect(try await journal.takeIn(FileJournal.leaving(path, environment: environment)).tasks == 3)
        #expect(try await facts(journal) == before)
    }

    @Test("Everything is in the new folder afterwards, and nothing is sent from the database any more")
    func exporting() async throws {
        let journal = try await store.journal()
        try await fill(journal)
        let before = try await facts(journal)
        let log = try await create("reserved", nil, in: journal)
        let busy = await #expect(throws: VideoError.self) { try await journal.moveOut(to: path) }
        #expect(busy?.code == .busy)
        await log.discard()
        #expect(try await journal.moveOut(to: path) == MovedCounts(tasks: 3, waiting: 1, pruned: 1, labels: 3))
        #expect(try await facts(open()) == before)

        let closed = await #expect(throws: VideoError.self) { try await create("new", nil, in: journal) }
        #expect(closed?.message.contains("was moved out of the database") == true)
        await #expect(throws: VideoError.self) { try await store.journal() }
        let order = #"{"provider": {"id": "r", "dialect": "d", "baseURL": "https://r"}, "request": {"prompt": "x"}}"#
        #expect(throws: PostgresFailure.self) {
            try store.server.execute("select video_enqueue($1::jsonb)", in: store.database, [order])
        }
        await #expect(throws: VideoError.self) { try await journal.moveOut(to: folder.path + "/second") }
        #expect(try open().tasks().count == 3)
    }

    @Test("An export that was interrupted is completed, and a folder with other files is refused")
    func exportingAgain() async throws {
        let journal = try await store.journal()
        try await fill(journal)
        let before = try await facts(journal)
        let other = folder.path + "/other"
        try FileManager.default.createDirectory(atPath: other + "/tasks", withIntermediateDirectories: true)
        await #expect(throws: VideoError.self) { try await journal.moveOut(to: other) }
        let (_, move) = try FileJournal.arriving(path, from: journal.database, environment: environment)
        try store.server.execute("update video_schema set closed_for = $1", in: store.database, [move.id])
        #expect(throws: VideoError.self) { try open() }
        #expect(try await journal.moveOut(to: path).tasks == 3)
        #expect(try await facts(open()) == before)
    }
}
