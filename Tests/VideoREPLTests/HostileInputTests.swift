import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoREPL

/// Files, folders and journals that another user or program has prepared.
@Suite("What lies about is not trusted", .ownThread, .timeLimit(.minutes(20)))
struct HostileInputTests {
    private let folder: TemporaryFolder
    private let simulator: VideoSimulator
    private let base: String
    private var state: String { folder.path + "/state" }

    init() throws {
        folder = try TemporaryFolder()
        simulator = VideoSimulator(SimulatorOptions(generationTime: 30))
        base = "http://127.0.0.1:\(try simulator.start().api)/v1"
    }

    private func run(_ words: [String], input: String = "", environment: [String: String] = [:]) async throws
        -> REPLProcess.Run
    {
        try await REPLProcess.run(words, state: state, folder: folder.path, input: input, environment: environment)
    }

    private var provider: [String] { ["--dialect", "openai-videos", "--base-url", base] }

    static let commands: [[String]] = [
        ["generate", "--prompt-file", "INPUT"], ["generate", "x", "--first-frame", "INPUT"],
        ["generate", "x", "--config", "INPUT"], ["run", "INPUT"],
        ["explain", "INPUT", "--dialect", "openai-videos", "--operation", "status"], ["replay", "INPUT"],
        ["serve", "--faults", "INPUT"], ["providers", "--config", "INPUT"],
    ]

    @Test("A pipe, a device or a symbolic link as input is refused and not waited for", arguments: commands)
    func inputs(_ words: [String]) async throws {
        #expect(mkfifo(folder.path + "/pipe.png", 0o600) == 0)
        #expect(symlink("pipe.png", folder.path + "/link.png") == 0)
        for (input, says) in [("pipe.png", "pipe"), ("link.png", "symbolic link"), ("/dev/zero", "device")] {
            let run = try await run(words.map { $0 == "INPUT" ? input : $0 })
            #expect(run.code != 0)
            #expect(run.errors.contains(says), "\(words) \(input): \(run.errors)")
        }
        #expect(simulator.ledger.submits == 0)
    }

    @Test("Nothing is bought with a state folder that others can write to, and doctor reports the folder")
    func sharedState() async throws {
        #expect(mkdir(state, 0o700) == 0 && chmod(state, 0o777) == 0)
        let order = try await run(["generate", "x"] + provider)
        #expect(order.code == 3 && order.errors.contains("Other users"), "\(order.errors)")
        #expect(simulator.ledger.submits == 0)
        let doctor = try await run(["doctor", "--provider", "simulator"])
        #expect(doctor.code == 3)
        #expect(doctor.lines.contains { $0.contains("bad") && $0.contains("Other users") && $0.contains("chmod 700") })
    }

    @Test("One file under two names of its folder is requested once", arguments: [false, true])
    func twoNames(atOnce: Bool) async throws {
        #expect(mkdir(folder.path + "/videos", 0o700) == 0 && symlink("videos", folder.path + "/alias") == 0)
        let orders = ["videos/a.mp4", "alias/a.mp4"].map {
            "generate \"a boat\" --wait 1s --output \($0) \(provider.joined(separator: " "))"
        }
        let script = orders.joined(separator: atOnce ? " &\n" : "\n") + (atOnce ? " &\n" : "\n")
        let run = try await run(["--keep-going"], input: script)
        #expect(simulator.ledger.submits == 1, "\(run.output) \(run.errors)")
        #expect(run.errors.contains("Nothing was sent"), "\(run.errors)")
        let later = try await self.run(["submit", "x", "--output", "alias/a.mp4"] + provider)
        #expect(later.code == 2 && simulator.ledger.submits == 1, "\(later.errors)")
        // A file that may be replaced can be the destination of another task.
        let other = try await self.run(["submit", "x", "--output", "alias/a.mp4", "--overwrite"] + provider)
        #expect(other.code == 0 && simulator.ledger.submits == 2, "\(other.errors)")
    }

    @Test("A dangling symbolic link, a folder or a device as output is refused unpaid")
    func outputs() async throws {
        #expect(symlink("nowhere.mp4", folder.path + "/dangling.mp4") == 0)
        #expect(mkfifo(folder.path + "/pipe.mp4", 0o600) == 0)
        for words in [["dangling.mp4"], ["pipe.mp4", "--overwrite"], ["/dev/null", "--overwrite"]] {
            for command in ["submit", "generate"] {
                let run = try await run([command, "x", "--output"] + words + provider)
                #expect(run.code == 2, "\(words): \(run.errors)")
            }
        }
        #expect(simulator.ledger.submits == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.allSatisfy { !$0.hasPrefix(".video") }, "\(left)")
    }

    // MARK: - Keys

    private func directory(_ entries: [(id: String, baseURL: String, keyEnv: String)]) -> ProviderDirectory {
        let list = entries.enumerated().map { index, entry in
            let configuration = ProviderConfiguration(
                id: entry.id,
                dialect: "test",
                baseURL: entry.baseURL,
                keyEnv: entry.keyEnv
            )
            return ProvidersFile.Entry(position: index + 1, id: entry.id, configuration: configuration)
        }
        return ProviderDirectory(
            registry: TestDialect.registry,
            file: ProvidersFile(path: "providers.json", entries: list),
            variables: [:]
        )
    }

    private func task(at baseURL: String, _ variable: String?) throws -> VideoTask {
        VideoTask(
            id: try #require(VideoTask.ID(rawValue: "v1-aaaa")),
            provider: ProviderReference(
                id: "relay",
                dialect: "test",
                endpoint: try Endpoint(baseURL),
                keyVariable: variable
            ),
            request: VideoRequest(prompt: "x"),
            createdAt: Date(timeIntervalSince1970: 1_790_000_000)
        )
    }

    @Test(
        "A journal cannot lead a key to another origin than the configuration does",
        arguments: [
            ("https://relay.example/v1", true), ("https://relay.example:8443/v1", false),
            ("https://evil.example/v1", false),
            ("https://relay.example.evil.example", false), ("http://127.0.0.1:9/v1", false),
            ("https://second.example/v2", true),
        ]
    )
    func keyOfTask(_ address: String, _ isSent: Bool) throws {
        let directory = directory([
            ("relay", "https://relay.example/v1", "RELAY_KEY"), ("second", "https://second.example", "RELAY_KEY"),
            ("other", "https://evil.example", "OTHER_KEY"),
        ])
        let task = try task(at: address, "RELAY_KEY")
        guard !isSent else {
            #expect(try directory.entry(for: task, Invocation()).keyEnv == "RELAY_KEY")
            return
        }
        let error = #expect(throws: VideoError.self) { try directory.entry(for: task, Invocation()) }
        #expect(error?.code == .configurationInvalid && error?.message.contains("RELAY_KEY") == true)
        // An option on the line allows it.
        var line = Invocation()
        line.add("RELAY_KEY", to: .keyEnv)
        #expect(try directory.entry(for: task, line).keyEnv == "RELAY_KEY")
        // Without a key, and with one that no entry knows, the journal is followed.
        for variable in [nil, "UNKNOWN_KEY"] {
            #expect(try directory.entry(for: self.task(at: address, variable), Invocation()).keyEnv == variable)
        }
    }

    @Test(
        "A task that leads a known key to another address is neither resumed nor submitted again, and nothing is sent"
    )
    func keyOfJournal() async throws {
        let environment = ["RELAY_KEY": "sk-invented-0123456789"]
        let order = try await run(["submit", "x", "--key-env", "RELAY_KEY"] + provider, environment: environment)
        #expect(order.code == 0, "\(order.errors)")
        let entry =
            #"[{"id": "relay", "dialect": "openai-videos", "baseURL": "https://relay.example/v1", "keyEnv": "RELAY_KEY"}]"#
        let config = folder.path + "/providers.json"
        try Data(entry.utf8).write(to: URL(fileURLWithPath: config))
        let before = simulator.ledger.requests
        for command in [
            ["resume", "1"], ["resume"], ["again", "1", "--output", "b.mp4"], ["cancel", "1"], ["watch", "1"],
        ] {
            let run = try await run(["--config", config] + command, environment: environment)
            #expect(run.code == 3, "\(command): \(run.output) \(run.errors)")
            #expect(run.errors.contains("It was not sent"), "\(command): \(run.errors)")
        }
        #expect(simulator.ledger.requests == before)
        let named = try await run(
            ["--config", config, "resume", "1", "--key-env", "RELAY_KEY", "--wait", "1s"],
            environment: environment
        )
        #expect(named.code == 6, "\(named.errors)")
    }

    // MARK: - The terminal

    @Test("The only control characters that reach the terminal are line ends, tabs and colors")
    func console() throws {
        let path = folder.path + "/output"
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try #require(FileHandle(forWritingAtPath: path))
        let console = Console(output: file.fileDescriptor, errors: file.fileDescriptor, environment: [:])
        console.line(
            "a\u{1B}[2Jb\u{1B}]0;t\u{7}c\u{9B}31md\u{202E}e\u{2028}f\tg\nh\u{1B}[1;31mi\u{1B}[0m\u{E0041}j\u{F8FF}k\rl\u{1B}"
        )
        console.error("m\u{1B}[31;x\u{1B}[mn\u{1B}[5")
        console.facts([("name", "\u{1B}cvalue")])
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let plain = text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        #expect(plain.unicodeScalars.allSatisfy { !$0.isInvisible || $0 == "\n" || $0 == "\t" })
        #expect(text.contains("f\tg\nh\u{1B}[1;31mi\u{1B}[0m j k l"))
    }
}
