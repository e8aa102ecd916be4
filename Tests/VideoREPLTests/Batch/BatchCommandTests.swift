import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoREPL

@Suite("The command batch", .ownThread, .timeLimit(.minutes(20)))
struct BatchCommandTests {
    private let folder: TemporaryFolder
    private let simulator: VideoSimulator
    private let base: String

    init() throws {
        folder = try TemporaryFolder()
        simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2))
        base = "http://127.0.0.1:\(try simulator.start().api)/v1"
        try FileManager.default.createDirectory(atPath: folder.path + "/videos", withIntermediateDirectories: true)
    }

    private func write(_ text: String, to name: String = "shots.csv") throws {
        try text.write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
    }

    private func batch(_ words: String..., file: String = "shots.csv", environment: [String: String] = [:]) async throws
        -> REPLProcess.Run
    {
        let provider = ["--dialect", "openai-videos", "--base-url", base, "--output", "videos"]
        return try await REPLProcess.run(
            ["batch", file] + provider + words,
            state: folder.path + "/state",
            folder: folder.path,
            environment: environment
        )
    }

    private func csv(_ count: Int) -> String {
        "label,prompt\n" + (1...count).map { "scene-\($0),boat \($0)\n" }.joined()
    }

    /// Returns the rows of the results file, by the names of their columns.
    private func results(_ name: String = "shots.results.csv") throws -> [[String: String]] {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name)))
        let rows = try CSVText.rows(of: bytes, longest: 100_000)
        return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0].fields, $0.fields)) }
    }

    @Test("Every row becomes a video, and the results say which")
    func allStored() async throws {
        try write(csv(12))
        let run = try await batch("--concurrency", "5")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.lines.contains("12 rows: 12 to send."), "\(run.lines)")
        #expect(run.lines.count { $0.hasPrefix("[") } == 12)
        #expect(simulator.ledger.submits == 12 && simulator.ledger.tasks.count == 12)
        let results = try results()
        #expect(results.map { $0["label"] } == (1...12).map { "scene-\($0)" })
        for row in results {
            #expect(row["state"] == "stored" && row["reason"] == "")
            #expect(row["path"] == "\(folder.path)/videos/\(row["label"] ?? "").mp4")
            #expect(simulator.ledger.tasks[row["taskID"] ?? ""]?.videoSHA256 == row["sha256"])
            #expect(FileManager.default.fileExists(atPath: row["path"] ?? ""))
        }
    }

    @Test("A row's values replace the options of the line")
    func values() async throws {
        let lines = [
            #"{"prompt": "a", "seconds": 8, "output": "first.mp4"}"#, #"{"prompt": "b", "size": "1280x720"}"#,
            #"{"prompt": "c", "model": "sora-2-pro", "label": "third"}"#,
        ]
        try write(lines.joined(separator: "\n"), to: "shots.jsonl")
        let run = try await batch("--seconds", "4", file: "shots.jsonl")
        #expect(run.code == 0, "\(run.errors)")
        let tasks = simulator.ledger.tasks.values
        #expect(tasks.map(\.seconds).sorted() == [4, 4, 8])
        #expect(tasks.contains { $0.model == "sora-2-pro" } && tasks.contains { $0.size == "1280x720" })
        #expect(FileManager.default.fileExists(atPath: folder.path + "/videos/first.mp4"))
        let text = try String(contentsOfFile: folder.path + "/shots.results.jsonl", encoding: .utf8)
        let results = try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(results.map { $0["row"]?.int } == [1, 2, 3] && results[2]["label"]?.text == "third")
    }

    static let mistakes: [(String, String)] = [
        ("prompt,secnds\na,4\nb,5\n", "Did you mean seconds"),
        ("prompt,provider,model\na,,\nb,simulator-minimax,nope\n", "MiniMax-Hailuo-02"),
        ("prompt,provider,seconds\na,,4\nb,simulator,5\n", "Row 2 (line 3): sora-2 does not take 5 for seconds"),
        ("prompt,label\na,x\nb,x\n", "the label of row 1, too"),
        ("prompt,output\na,x.mp4\nb,x.mp4\n", "the output of row 1, too"),
        ("prompt,firstFrame\na,\nb,none.png\n", "none.png"),
        ("prompt,provider\na,\nb,nobody\n", "There is no provider"),
        ("prompt,seconds\na,4\n,4\n", "prompt is empty"),
        ("prompt,route\na,\nb,\"a,,b\"\n", "there is no provider"),
        ("prompt,seconds\na,4\nb,4,4\n", "3 fields"),
    ]

    @Test("A mistake in any row is found before anything is sent", arguments: mistakes)
    func mistake(csv: String, part: String) async throws {
        try write(csv)
        let run = try await batch()
        #expect(run.errors.contains(part), "\(run.errors)")
        #expect(run.errors.contains("Nothing was sent"), "\(run.errors)")
        #expect(run.code == 2 || part.contains("provider") && run.code == 3)
        #expect(simulator.ledger.submits == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/shots.results.csv"))
    }

    @Test("--check sends nothing and writes nothing")
    func check() async throws {
        try write(csv(3))
        let run = try await batch("--check", "--json")
        #expect(run.code == 0)
        #expect(try run.lines.map { try JSONValue(parsing: $0) }.last?["new"]?.int == 3)
        #expect(simulator.ledger.submits == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/shots.results.csv"))
    }

    @Test("The failure of one row stops no other one, and is the exit code")
    func oneFails() async throws {
        try write(csv(5))
        simulator.use(FaultScript(rules: [FaultRule(on: .submit, times: 1, .refuse(reason: .contentRejected))]))
        let run = try await batch("--concurrency", "1")
        #expect(run.code == 4, "\(run.errors)")
        let results = try results()
        #expect(results.map { $0["state"] } == ["failed", "stored", "stored", "stored", "stored"])
        #expect(results[0]["reason"]?.isEmpty == false && results[0]["path"] == "")
        #expect(run.errors.hasPrefix("scene-1: "), "\(run.errors)")
    }

    @Test("An unknown outcome is the exit code, whatever else failed")
    func unknown() async throws {
        try write(csv(3))
        simulator.use(
            FaultScript(rules: [
                FaultRule(on: .submit, times: 1, .refuse(reason: .contentRejected)),
                FaultRule(on: .submit, nth: 2, times: 1, .drop(billed: true)),
            ])
        )
        let run = try await batch("--concurrency", "1")
        #expect(run.code == 7, "\(run.errors)")
        #expect(run.errors.contains("resolve v"), "\(run.errors)")
        #expect(try results().map { $0["state"] } == ["failed", "outcomeUnknown", "stored"])
    }

    @Test("A budget that is used up stops the rows that wait")
    func budget() async throws {
        try write(csv(30))
        let run = try await batch("--budget-seconds", "12", "--concurrency", "1", "--seconds", "4")
        #expect(run.code == 2, "\(run.errors)")
        #expect(simulator.ledger.submits == 3)
        let states = try results().map { $0["state"] ?? "" }
        #expect(states.count { $0 == "stored" } == 3 && states.count { $0 == "notSent" } == 27)
        #expect(try results().last?["reason"]?.hasPrefix("Not sent: the budget is used up.") == true)
        // Only the first row that did not fit was tried.
        #expect(run.lines.count { $0.hasPrefix("[") } == 4, "\(run.lines)")
    }

    @Test("Rows of a paused provider are not sent")
    func paused() async throws {
        try write(csv(20))
        simulator.use(FaultScript(rules: [FaultRule(on: .submit, .drop(billed: true))]))
        let run = try await batch("--concurrency", "4")
        #expect(run.code == 7)
        #expect(simulator.ledger.submits == 3)
        let results = try results()
        #expect(results.count { $0["state"] == "outcomeUnknown" } == 3)
        #expect(results.count { $0["state"] == "notSent" && $0["reason"]?.contains("paused") == true } == 17)
    }

    @Test("A few 429s in a row do not fail a row")
    func throttled() async throws {
        try write(csv(2))
        let rule = FaultRule(on: .submit, times: 5, .status(code: 429, retryAfter: "0.05"))
        simulator.use(FaultScript(rules: [rule]))
        let run = try await batch("--concurrency", "2")
        #expect(run.code == 0, "\(run.errors)")
        #expect(simulator.ledger.tasks.count == 2 && simulator.ledger.submits == 7)
    }

    @Test("A file in the way refuses its row before anything is sent, and stays")
    func fileInTheWay() async throws {
        try write(csv(3))
        try write("mine", to: "videos/scene-2.mp4")
        let run = try await batch()
        #expect(run.code == 2)
        #expect(run.lines.contains("3 rows: 2 to send, 1 not sent."), "\(run.lines)")
        #expect(simulator.ledger.submits == 2)
        #expect(try results().map { $0["state"] } == ["stored", "notSent", "stored"])
        #expect(try String(contentsOfFile: folder.path + "/videos/scene-2.mp4", encoding: .utf8) == "mine")
    }

    @Test("A file that is no results file is not replaced, and the batch's own file neither")
    func foreignResults() async throws {
        try write(csv(1))
        try write("mine", to: "shots.results.csv")
        for words in [[], ["--results", "shots.csv"]] as [[String]] {
            let run = try await REPLProcess.run(
                ["batch", "shots.csv", "--dialect", "openai-videos", "--base-url", base] + words,
                state: folder.path + "/state",
                folder: folder.path
            )
            #expect(run.code == 2)
        }
        #expect(simulator.ledger.submits == 0)
        #expect(try String(contentsOfFile: folder.path + "/shots.results.csv", encoding: .utf8) == "mine")
        #expect(try String(contentsOfFile: folder.path + "/shots.csv", encoding: .utf8) == csv(1))
    }

    @Test("--json is one object a line: the plan, each row, and the sums")
    func json() async throws {
        try write(csv(3))
        let run = try await batch("--json")
        let events = try run.lines.map { try JSONValue(parsing: $0)["event"]?.text }
        #expect(events == ["plan", "row", "row", "row", "batch"])
        let last = try JSONValue(parsing: run.lines.last ?? "")
        #expect(last["stored"]?.int == 3 && last["results"]?.text == folder.path + "/shots.results.csv")
    }

    @Test("Ctrl-C keeps the results whole, and says how to continue")
    func interrupted() async throws {
        try write(csv(40))
        let terminal = try Terminal(
            ["batch", "shots.csv", "--output", "videos", "--concurrency", "2"],
            state: folder.path + "/state",
            folder: folder.path
        )
        try await terminal.wait(for: "running")
        terminal.type("\u{03}")
        #expect(try await terminal.exitCode() == 130)
        #expect(terminal.text.contains("run the same command again"), "\(terminal.text)")
        let results = try results()
        #expect(results.count == 40 && results.allSatisfy { $0["label"]?.hasPrefix("scene-") == true })
    }

    // MARK: - Run again

    @Test("A second run buys nothing again, and tries again what was refused")
    func rerun() async throws {
        try write(csv(6))
        simulator.use(FaultScript(rules: [FaultRule(on: .submit, times: 1, .refuse(reason: .contentRejected))]))
        #expect(try await batch("--concurrency", "1").code == 4)
        let first = try results()
        // Rows that were moved or added, and an edited row without a label, keep the others.
        try write(
            "label,prompt\n" + (1...6).reversed().map { "scene-\($0),boat \($0)\n" }.joined() + "scene-7,boat 7\n"
        )
        let second = try await batch()
        #expect(second.code == 0, "\(second.errors)")
        #expect(
            second.lines.contains("7 rows: 5 stored already, 1 to send, 1 refused before and sent again."),
            "\(second.lines)"
        )
        #expect(simulator.ledger.tasks.count == 7)
        let results = try results()
        #expect(results.allSatisfy { $0["state"] == "stored" })
        for row in first where row["state"] == "stored" {
            #expect(results.contains { $0["label"] == row["label"] && $0["sha256"] == row["sha256"] })
        }
        #expect(try await batch().code == 0)
        #expect(simulator.ledger.tasks.count == 7)
    }

    @Test("A row with an unknown outcome is listed first and never sent again")
    func rerunUnknown() async throws {
        try write(csv(3))
        simulator.use(FaultScript(rules: [FaultRule(on: .submit, times: 1, .drop(billed: true))]))
        #expect(try await batch("--concurrency", "1").code == 7)
        let again = try await batch()
        #expect(again.code == 7)
        #expect(again.lines.first?.hasPrefix("scene-1: it is not known whether v") == true, "\(again.lines)")
        #expect(again.lines.first?.contains("resolve v") == true)
        #expect(again.lines.contains { $0.hasPrefix("3 rows: 2 stored already, 1 with an unknown outcome") })
        #expect(simulator.ledger.submits == 3)
    }

    @Test("Rows that were being made are resumed after the wait has ended")
    func rerunResumes() async throws {
        try write(csv(3))
        let slow = VideoSimulator(SimulatorOptions(generationTime: 8))
        let base = "http://127.0.0.1:\(try slow.start().api)/v1"
        defer { slow.stop() }
        let words = ["batch", "shots.csv", "--dialect", "openai-videos", "--base-url", base, "--output", "videos"]
        let first = try await REPLProcess.run(
            words + ["--wait", "1s"],
            state: folder.path + "/state",
            folder: folder.path
        )
        #expect(first.code == 6, "\(first.errors)")
        let second = try await REPLProcess.run(words, state: folder.path + "/state", folder: folder.path)
        #expect(second.code == 0, "\(second.errors)")
        #expect(second.lines.contains("3 rows: 3 to resume."), "\(second.lines)")
        #expect(slow.ledger.submits == 3)
    }

    @Test("A stored row whose prompt was changed is refused, and not bought under the old label")
    func rerunChanged() async throws {
        try write(csv(2))
        #expect(try await batch().code == 0)
        try write(csv(2).replacingOccurrences(of: "boat 2", with: "train 2"))
        let run = try await batch()
        #expect(run.code == 2)
        #expect(run.output.contains("another request"), "\(run.output)")
        #expect(simulator.ledger.submits == 2)
    }

    @Test("A comparison with a label does not buy again")
    func labeledComparison() async throws {
        let ports = try simulator.start()
        let entries = [
            ["id": "one", "dialect": "openai-videos", "baseURL": ports.baseURL(for: "openai-videos")],
            ["id": "two", "dialect": "openai-videos", "baseURL": ports.baseURL(for: "openai-videos")],
        ]
        try Data(JSONSerialization.data(withJSONObject: entries)).write(
            to: URL(fileURLWithPath: folder.path + "/p.json")
        )
        for _ in 0..<2 {
            let run = try await REPLProcess.run(
                ["compare", "a boat", "--providers", "one,two", "--label", "test", "--output", "boat.mp4"],
                state: folder.path + "/state",
                folder: folder.path,
                environment: ["VIDEO_CONFIG": folder.path + "/p.json"]
            )
            #expect(run.code == 0, "\(run.errors)")
            for name in ["one ", "two "] {
                #expect(run.lines.contains { $0.hasPrefix(name) && $0.contains("stored") }, "\(run.lines)")
            }
        }
        #expect(simulator.ledger.submits == 2)
    }
}
