import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite("One command a run", .ownThread, .timeLimit(.minutes(20)))
struct OneShotTests {
    private let folder: TemporaryFolder
    private let simulator: VideoSimulator
    private let base: String
    private var state: String { folder.path + "/state" }

    init() throws {
        folder = try TemporaryFolder()
        simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2))
        base = "http://127.0.0.1:\(try simulator.start().api)"
    }

    private var provider: [String] { ["--dialect", "openai-videos", "--base-url", base + "/v1"] }

    private func run(_ words: String..., input: String = "", environment: [String: String] = [:]) async throws
        -> REPLProcess.Run
    {
        try await REPLProcess.run(words, state: state, folder: folder.path, input: input, environment: environment)
    }

    private func generate(_ words: String...) async throws -> REPLProcess.Run {
        try await REPLProcess.run(["generate"] + words + provider, state: state, folder: folder.path)
    }

    @Test("--json is one object a line, and the last one has exactly the promised keys")
    func json() async throws {
        let run = try await generate("a boat", "--output", "boat.mp4", "--json")
        #expect(run.code == 0, "\(run.errors)")
        let lines = try run.lines.map { try JSONValue(parsing: $0) }
        let last = try #require(lines.last?.object)
        #expect(
            last.map(\.key) == [
                "state", "path", "bytes", "sha256", "width", "height", "seconds", "provider", "model", "taskID", "id",
                "submits",
            ]
        )
        #expect(last["state"]?.text == "stored")
        #expect(last["path"]?.text == folder.path + "/boat.mp4")
        #expect(last["submits"]?.int == 1)
        #expect(simulator.ledger.submits == 1)
        #expect(last["sha256"]?.text == simulator.ledger.tasks.values.first?.videoSHA256)
    }

    @Test("J12 jobs reports two tasks with one provider ID, and --prune removes old finished tasks but no video")
    func keepingOrder() async throws {
        #expect(try await generate("a boat", "--output", "boat.mp4").code == 0)
        let rule = FaultRule(on: .submit, .edit(path: "id", value: "video_same"))
        simulator.use(FaultScript(seed: 1, rules: [rule]))
        for name in ["b.mp4", "c.mp4"] {
            let run = try await generate("a boat", "--output", name, "--wait", "1s")
            #expect(run.output.contains("the ID video_same") == (name == "c.mp4"))
        }
        #expect(try await run("jobs").output.contains("The provider gave the same ID, video_same, to v2-"))
        #expect(try await run("jobs", "--prune", "30d").output.hasPrefix("0 "))
        #expect(try await run("jobs", "--prune", "1s").output.hasPrefix("1 "))
        #expect(try await run("jobs", "--json").lines.count == 2)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/boat.mp4"))
    }

    @Test("Without a terminal, each change is a line without escape codes")
    func plainLines() async throws {
        let run = try await generate("a boat", "--output", "boat.mp4")
        #expect(run.code == 0)
        #expect(!run.output.contains("\u{1B}"))
        #expect(!run.output.contains("\r"))
        #expect(run.lines.contains { $0.hasSuffix("submitting") })
        #expect(run.lines.contains { $0.hasPrefix("SHA-256") })
    }

    static let mistakes: [([String], Int32, String)] = [
        (["generate", ""], 2, "prompt is empty"),
        (["generate", "x", "--seconds", "5"], 2, "4, 8"),
        (["generate", "x", "--size", "10x10"], 2, "1280x720"),
        (["generate", "x", "--size", "big"], 2, "1280x720"),
        (["generate", "x", "--provider", "simulator-minimax", "--model", "nope"], 2, "MiniMax-Hailuo-02"),
        (["generate", "x", "--provider", "nope"], 3, "simulator"),
        (["generate", "x", "--provider", "minimax"], 3, "MINIMAX_API_KEY"),
        (["generate", "x", "--dialect", "openai-videos", "--base-url", "http://example.com/v1"], 3, "https"),
        (["generate", "x", "--dialect", "nope", "--base-url", "https://example.com/v1"], 3, "openai-videos"),
        (["generate", "x", "--dialect", "openai-videos"], 2, "--base-url"),
        (["generate", "x", "--key-env", "sk-1234"], 2, "never an argument"),
        (["generate", "x", "--output", "none/boat.mp4"], 2, "none"),
        (["generate", "x", "--output", "taken.mp4"], 2, "--overwrite"),
        (["generate", "x", "--first-frame", "none.png"], 2, "none.png"),
        (["generate", "x", "--wait", "soon"], 2, "20m"),
        (["generate", "x", "--config", "broken.json"], 3, "line 1"),
        (["generate", "x", "--config", "none.json"], 3, "none.json"),
        (["generate", "x", "--state", "taken.mp4"], 3, "taken.mp4"),
        (["generate", "x", "--budget", "much"], 2, "5usd"),
        (["generate", "x", "--seconds", "8", "--budget-seconds", "7"], 2, "budget"),
        (["generate", "x", "--budget", "5usd", "--budget-per", "week"], 2, "day"),
        (["watch", "v9-zzzz"], 2, "v9-zzzz"),
        (["generate", "x", "--secnds", "4"], 2, "--seconds"),
        (["jobs", "--state", "runing"], 2, "running"),
        (["jobs", "--sort", "price"], 2, "cost"),
        (["spend", "--by", "modl"], 2, "Did you mean model"),
        (["spend", "--by", "week"], 2, "provider, model, day or label"),
        (["spend", "--since", "30"], 2, "30d"),
        (["spend", "--csv", "--json"], 2, "together"),
        (["doctor", "--provider", "simulatr"], 3, "simulator"),
        (["compare", "x", "--providers", "simulator"], 2, "a,b,c"),
        (["compare", "x", "--providers", "simulator,/"], 2, "PROVIDER/MODEL"),
        (["compare", "x", "--providers", "simulator,simulator-minimax", "--wait", "soon"], 2, "20m"),
        (["use", "/"], 2, "PROVIDER/MODEL"),
        (["serve", "--time", "1.2.3s"], 2, "90s"),
        (["genrate", "x"], 2, "generate"),
    ]

    @Test(
        "Each mistake is one line that names the allowed values, has its exit code, and sends nothing",
        arguments: mistakes
    )
    func mistake(words: [String], code: Int32, part: String) async throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path + "/taken.mp4"))
        try Data("[{".utf8).write(to: URL(fileURLWithPath: folder.path + "/broken.json"))
        let run = try await REPLProcess.run(words, state: state, folder: folder.path)
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(run.errors.contains(part), "\(run.errors)")
        let journal = (try? FileManager.default.contentsOfDirectory(atPath: state + "/tasks")) ?? []
        #expect(journal.isEmpty)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/taken.mp4")) == Data("x".utf8))
    }

    @Test("The end of the wait is exit 6, and resume alone finishes everything, from the journal")
    func resume() async throws {
        simulator.use(FaultScript(rules: [FaultRule(on: .status, times: 3, .unknownStatus(word: "Throttled"))]))
        let first = try await generate("one boat", "--wait", "1s", "--output", "one.mp4")
        #expect(first.code == 6, "\(first.errors)")
        #expect(first.errors.contains("resume v1-"))
        simulator.use(FaultScript())
        let second = try await run("resume", "--json")
        #expect(second.code == 0, "\(second.errors)")
        #expect(FileManager.default.fileExists(atPath: folder.path + "/one.mp4"))
        #expect(simulator.ledger.submits == 1)
    }

    @Test("D23 kill -9 in the middle of a download, then resume alone: the same bytes, one POST")
    func killed() async throws {
        simulator.use(FaultScript(rules: [FaultRule(on: .content, times: 1, .drip(bytesPerSecond: 400_000))]))
        let terminal = try Terminal(
            ["generate", "a boat", "--output", "boat.mp4"] + provider,
            state: state,
            folder: folder.path
        )
        try await terminal.wait(for: "downloading")
        try await terminal.wait("a megabyte") { $0.contains { $0.contains(" MB of") } }
        terminal.signal(SIGKILL)
        #expect(try await terminal.exitCode() == 128 + SIGKILL)
        let run = try await run("resume", "--json")
        #expect(run.code == 0, "\(run.errors)")
        let last = try JSONValue(parsing: run.lines.last ?? "")
        #expect(last["sha256"]?.text == simulator.ledger.tasks.values.first?.videoSHA256)
        #expect(simulator.ledger.submits == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state + "/parts").isEmpty)
    }

    @Test("A lost response is exit 7 with the next step; resolve finds the task, and nothing is bought twice")
    func unknownOutcome() async throws {
        simulator.use(FaultScript(rules: [FaultRule(on: .submit, times: 1, .drop(billed: true))]))
        let lost = try await generate("a lost boat", "--output", "boat.mp4")
        #expect(lost.code == 7)
        #expect(lost.errors.contains("resolve v1-"), "\(lost.errors)")
        #expect(try await run("resume").code == 7)
        let found = try await run("resolve", "1")
        #expect(found.code == 0, "\(found.errors)")
        #expect(try await run("resume", "1").code == 0)
        #expect(simulator.ledger.submits == 1)
        #expect(simulator.ledger.videosBilled == 1)
    }

    @Test("A task of a built-in simulator that has ended is reported, and delays nothing")
    func goneSimulator() async throws {
        #expect(try await run("submit", "a boat").code == 0)
        let all = try await run("resume")
        #expect(all.code == 0)
        #expect(all.output.contains("built-in simulator"))
        let one = try await run("watch", "1")
        #expect(one.code == 3)
        #expect(one.errors.contains("Nothing was paid"))
    }

    @Test(
        "A script on standard input stops at the first failure, or continues with --keep-going; its exit code reports the failure"
    )
    func scripts() async throws {
        let script = "# remark\nproviders\ngenrate x\nset seconds 8\n"
        let strict = try await run(input: script)
        #expect(strict.code == 2)
        #expect(!strict.output.contains("seconds 8"))
        let lax = try await run("--keep-going", input: script)
        #expect(lax.code == 2)
        #expect(lax.output.contains("seconds 8"))
        try Data("set seconds 8\nrun again.txt\n".utf8).write(to: URL(fileURLWithPath: folder.path + "/again.txt"))
        let file = try await run("run", "again.txt")
        #expect(file.code == 2)
        #expect(file.output.contains("seconds 8"))
    }

    @Test("A recording holds no key and no video, and plays back without a network")
    func recording() async throws {
        let order = "generate \"a boat\" \(provider.joined(separator: " ")) --key-env TEST_KEY --output"
        let key = "test-key-4711-0815"
        let recorded = try await run(
            input: "record boat.har\n\(order) one.mp4\nrecord off\n",
            environment: ["TEST_KEY": key]
        )
        #expect(recorded.code == 0, "\(recorded.errors)")
        let text = try String(contentsOfFile: folder.path + "/boat.har", encoding: .utf8)
        #expect(!text.contains(key) && !text.contains("ftyp"))
        simulator.stop()
        let played = try await run(
            input: "replay boat.har\n\(order) two.mp4\n",
            environment: ["TEST_KEY": key]
        )
        #expect(played.code == 0, "\(played.errors)")
        #expect(FileManager.default.fileExists(atPath: folder.path + "/two.mp4"))
        // A replayed task was not bought, so it is not in the journal.
        #expect(try await run("jobs", "--json").lines.count == 1)
    }

    @Test("compare sends a request to several providers at once, and reports each result")
    func compare() async throws {
        let run = try await run("compare", "a boat", "--providers", "simulator,simulator-minimax", "--json")
        #expect(run.code == 0, "\(run.errors)")
        let rows = try run.lines.suffix(2).map { try JSONValue(parsing: $0) }
        #expect(rows.map { $0["provider"]?.text } == ["simulator", "simulator-minimax"])
        #expect(rows.allSatisfy { $0["state"]?.text == "stored" && ($0["totalSeconds"]?.double ?? 0) > 0 })
    }

    @Test(
        "Every command with --json writes only JSON objects, whatever the result",
        arguments: [
            "help", "help generate", "generate --help", "generate x --seconds 5", "genrate x", "generate x --secnds 5",
            "jobs", "jobs --state runing", "watch", "watch 1", "resume", "download 7", "show 7", "open 7", "cancel 7",
            "resolve 7", "spend", "spend --by week", "again 7", "compare x", "models", "models sora-2", "estimate x",
            "dry-run x", "explain none",
            "providers", "use simulator", "use nope", "set seconds 4", "set nope", "config check", "doctor", "run none",
            "conform none.json", "--manifest none.json providers",
            "record x.har", "record off", "replay none", "replay off", "jobs --prune 30d",
            "--config none.json config check",
        ]
    )
    func jsonEverywhere(line: String) async throws {
        let words = line.split(separator: " ").map(String.init)
        let run = try await REPLProcess.run(words + ["--json"], state: state, folder: folder.path)
        for line in run.lines { #expect(try JSONValue(parsing: line).object != nil, "\(line)") }
        #expect(line == "jobs" || !run.lines.isEmpty)
        if run.code != 0 {
            #expect(try run.lines.contains { try JSONValue(parsing: $0)["event"]?.text == "error" })
        }
    }

    @Test(
        "One --output for several providers becomes one file for each; one for two tasks is refused before it is paid"
    )
    func outputs() async throws {
        let both = try await run(
            "compare",
            "a boat",
            "--providers",
            "simulator,simulator-minimax",
            "--output",
            "boat.mp4"
        )
        #expect(both.code == 0, "\(both.errors)")
        for name in ["boat-simulator.mp4", "boat-simulator-minimax.mp4"] {
            #expect(FileManager.default.fileExists(atPath: folder.path + "/" + name))
        }
        let first = try await REPLProcess.run(
            ["submit", "x", "--output", "one.mp4"] + provider,
            state: state,
            folder: folder.path
        )
        #expect(first.code == 0)
        let second = try await generate("y", "--output", "one.mp4")
        #expect(second.code == 2)
        #expect(second.errors.contains("resume v3-"), "\(second.errors)")
        #expect(simulator.ledger.submits == 1)
    }

    @Test("What a provider refuses says who refused, and that nothing was bought")
    func refused() async throws {
        let run = try await generate("a boat", "--seconds", "99")
        #expect(run.code == 4)
        #expect(run.errors.hasPrefix("openai-videos refused the request: "), "\(run.errors)")
        #expect(run.errors.contains("Nothing was bought."))
    }

    @Test("again is a new purchase of the same request, with changes")
    func again() async throws {
        #expect(try await generate("a boat", "--seconds", "4", "--model", "sora-2", "--output", "one.mp4").code == 0)
        let wrong = try await run("again", "1", "--wait", "soon")
        #expect(wrong.code == 2 && wrong.output.isEmpty, "\(wrong.output)")
        let run = try await run("again", "1", "--seconds", "8", "--output", "two.mp4")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("new purchase"))
        #expect(run.output.contains("Duration    8.00 s"))
        #expect(simulator.ledger.submits == 2)
    }

    @Test("A video whose file is gone is fetched again, and one that is there is not put in a second place")
    func fileIsGone() async throws {
        #expect(try await generate("a boat", "--seconds", "4", "--model", "sora-2", "--output", "one.mp4").code == 0)
        let elsewhere = try await run("download", "1", "--output", "two.mp4")
        #expect(elsewhere.code == 2)
        #expect(elsewhere.errors.contains("is stored already, at "), "\(elsewhere.errors)")
        for command in ["download", "resume"] {
            try FileManager.default.removeItem(atPath: folder.path + "/one.mp4")
            let again = try await run(command, "1")
            #expect(again.code == 0, "\(again.errors)")
            #expect(again.output.contains("no longer at"))
            #expect(FileManager.default.fileExists(atPath: folder.path + "/one.mp4"))
        }
        #expect(simulator.ledger.submits == 1)
    }

    @Test("A list of a state that is none makes no folder of that name")
    func stateIsNone() async throws {
        for word in ["runing", "elsewhere"] {
            let run = try await run("jobs", "--state", word)
            #expect(run.code == 2)
            #expect(run.errors.contains("is not valid here"), "\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/" + word))
        }
        // In front of the command it can only be a folder, which may be a new one.
        #expect(try await run("--state", "fresh", "jobs").output == "No tasks.\n")
    }

    @Test("S28 A prompt that is not UTF-8 is not bought with something else in its place")
    func brokenPrompt() async throws {
        let run = try await generate("caf\u{FFFD}")
        #expect(run.code == 2)
        #expect(run.errors.contains("not UTF-8") && run.errors.contains("Nothing was sent."), "\(run.errors)")
        #expect(simulator.ledger.submits == 0)
    }

    @Test("Files of the journal that cannot be read are named, and the list does not end well")
    func unreadableJournal() async throws {
        #expect(try await generate("a boat", "--seconds", "4", "--model", "sora-2", "--output", "one.mp4").code == 0)
        try Data("garbage\n".utf8).write(to: URL(fileURLWithPath: state + "/tasks/v9-zzzz.jsonl"))
        for command in ["jobs", "resume"] {
            let run = try await run(command)
            #expect(run.code == 8)
            #expect(run.errors.contains("v9-zzzz.jsonl"), "\(run.errors)")
        }
    }

    @Test("J10 Output into a closed pipe is no crash")
    func closedPipe() async throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: REPLProcess.path)
        process.arguments = ["help", "generate"]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "VIDEO_STATE_DIR": state]
        process.standardOutput = pipe
        try pipe.fileHandleForReading.close()
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
    }

    @Test("serve prints both addresses, responds, and ends with 0 at SIGTERM")
    func serve() async throws {
        let terminal = try Terminal(["serve", "--port", "0"], state: state, folder: folder.path)
        try await terminal.wait(for: "MiniMax       http://127.0.0.1:")
        #expect(terminal.lines.contains { $0.hasPrefix("OpenAI style  http://127.0.0.1:") && $0.hasSuffix("/v1") })
        terminal.signal(SIGTERM)
        #expect(try await terminal.exitCode() == 0)
    }
}
