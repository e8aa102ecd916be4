import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@Suite("Commands for many tasks", .ownThread, .timeLimit(.minutes(20)))
struct ManyTasksTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ words: String..., input: String = "") async throws -> REPLProcess.Run {
        try await REPLProcess.run(words, state: folder.path + "/state", folder: folder.path, input: input)
    }

    /// Starts a simulator, and submits a request for each name.
    private func submit(_ names: [String], generationTime: Double, faults: FaultScript = FaultScript()) async throws
        -> VideoSimulator
    {
        let simulator = VideoSimulator(SimulatorOptions(generationTime: generationTime), faults: faults)
        let base = "http://127.0.0.1:\(try simulator.start().api)/v1"
        let script = names.map { "submit boat --output \($0).mp4 --dialect openai-videos --base-url \(base)\n" }
            .joined()
        let submitted = try await run(input: script)
        #expect(submitted.code == 0, "\(submitted.errors)")
        return simulator
    }

    @Test("resume saves more videos than it downloads at once, finished ones and unfinished ones")
    func resumeMany() async throws {
        let names = (1...12).map { "boat-\($0)" }
        let simulator = try await submit(names, generationTime: 1)
        defer { simulator.stop() }
        // watch leaves the tasks finished and not saved. The task after it is still being made.
        #expect(try await run("watch").code == 0)
        let resumed = try await run("resume", "--json")
        #expect(resumed.code == 0, "\(resumed.errors)")
        for name in names { #expect(FileManager.default.fileExists(atPath: folder.path + "/\(name).mp4")) }
        #expect(simulator.ledger.submits == names.count)
        let states = try await run("jobs", "--json").lines.map { try JSONValue(parsing: $0)["state"]?.text }
        #expect(states == [String](repeating: "stored", count: names.count))
    }

    @Test("resume saves the other videos if one fails, and its exit code is that of the failure")
    func oneFails() async throws {
        let names = ["a", "b", "c"]
        let simulator = try await submit(names, generationTime: 0.2)
        defer { simulator.stop() }
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/b.mp4"))
        let resumed = try await run("resume")
        #expect(resumed.code == 8)
        #expect(resumed.errors.split(separator: "\n").count == 1, "\(resumed.errors)")
        let states = try await run("jobs", "--sort", "age", "--json").lines.map {
            try JSONValue(parsing: $0)["state"]?.text
        }
        #expect(states == ["stored", "succeeded", "stored"])
        #expect(try String(contentsOfFile: folder.path + "/b.mp4", encoding: .utf8) == "mine")
    }

    @Test("The end of the wait ends it for every task")
    func wait() async throws {
        let simulator = try await submit(["a", "b"], generationTime: 600)
        defer { simulator.stop() }
        for command in ["watch", "resume"] {
            let run = try await run(command, "--wait", "1s")
            #expect(run.code == 6)
            #expect(run.errors.contains("resume v1-") && run.errors.contains("resume v2-"), "\(run.errors)")
        }
    }

    @Test("watch right after a command in the background waits for its task")
    func watchAtOnce() async throws {
        let run = try await run(input: "generate boat --output boat.mp4 &\nwatch\nset seconds 8\n")
        #expect(run.code == 0, "\(run.errors)")
        #expect(!run.output.contains("No task is unfinished"), "\(run.output)")
        #expect(!run.output.contains("another process"), "\(run.output)")
        let stored = try #require(run.lines.firstIndex { $0.contains("is stored: ") })
        #expect(stored < run.lines.firstIndex(of: "seconds 8") ?? 0, "\(run.lines)")
        #expect(try await self.run("watch").output == "No task is unfinished.\n")
    }
}
