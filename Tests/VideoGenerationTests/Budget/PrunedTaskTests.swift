import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Pruned tasks keep counting", .timeLimit(.minutes(20)))
struct PrunedTaskTests {
    /// A line as earlier versions write and read it.
    private struct EarlierLine: Codable {
        let id: VideoTask.ID
        let sentAt: Date
        let tally: Tally
    }

    private let folder: TemporaryFolder
    private let journal: FileJournal

    init() throws {
        folder = try TemporaryFolder()
        journal = try FileJournal(folder: folder.path, environment: EngineEnvironment(clock: ManualClock()))
    }

    private var path: String { folder.path + "/pruned.jsonl" }

    private func task(_ number: Int, charge: Int = 3) throws -> VideoTask {
        var task = VideoTask(
            id: TaskID(number: number, bits: 1),
            provider: ProviderReference(id: "p", dialect: "d", endpoint: try Endpoint("https://a.example")),
            request: VideoRequest(prompt: "x", model: "m", seconds: 6),
            createdAt: Date(timeIntervalSince1970: 1_790_000_000),
            label: "\n\"a\\"
        )
        (task.state, task.submits, task.remote) = (.failed, 1, RemoteTask(id: "r\(number)"))
        (task.orderedSeconds, task.charge) = (6, Charge(Money(Decimal(charge))))
        task.endAttempt()
        (task.state, task.remote, task.cost) = (.stored, RemoteTask(id: "s\(number)"), Money(1))
        return task
    }

    @Test("An earlier version reads the whole amount of a task with several attempts")
    func earlierVersion() throws {
        let task = try task(1)
        try journal.keepCounting([task])
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let line = try decoder.decode(EarlierLine.self, from: Data(try #require(lines.first).utf8))
        #expect(lines.count == 1 && line.id == task.id && line.tally == task.tally)
        #expect(line.tally.money == ["USD": 4])
        let read = try #require(try journal.prunedTasks().first)
        #expect(read.attempts == task.countedAttempts && read.label == task.label)
    }

    @Test("A task that costs nothing leaves no line, and one whose cost is unknown leaves one")
    func costs() throws {
        var refused = try task(1, charge: 0)
        (refused.state, refused.remote) = (.failed, nil)
        var unpriced = try task(2, charge: 0)
        unpriced.cost = nil
        try journal.keepCounting([refused, unpriced])
        #expect(try journal.prunedTasks().map(\.id) == [unpriced.id])
    }

    @Test("The last line of a task that was recorded twice counts, because its charge may be newer")
    func twice() throws {
        try journal.keepCounting([try task(1), try task(2)])
        try journal.keepCounting([try task(1, charge: 9)])
        let tasks = try journal.prunedTasks()
        #expect(tasks.count == 2)
        #expect(tasks.first { $0.id.number == 1 }?.tally.money == ["USD": 10])
    }

    @Test("A write that was cut off anywhere is left out, and a damaged line is an error")
    func torn() throws {
        try journal.keepCounting([try task(1)])
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        // The first byte and the last two are line ends and the end of the object.
        for length in 1..<whole.count - 2 {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            #expect(try journal.prunedTasks().isEmpty, "\(length)")
        }
        try Data(String(decoding: whole, as: UTF8.self).replacing("\"id\"", with: "\"no\"").utf8)
            .write(to: URL(fileURLWithPath: path))
        #expect(throws: VideoError.self) { try journal.prunedTasks() }
    }

    @Test("Attempts that only a newer version can read count with the amount of their task")
    func newerVersion() throws {
        try journal.keepCounting([try task(1)])
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data(text.replacing("\"stored\"", with: "\"newer\"").utf8).write(to: URL(fileURLWithPath: path))
        let task = try #require(try journal.prunedTasks().first)
        #expect(task.attempts == nil && task.tally.money == ["USD": 4])
    }
}
