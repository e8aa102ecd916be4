import Foundation
import Testing
import VideoGenerationTesting

@Suite("The command that serve prints makes a video, for every dialect", .timeLimit(.minutes(20)))
struct ServedDialectTests {
    private let folder: TemporaryFolder
    private let acme: String

    init() throws {
        folder = try TemporaryFolder()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("Sources/Adapters/ProviderManifests/Shipped/siliconflow.json")
        acme = try String(contentsOf: file, encoding: .utf8)
            .replacing(#""dialect": "siliconflow""#, with: #""dialect": "acme""#)
            .replacing("SILICONFLOW_API_KEY", with: "ACME_API_KEY")
            .replacing(#""id": "siliconflow-cn""#, with: #""id": "acme-cn""#)
            .replacing(#""defaultModel": "Wan-AI/Wan2.2-T2V-A14B","#, with: "")
            .replacing(#""requires": ["prompt"]"#, with: #""requires": ["prompt", "model"]"#)
    }

    /// Starts a server, runs the command that it prints, and stops the server.
    private func runPrinted(_ words: [String]) async throws -> (command: String, run: REPLProcess.Run) {
        let (state, folder) = (folder.path + "/state", folder.path)
        // A wide terminal, so that no line is broken.
        let terminal = try Terminal(
            words + ["--port", "0", "--time", "1s"],
            state: state,
            columns: 400,
            folder: folder
        )
        try await terminal.wait(for: "Ctrl-C")
        let command = try #require(terminal.lines.first { $0.hasPrefix("video-repl ") })
        // Each of them has one text in quotes.
        let parts = command.split(separator: "\"").map(String.init)
        try #require(parts.count == 3)
        func typed(_ text: String) -> [String] {
            text.split(separator: " ").map { $0.trimmingCharacters(in: ["'"]) }
        }
        let arguments =
            typed(parts[0]).dropFirst() + [parts[1]] + typed(parts[2]) + ["--output", "boat.mp4", "--overwrite"]
        let run = try await REPLProcess.run(Array(arguments), state: state, folder: folder)
        terminal.signal(SIGTERM)
        _ = try await terminal.exitCode()
        return (command, run)
    }

    @Test("Every dialect of the program")
    func everyDialect() async throws {
        let refused = try await REPLProcess.run(
            ["serve", "--dialect", "nope"],
            state: folder.path + "/state",
            folder: folder.path
        )
        let names = try #require(refused.errors.firstMatch(of: /Known: (.*)\./)).output.1.split(separator: ", ")
        #expect(names.count >= 21)
        for name in names {
            let (command, run) = try await runPrinted(["serve", "--dialect", String(name)])
            #expect(run.code == 0, "\(command): \(run.errors)")
            let path = folder.path + "/boat.mp4"
            #expect(FileManager.default.fileExists(atPath: path), "\(command)")
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    @Test("A manifest that is named, and one in providers.d")
    func manifests() async throws {
        let manager = FileManager.default
        for name in ["my-files", "providers.d"] {
            try manager.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: false)
            try acme.write(toFile: "\(folder.path)/\(name)/acme.json", atomically: true, encoding: .utf8)
        }
        try "[]".write(toFile: folder.path + "/providers.json", atomically: true, encoding: .utf8)
        for options in [["--manifest", "my-files/acme.json"], ["--config", "providers.json"]] {
            let (command, run) = try await runPrinted(options + ["serve", "--dialect", "acme"])
            #expect(command.hasPrefix("video-repl \(options.joined(separator: " ")) generate"))
            #expect(command.contains("--model Wan-AI/Wan2.2-T2V-A14B"))
            #expect(run.code == 0, "\(command): \(run.errors)")
        }
    }
}
