import Foundation
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoREPL

@Suite(
    "An image of the finished video, if the terminal shows pictures",
    .enabled(if: ExternalProgram.find("ffmpeg", ProcessInfo.processInfo.environment) != nil, "ffmpeg is missing"),
    .timeLimit(.minutes(20))
)
struct PreviewImageTests {
    private let folder: TemporaryFolder
    private let simulator: VideoSimulator
    private let words: [String]
    private var state: String { folder.path + "/state" }

    init() throws {
        folder = try TemporaryFolder()
        simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2))
        let base = "http://127.0.0.1:\(try simulator.start().api)/v1"
        words = ["generate", "a boat", "--dialect", "openai-videos", "--base-url", base, "--output", "boat.mp4"]
    }

    private func shown(_ environment: [String: String], _ more: [String] = []) async throws -> String {
        let terminal = try Terminal(words + more, state: state, environment: environment, folder: folder.path)
        #expect(try await terminal.exitCode() == 0)
        return terminal.text
    }

    @Test(
        "kitty's protocol: pieces of at most 4096 characters that make one PNG",
        arguments: [
            ["TERM": "xterm-kitty"], ["KITTY_WINDOW_ID": "1"], ["TERM_PROGRAM": "ghostty"],
        ]
    )
    func kitty(environment: [String: String]) async throws {
        let text = try await shown(environment)
        let pieces = text.matches(of: #/\x{1B}_G([^;]*);([^\x{1B}]*)\x{1B}\\/#)
        try #require(!pieces.isEmpty)
        #expect(pieces[0].output.1.hasPrefix("a=T,f=100,"))
        #expect(pieces.dropLast().allSatisfy { $0.output.1.hasSuffix("m=1") && $0.output.2.count == 4096 })
        #expect(pieces.last?.output.1.hasSuffix("m=0") == true)
        try await expectPicture(pieces.map(\.output.2).joined())
    }

    @Test(
        "iTerm2's protocol: one PNG with its size",
        arguments: [
            ["TERM_PROGRAM": "iTerm.app"], ["TERM_PROGRAM": "WezTerm"], ["LC_TERMINAL": "iTerm2"],
        ]
    )
    func iTerm(environment: [String: String]) async throws {
        let text = try await shown(environment)
        let match = try #require(text.firstMatch(of: #/\x{1B}\]1337;File=inline=1;size=(\d+):([A-Za-z0-9+\/=]+)\x{7}/#))
        #expect(Data(base64Encoded: String(match.output.2))?.count == Int(match.output.1))
        try await expectPicture(String(match.output.2))
    }

    /// Decodes the picture with ffmpeg, which gives its size in raw pixels.
    private func expectPicture(_ base64: String) async throws {
        let picture = try #require(Data(base64Encoded: base64))
        #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let path = folder.path + "/still.png"
        try picture.write(to: URL(fileURLWithPath: path))
        let pixels = folder.path + "/still.raw"
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: try #require(ExternalProgram.find("ffmpeg", ProcessInfo.processInfo.environment))
        )
        process.arguments = ["-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "gray", pixels]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let count = try Data(contentsOf: URL(fileURLWithPath: pixels)).count
        // 320 columns of a picture of 720x1280.
        #expect(count % 320 == 0 && (560...580).contains(count / 320))
    }

    @Test(
        "No image if the terminal shows no pictures, or if colors or escape codes are not wanted",
        arguments: [
            (["TERM": "xterm-256color"], []), (["TERM": "dumb", "TERM_PROGRAM": "iTerm.app"], []),
            (["TERM": "xterm-kitty", "NO_COLOR": "1"], []), (["TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0"], []),
            (["TERM": "xterm-kitty"], ["--json"]), (["TERM": "xterm-kitty", "PATH": "/nowhere"], []),
        ] as [([String: String], [String])]
    )
    func nothing(environment: [String: String], words: [String]) async throws {
        let text = try await shown(environment, words)
        #expect(!text.contains("\u{1B}_G") && !text.contains("]1337"))
    }

    @Test("Nothing without a terminal")
    func noTerminal() async throws {
        let run = try await REPLProcess.run(
            words,
            state: state,
            folder: folder.path,
            environment: ["TERM": "xterm-kitty"]
        )
        #expect(run.code == 0)
        #expect(!run.output.contains("\u{1B}"))
    }
}
