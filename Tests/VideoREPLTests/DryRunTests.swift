import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@Suite("Know before you pay, at the prompt", .timeLimit(.minutes(20)))
struct DryRunTests {
    private static let key = "sk-invented-0123456789"
    private let folder: TemporaryFolder
    private let simulator: VideoSimulator
    private let base: String

    init() throws {
        folder = try TemporaryFolder()
        simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2, apiKey: Self.key))
        base = "http://127.0.0.1:\(try simulator.start().api)"
    }

    private func run(_ words: String..., dialect: String) async throws -> REPLProcess.Run {
        let isMiniMax = dialect.hasPrefix("minimax")
        let provider = ["--dialect", dialect, "--base-url", base + (isMiniMax ? "" : "/v1"), "--key-env", "DRY_KEY"]
        return try await REPLProcess.run(
            words + provider,
            state: folder.path + "/state",
            folder: folder.path,
            environment: ["DRY_KEY": Self.key]
        )
    }

    /// What each way of asking sends.
    static let bodies: [(words: [String], dialect: String, target: String, body: String)] = [
        (["more rain", "--remix", "v/1"], "openai-videos", "/v1/videos/v%2F1/remix", #"{"prompt":"more rain"}"#),
        (
            ["more rain", "--edit", "v1"], "openai-videos", "/v1/videos/edits",
            #"{"prompt":"more rain","video":{"id":"v1"}}"#
        ),
        (
            ["more rain", "--extend", "v1", "--seconds", "12"], "openai-videos", "/v1/videos/extensions",
            #"{"prompt":"more rain","seconds":"12","video":{"id":"v1"}}"#
        ),
        (
            ["Rex", "--template", "393769180141805569"], "minimax-template", "/v1/video_template_generation",
            #"{"template_id":"393769180141805569","text_inputs":[{"value":"Rex"}]}"#
        ),
    ]

    @Test("dry-run shows what an earlier video or a template would send", arguments: bodies.indices)
    func sources(_ index: Int) async throws {
        let (words, dialect, target, body) = Self.bodies[index]
        let run = try await REPLProcess.run(
            ["dry-run"] + words + [
                "--dialect", dialect, "--base-url", base + (dialect == "openai-videos" ? "/v1" : ""),
            ],
            state: folder.path + "/state",
            folder: folder.path
        )
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.lines.first == "POST \(base)\(target)")
        #expect(run.lines.contains(body), "\(run.lines)")
        #expect(simulator.ledger.submits == 0)
    }

    @Test("Two sources at once, and one that the dialect does not know, are refused before sending")
    func refusals() async throws {
        let both = try await run("dry-run", "x", "--edit", "a", "--remix", "b", dialect: "openai-videos")
        let other = try await run(
            "generate",
            "x",
            "--remix",
            "b",
            "--model",
            "MiniMax-Hailuo-02",
            dialect: "minimax-v1"
        )
        #expect(both.code == 2 && both.errors.contains("one source"))
        #expect(other.code == 2 && other.errors.contains("no field for an earlier video"))
        #expect(simulator.ledger.submits == 0)
    }

    @Test("dry-run's curl command has no key, and requests the same video")
    func curl() async throws {
        let prompt = #"it's a "boat" for $5 `now` \ & more"#
        let run = try await run("dry-run", prompt, "--model", "sora-2", dialect: "openai-videos")
        #expect(run.code == 0, "\(run.errors)")
        #expect(!run.lines.joined().contains(Self.key))
        #expect(run.lines.contains("Authorization: Bearer $DRY_KEY"))
        #expect(simulator.ledger.submits == 0)
        let line = try #require(run.lines.first { $0.hasPrefix("curl ") })
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/curl") else { return }
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", line]
        shell.environment = ["DRY_KEY": Self.key, "PATH": "/usr/bin:/bin"]
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            shell.terminationHandler = { _ in continuation.resume() }
            do { try shell.run() } catch { continuation.resume(throwing: error) }
        }
        let hash = SHA256Stream()
        Array(prompt.utf8).withUnsafeBytes { hash.update($0, at: 0) }
        #expect(simulator.ledger.tasks.values.map(\.promptSHA256) == [hash.finish()])
    }

    @Test("A budget refuses before sending; what the journal holds is counted")
    func budget() async throws {
        let options = ["--model", "MiniMax-Hailuo-02", "--seconds", "6", "--budget-seconds", "6"]
        let provider = ["--dialect", "minimax-v1", "--base-url", base, "--key-env", "DRY_KEY"]
        var codes: [Int32] = []
        for name in ["first", "second"] {
            let run = try await REPLProcess.run(
                ["generate", "a boat", "--output", name + ".mp4"] + options + provider,
                state: folder.path + "/state",
                folder: folder.path,
                environment: ["DRY_KEY": Self.key]
            )
            codes.append(run.code)
        }
        #expect(codes == [0, 2])
        #expect(simulator.ledger.submits == 1)
    }
}
