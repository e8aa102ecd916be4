import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoREPL

@Suite("The first impression", .ownThread, .timeLimit(.minutes(20)))
struct FirstImpressionTests {
    private let folder: TemporaryFolder
    private var state: String { folder.path + "/state" }

    init() throws { folder = try TemporaryFolder() }

    private func run(_ words: String..., input: String = "", environment: [String: String] = [:]) async throws
        -> REPLProcess.Run
    {
        try await REPLProcess.run(words, state: state, folder: folder.path, input: input, environment: environment)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/" + name))
    }

    @Test("--version prints the version that the changelog has")
    func version() async throws {
        let run = try await run("--version")
        #expect(run.code == 0)
        #expect(run.output == "video-repl \(VideoREPL.version)\n")
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let changelog = try String(contentsOf: root.appendingPathComponent("Docs/Changelog.md"), encoding: .utf8)
        let heading = changelog.split(separator: "\n").first { $0.hasPrefix("## ") }
        #expect(heading?.hasPrefix("## \(VideoREPL.version)") == true)
        #expect(try await self.run("--json", "--version").output == "{\"version\":\"\(VideoREPL.version)\"}\n")
    }

    @Test("help names the variables of proxies and certificates, and every exit code")
    func topics() async throws {
        for word in ["network", "environment"] {
            let run = try await run("help", word)
            for name in ["https_proxy", "no_proxy", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "VIDEO_STATE_DIR"] {
                #expect(run.output.contains(name))
            }
        }
        let codes = try await run("help", "exit-codes").output
        for code in ExitCode.allCases { #expect(codes.contains("  \(code.rawValue) ")) }
        #expect(try await run("help", "exit-codes", "--json").lines.count == 1)
    }

    @Test("doctor shows the proxy and the certificate file in use, and no password")
    func doctor() async throws {
        try write("x", to: "own.pem")
        let run = try await run(
            "doctor",
            environment: [
                "https_proxy": "http://anna:geheim@proxy.example:3128", "SSL_CERT_FILE": folder.path + "/own.pem",
            ]
        )
        #expect(run.output.contains("http://proxy.example:3128"))
        #expect(!run.output.contains("geheim"))
        #expect(run.output.contains(folder.path + "/own.pem"))
        let missing = try await self.run("doctor", environment: ["CURL_CA_BUNDLE": "/nowhere.pem"])
        #expect(missing.code == 3)
        #expect(missing.output.contains("0 tasks, 0 unfinished"))
    }

    @Test("A byte order mark is ignored in a script, a prompt, a list of providers, a recording and a fault script")
    func byteOrderMarks() async throws {
        let mark = "\u{FEFF}"
        #expect(try await run(input: mark + "set seconds 8\n").output == "seconds 8\n")
        #expect(try await run(input: mark + "help quit").code == 0)
        try write(mark + "set seconds 8\n", to: "script.txt")
        #expect(try await run("run", "script.txt").output == "seconds 8\n")
        try write(mark + "a boat", to: "prompt.txt")
        let dry = try await run("dry-run", "--prompt-file", "prompt.txt", "--json")
        #expect(try JSONValue(parsing: dry.output)[path: "body", "prompt"] == "a boat")
        let list = #"[{"id": "own", "dialect": "openai-videos", "baseURL": "http://127.0.0.1:9/v1"}]"#
        try write(mark + list, to: "providers.json")
        #expect(try await run("--config", "providers.json", "config", "check").output.contains("1 entry.\n"))
        try write(mark + #"{"rules": []}"#, to: "faults.json")
        let serve = try await run("serve", "--faults", "faults.json", "--cors", "nowhere")
        #expect(serve.errors.contains("--cors"))
        #expect(try await run(input: "record r.har\nrecord off\n").code == 0)
        let recording = try String(contentsOfFile: folder.path + "/r.har", encoding: .utf8)
        try write(mark + recording, to: "marked.har")
        #expect(try await run("replay", "marked.har").code == 0)
        try write(mark + #"{"id": "video_1", "status": "completed"}"#, to: "answer.json")
        let explained = try await run(
            "explain",
            "--dialect",
            "openai-videos",
            "--operation",
            "status",
            "answer.json"
        )
        #expect(explained.code == 0, "\(explained.errors)")
    }

    @Test("A retired model is no default of a real provider, and naming it shows a warning")
    func retired() async throws {
        let provider = ["--dialect", "openai-videos", "--base-url", "http://127.0.0.1:9/v1"]
        let named = try await REPLProcess.run(
            ["estimate", "boat", "--model", "sora-2"] + provider,
            state: state,
            folder: folder.path
        )
        #expect(named.output.contains("retired sora-2 on 2026-09-24"))
        let quiet = try await REPLProcess.run(["estimate", "boat"] + provider, state: state, folder: folder.path)
        #expect(!quiet.output.contains("retired"))
        #expect(try await !run("estimate", "boat").output.contains("retired"))
        let known = try await run("estimate", "boat", "--provider", "minimax")
        #expect(known.output.contains("USD 0.28"))
    }

    @Test("--overwrite is kept with the task, for the path of its request")
    func overwrite() async throws {
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.1))
        let provider = ["--dialect", "openai-videos", "--base-url", "http://127.0.0.1:\(try simulator.start().api)/v1"]
        defer { simulator.stop() }
        try write("old", to: "a.mp4")
        let order = ["submit", "boat", "--output", "a.mp4", "--overwrite"] + provider
        #expect(try await REPLProcess.run(order, state: state, folder: folder.path).code == 0)
        let other = try await run("resume", "1", "--output", "a.mp4.old")
        #expect(other.code == 0, "\(other.errors)")
        #expect(try await REPLProcess.run(order, state: state, folder: folder.path).code == 0)
        let resumed = try await run("resume")
        #expect(resumed.code == 0, "\(resumed.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.mp4")).count > 1000)
        // Without it, a file that was created in between is kept.
        let plain = ["submit", "boat", "--output", "b.mp4"] + provider
        #expect(try await REPLProcess.run(plain, state: state, folder: folder.path).code == 0)
        try write("mine", to: "b.mp4")
        #expect(try await run("resume").code == 8)
        #expect(try String(contentsOfFile: folder.path + "/b.mp4", encoding: .utf8) == "mine")
    }

    @Test("The error names a finished GIF, and --accept-any keeps it with the right suffix")
    func otherFile() async throws {
        let gif = "GIF89a" + String(repeating: "picture ", count: 500)
        let rule = FaultRule(on: .content, .body(text: gif, contentType: "application/octet-stream"))
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.1), faults: FaultScript(rules: [rule]))
        let provider = ["--dialect", "openai-videos", "--base-url", "http://127.0.0.1:\(try simulator.start().api)/v1"]
        defer { simulator.stop() }
        let first = try await REPLProcess.run(["generate", "boat"] + provider, state: state, folder: folder.path)
        #expect(first.code == 8)
        #expect(first.errors.contains("format is GIF"), "\(first.errors)")
        #expect(first.errors.contains("--accept-any"))
        let kept = try await run("resume", "1", "--accept-any", "--json")
        #expect(kept.code == 0, "\(kept.errors)")
        let last = try JSONValue(parsing: try #require(kept.lines.last))
        let path = try #require(last["path"]?.text)
        #expect(path.hasSuffix(".gif"))
        #expect(last["bytes"]?.int == gif.utf8.count)
        #expect(last["width"] == .null)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == gif)
        // A name from the command line stays unchanged.
        let named = try await REPLProcess.run(
            ["generate", "boat", "--output", "boat.mp4", "--accept-any"] + provider,
            state: state,
            folder: folder.path
        )
        #expect(named.code == 0, "\(named.errors)")
        #expect(try String(contentsOfFile: folder.path + "/boat.mp4", encoding: .utf8) == gif)
        #expect(simulator.ledger.submits == 2)
    }

    @Test("--accept-any saves an MP4 with its usual suffix")
    func acceptedMP4() async throws {
        let run = try await run("generate", "boat", "--accept-any", "--json")
        let last = try JSONValue(parsing: try #require(run.lines.last))
        #expect(last["path"]?.text?.hasSuffix(".mp4") == true)
        #expect(last["width"]?.int == 1280)
    }
}
