import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("The output of every command fits the terminal", .ownThread, .timeLimit(.minutes(20)))
struct WidthTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Lines for every command, right ones and wrong ones.
    private static let lines = [
        "generate": [
            "generate \"a paper boat in the rain\"", "generate", "generate boat --seconds 5", "generate x --size 3",
        ],
        "submit": ["submit \"一只小船在雨中航行，后面跟着一只鸭子和三只小鸭子\" --private", "submit x --output /nowhere/x.mp4"],
        "enqueue": ["enqueue boat", "enqueue boat --journal nowhere"],
        "work": ["work", "work --concurrency 99", "work --journal nowhere"],
        "again": ["again 1 --seconds 8", "again v9-k3f9"],
        "compare": ["compare boat --providers simulator,simulator-minimax", "compare boat"],
        "batch": ["batch nothing.csv", "batch rows.csv", "batch wrong.csv", "batch rows.csv --concurrency 0"],
        "jobs": [
            "jobs --orphans --provider simulator", "jobs", "jobs --state runing", "jobs --prune 30", "jobs --prune 30d",
            "jobs --sort colour",
        ],
        "watch": ["watch", "watch 9"], "resume": ["resume", "resume 1"], "download": ["download 1", "download"],
        "show": ["show 1", "show 2"], "open": ["open v1-2222", "open 1"], "cancel": ["cancel 1"],
        "resolve": ["resolve 1"], "release": ["release 1", "release v1-2222"],
        "spend": ["spend", "spend --by day", "spend --by month"],
        "reopen": ["reopen simulator", "reopen unknown"],
        "models": [
            "models", "models --provider minimax", "models --provider minimax-h3", "models sora-2-pro",
            "models nothing",
            "models MiniMax-Hailuo-02 --provider minimax",
        ],
        "estimate": ["estimate boat --provider minimax-h3 --seconds 10", "estimate boat --model sora-2"],
        "explain": ["explain --dialect openai-videos --operation status answer.json", "explain nothing"],
        "providers": ["providers"], "use": ["use unknown", "use minimax/MiniMax-Hailuo-9"],
        "set": ["set", "set seconds 9999999", "set colour red"], "config check": ["config check"], "doctor": ["doctor"],
        "run": ["run nothing"], "record": ["record /nowhere/x", "record off"],
        "replay": ["replay nothing", "replay off"],
        "serve": ["serve --port 99999", "serve --cors nowhere"],
        "conform": ["conform nothing.json"],
        "store migrate": ["store migrate", "store migrate --journal nowhere"], "store check": ["store check"],
        "store import": ["store import /nowhere", "store import"],
        "store export": ["store export /nowhere", "store export"],
        "help": ["help", "help environment", "help exit-codes", "frobnicate"]
            + CommandTable.all.commands.map { "help \($0.name)" },
        "quit": ["quit"],
        // A request and its curl command are for copying, so they are not wrapped.
        "dry-run": [],
    ]

    @Test("Every command is tried here")
    func complete() {
        #expect(Set(Self.lines.keys) == Set(CommandTable.all.commands.map(\.name)))
    }

    @Test("No line is wider than the terminal, unless a single word is", arguments: [60, 80, 100, 200])
    func widths(columns: Int) async throws {
        let answer = #"{"id":"video_1","status":"failed","error":{"code":"x","message":"The server had an error."}}"#
        try answer.write(toFile: folder.path + "/answer.json", atomically: true, encoding: .utf8)
        try "label,prompt\na,a boat\n".write(toFile: folder.path + "/rows.csv", atomically: true, encoding: .utf8)
        try "label,promt\na,a boat\n".write(toFile: folder.path + "/wrong.csv", atomically: true, encoding: .utf8)
        let commands = CommandTable.all.commands.filter { $0.name != "quit" }.flatMap { Self.lines[$0.name] ?? [] }
        let run = try await REPLProcess.run(
            ["--keep-going"],
            state: folder.path + "/state",
            folder: folder.path,
            input: commands.joined(separator: "\n") + "\nquit\n",
            environment: ["COLUMNS": "\(columns)", "PATH": folder.path]
        )
        let shown = (run.output + run.errors).split(separator: "\n")
        #expect(shown.count > 200)
        for line in shown where TextWidth.of(line) > columns {
            let words = line.split(separator: " ")
            let isAlone = words.count == 1 && (words[0].contains("/") || words[0].count == 64)
            #expect(isAlone, "\(TextWidth.of(line)) columns: \(line)")
        }
    }

    @Test("In a terminal, too, tables and text are as wide as it is", arguments: [60, 80, 100])
    func terminal(columns: Int) async throws {
        let terminal = try Terminal(
            ["models", "--provider", "minimax"],
            state: folder.path + "/state",
            columns: columns,
            folder: folder.path
        )
        #expect(try await terminal.exitCode() == 0)
        let lines = terminal.text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "").split(whereSeparator: \.isNewline)
        #expect(lines.count > 9)
        #expect(lines.allSatisfy { TextWidth.of($0) <= columns }, "\(lines)")
    }

    @Test("A pipe gets whole lines, for programs that read them")
    func pipe() async throws {
        let run = try await REPLProcess.run(["help"], state: folder.path + "/state", folder: folder.path)
        #expect(run.lines.contains { $0.hasSuffix("without ID, watch all unfinished tasks") })
    }

    private func lines(_ words: String..., columns: Int, environment: [String: String] = [:]) async throws -> [String] {
        let run = try await REPLProcess.run(
            words,
            state: folder.path + "/state",
            folder: folder.path,
            environment: environment.merging(["COLUMNS": "\(columns)"]) { $1 }
        )
        #expect(run.code == 0, "\(run.errors)")
        return run.lines
    }

    @Test("models shows the prices, also if other columns have no room", arguments: [60, 80])
    func prices(columns: Int) async throws {
        let lines = try await lines("models", "--provider", "minimax", columns: columns)
        #expect(lines.first?.contains("PRICE") == true)
        #expect(lines.contains { $0.contains("USD 0.28") })
    }

    @Test("providers shows the whole names of the key variables", arguments: [60, 80])
    func keyNames(columns: Int) async throws {
        let list =
            #"[{"id": "own", "dialect": "openai-videos", "baseURL": "https://relay.example/v1", "keyEnv": "A_LONG_NAME_OF_A_KEY"}]"#
        try list.write(toFile: folder.path + "/providers.json", atomically: true, encoding: .utf8)
        let lines = try await lines("--config", "providers.json", "providers", columns: columns)
        for name in ["A_LONG_NAME_OF_A_KEY", "MINIMAX_API_KEY", "MINIMAX_CN_API_KEY"] {
            #expect(lines.contains { $0.split(separator: " ").contains(Substring(name)) }, "\(lines)")
        }
    }

    @Test("compare shows the whole path of each file", arguments: [60, 80])
    func comparedFiles(columns: Int) async throws {
        let lines = try await lines(
            "compare",
            "boat",
            "--providers",
            "simulator,simulator-minimax",
            "--output",
            "boat.mp4",
            columns: columns
        )
        #expect(lines.contains("FILE"))
        for name in ["simulator", "simulator-minimax"] {
            #expect(lines.contains { $0.hasSuffix(folder.path + "/boat-\(name).mp4") }, "\(lines)")
        }
    }
}
