import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoREPL

@Suite("The videos that no task owns", .ownThread, .timeLimit(.minutes(20)))
struct OrphanTests {
    private let folder: TemporaryFolder
    private let simulator: VideoSimulator

    init() throws {
        folder = try TemporaryFolder()
        simulator = VideoSimulator(SimulatorOptions(generationTime: 0.1))
        let ports = try simulator.start()
        let entries = [
            ["id": "relay", "dialect": "openai-videos", "baseURL": ports.baseURL(for: "openai-videos")],
            ["id": "hailuo", "dialect": "minimax-v1", "baseURL": ports.baseURL(for: "minimax-v1")],
        ]
        try JSONSerialization.data(withJSONObject: entries).write(
            to: URL(fileURLWithPath: folder.path + "/providers.json")
        )
    }

    private func run(_ words: String..., state: String = "own", columns: Int? = nil) async throws -> REPLProcess.Run {
        var environment = ["VIDEO_CONFIG": folder.path + "/providers.json"]
        if let columns { environment["COLUMNS"] = "\(columns)" }
        return try await REPLProcess.run(
            words,
            state: folder.path + "/" + state,
            folder: folder.path,
            environment: environment
        )
    }

    @Test("Only the videos of other journals are listed, also after a task was pruned")
    func listed() async throws {
        #expect(try await run("generate", "mine", "--provider", "relay").code == 0)
        #expect(try await run("submit", "mine", "--provider", "relay").code == 0)
        let mine = Set(simulator.ledger.tasks.keys)
        let none = try await run("jobs", "--orphans", "--provider", "relay")
        #expect(
            none.code == 0 && none.output.contains("belongs to a task of this journal (2 videos)"),
            "\(none.output)"
        )
        #expect(try await run("submit", "from elsewhere", "--provider", "relay", state: "other").code == 0)
        let other = try #require(Set(simulator.ledger.tasks.keys).subtracting(mine).first)
        // The age of a task is measured by the clock of another process.
        try await Task.sleep(for: .seconds(1.1))
        #expect(try await run("jobs", "--prune", "1s").output.hasPrefix("1 "))
        let found = try await run("jobs", "--orphans", "--provider", "relay", "--json")
        #expect(found.code == 0)
        let rows = try found.lines.map { try JSONValue(parsing: $0) }
        #expect(rows.map { $0["taskID"]?.text } == [other])
        #expect(rows.first?["prompt"]?.text == "from elsewhere" && rows.first?["mayBe"] == .null)
    }

    @Test("The ID is never cut, and the next step is there", arguments: [40, 80, 120])
    func widths(columns: Int) async throws {
        #expect(try await run("submit", "from elsewhere", "--provider", "relay", state: "other").code == 0)
        let id = try #require(simulator.ledger.tasks.keys.first)
        let run = try await run("jobs", "--orphans", "--provider", "relay", columns: columns)
        #expect(run.lines.contains { $0.split(separator: " ").contains(Substring(id)) }, "\(run.lines)")
        for line in run.lines { #expect(TextWidth.of(line) <= columns, "\(line)") }
        #expect(run.output.replacing("\n", with: " ").contains("resolve ID --taken REMOTE"))
        #expect(run.output.contains("from") == (columns >= 80))
    }

    @Test("A video that may be that of a task with an unknown outcome names the task")
    func candidate() async throws {
        simulator.use(FaultScript(rules: [FaultRule(on: .submit, times: 1, .drop(billed: true))]))
        #expect(try await run("submit", "a boat", "--provider", "relay").code == 7)
        let found = try await run("jobs", "--orphans", "--provider", "relay", "--json")
        #expect(try JSONValue(parsing: found.lines.first ?? "")["mayBe"]?.text?.hasPrefix("v1-") == true)
    }

    @Test("A provider without a list is named")
    func withoutList() async throws {
        let both = try await run("jobs", "--orphans")
        #expect(
            both.code == 0 && both.output.contains("Without a list of tasks: hailuo."),
            "\(both.output)\(both.errors)"
        )
        let one = try await run("jobs", "--orphans", "--provider", "hailuo")
        #expect(one.code == 4 && one.errors.contains("no list"), "\(one.errors)")
    }

    @Test("The IDs of earlier attempts are those of the task")
    func earlierAttempts() throws {
        var task = try BatchFixtures.task(1, "a", .failed, remote: "first")
        task.submits = 1
        task.failure = VideoError(.generationFailed, "failed")
        task.endAttempt()
        task.state = .queued
        task.remote = RemoteTask(id: "second")
        let endpoint = try Endpoint("https://api.example.com/v1")
        #expect(OrphanSearch.knownIDs(of: [task], at: endpoint) == ["first", "second"])
        #expect(OrphanSearch.knownIDs(of: [task], at: try Endpoint("https://other.example.com/v1")).isEmpty)
    }
}
