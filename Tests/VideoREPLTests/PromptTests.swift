import Foundation
import TestSupport
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoREPL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite("The prompt in a pseudo-terminal", .ownThread, .timeLimit(.minutes(20)))
struct PromptTests {
    private let folder: TemporaryFolder
    private var state: String { folder.path + "/state" }

    init() throws { folder = try TemporaryFolder() }

    private func terminal(
        _ arguments: [String] = [],
        columns: Int = 100,
        environment: [String: String] = [:]
    ) throws -> Terminal {
        try Terminal(arguments, state: state, columns: columns, environment: environment, folder: folder.path)
    }

    private func prompt(columns: Int = 100, environment: [String: String] = [:]) async throws -> Terminal {
        let terminal = try terminal(columns: columns, environment: environment)
        try await terminal.wait(for: "video>")
        return terminal
    }

    @Test("Without a key, the simulator makes the video, and the screen says so")
    func firstVideo() async throws {
        let terminal = try await prompt()
        try await terminal.wait(for: "No key is set, so the built-in simulator makes the video")
        terminal.type("generate \"a paper boat in the rain\" --output boat.mp4\r")
        try await terminal.wait(for: "SHA-256")
        try await terminal.wait(for: "1 submit")
        // One line that redraws: of the way there is nothing left.
        #expect(terminal.text.contains("queued"))
        for word in ["queued", "running", "downloading"] {
            #expect(!terminal.lines.contains { $0.contains(word) })
        }
        terminal.type("quit\r")
        #expect(try await terminal.exitCode() == 0)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/boat.mp4"))
    }

    @Test("A background task is announced without disturbing the line that is being typed")
    func background() async throws {
        let terminal = try await prompt()
        terminal.type("generate \"一只小船\" --output a.mp4 &\r")
        try await terminal.wait(for: "continues in the background")
        try await terminal.waitForPrompt()
        terminal.type("generate 小船 in the 雨")
        try await terminal.wait(for: "is stored: ")
        try await terminal.wait("the typed line below the announcement") { lines in
            lines.last == "video> generate 小船 in the 雨"
        }
        #expect(terminal.lines.filter { $0.contains("小船 in the 雨") }.count == 1)
        // Ctrl-C throws the line away, Ctrl-D leaves.
        terminal.type("\u{3}")
        try await terminal.waitForPrompt()
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("J8 Ctrl-C stops the waiting, prints the command that resumes the task, and the prompt stays")
    func interrupt() async throws {
        // Slow enough that the video is not finished before the test looks, also on a busy machine.
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 10))
        let base = "http://127.0.0.1:\(try simulator.start().api)/v1"
        let terminal = try await prompt()
        terminal.type("generate boat --dialect openai-videos --base-url \(base)\r")
        try await terminal.wait("the task") { _ in terminal.text.contains("queued") }
        terminal.type("\u{3}")
        try await terminal.wait(for: "Stopped waiting for v1-")
        try await terminal.wait(for: "To resume, run: resume v1-")
        terminal.type("resume\r")
        try await terminal.wait(for: "SHA-256")
        terminal.type("quit\r")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("Tab completes commands, options and IDs from the table")
    func completion() async throws {
        let terminal = try await prompt()
        terminal.type("provi\t--js\t\r")
        try await terminal.wait(for: "\"id\":\"minimax\"")
        #expect(terminal.lines.contains("video> providers --json"))
        terminal.type("use simulator-\t\r")
        try await terminal.wait(for: "Using simulator-minimax")
        terminal.type("quit\r")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("Tab completes after a Chinese prompt, in a list of providers, and file names with spaces")
    func wideCompletion() async throws {
        try Data("a 船".utf8).write(to: URL(fileURLWithPath: folder.path + "/my boat.txt"))
        let terminal = try await prompt()
        terminal.type("dry-run --sec\t4 --provider simulator --prompt-file my\t\r")
        try await terminal.wait(for: #""prompt":"a 船""#)
        try await terminal.waitForPrompt()
        terminal.type("dry-run 一只小船 --prov\tsimulator-m\t--prompt-file \"my b\t")
        try await terminal.wait(
            for: #"video> dry-run 一只小船 --provider simulator-minimax --prompt-file "my boat.txt""#
        )
        terminal.type("\u{3}")
        try await terminal.waitForPrompt()
        terminal.type("compare 船 --providers simulator,minimax-h3-\t")
        try await terminal.wait(for: "--providers simulator,minimax-h3-cn")
        terminal.type("\u{3}")
        try await terminal.waitForPrompt()
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("submit and compare run in the background; other commands refuse it")
    func backgroundCommands() async throws {
        let terminal = try await prompt(columns: 200)
        terminal.type("submit a boat &\r")
        try await terminal.wait(for: "v1-")
        try await terminal.wait(for: "Get it with: resume v1-")
        terminal.type("watch &\r")
        try await terminal.wait(for: "watch cannot run in the background")
        terminal.type("compare boat --providers simulator,simulator-minimax --output boat.mp4 &\r")
        try await terminal.wait(for: "continues in the background", times: 2)
        terminal.type("jo")
        try await terminal.wait(for: "FIRST STATUS")
        try await terminal.wait("both files, told apart") { lines in
            ["boat-simulator.mp4", "boat-simulator-minimax.mp4"].allSatisfy { name in
                lines.contains { $0.hasSuffix("/" + name) }
            }
        }
        try await terminal.wait("the typed line below") { $0.last == "video> jo" }
        // The terminal forgets what is typed behind a Ctrl-C before that is seen.
        terminal.type("\u{3}")
        try await terminal.waitForPrompt()
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("The history outlives the session, Ctrl-R searches it, and it never holds a key")
    func history() async throws {
        let environment = ["MINIMAX_API_KEY": "not-a-real-value-4711"]
        let first = try await prompt(environment: environment)
        let database = "store check --journal postgres://app:invented@127.0.0.1:1/videos"
        let keys = ["dry-run sk-abcdefghijklmnop", "set x not-a-real-value-4711", database]
        for line in ["set seconds 8", "help generate"] + keys {
            try await first.enter(line)
        }
        first.type("quit\r")
        #expect(try await first.exitCode() == 0)
        let kept = try String(contentsOfFile: state + "/history", encoding: .utf8)
        #expect(kept == "set seconds 8\nhelp generate\n")
        let mode = try FileManager.default.attributesOfItem(atPath: state + "/history")[.posixPermissions] as? Int
        #expect(mode == 0o600)

        let second = try await prompt()
        second.type("\u{12}secon")
        try await second.wait(for: "set seconds 8")
        second.type("\r")
        try await second.wait(for: "seconds 8", times: 2)
        second.type("quit\r")
        #expect(try await second.exitCode() == 0)
    }

    @Test("A prompt between three quotes spans several lines")
    func severalLines() async throws {
        let terminal = try await prompt()
        terminal.type("dry-run \"\"\"a boat\r")
        try await terminal.wait(for: "...>")
        terminal.type("in the rain\"\"\"\r")
        try await terminal.wait(for: #"a boat\nin the rain"#)
        terminal.type("quit\r")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("The live table fits the window, with one line for each task and with wide characters", arguments: [40, 200])
    func liveTable(columns: Int) async throws {
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 12))
        let base = "http://127.0.0.1:\(try simulator.start().api)/v1"
        let provider = "--dialect openai-videos --base-url \(base)"
        let terminal = try await prompt(columns: columns)
        for index in 1...2 {
            terminal.type("generate \"一只小船在雨中航行，后面跟着一只鸭子和三只小鸭子\" --output \(index).mp4 \(provider) &\r")
            try await terminal.wait(for: "v\(index)-", times: 1)
            try await terminal.waitForPrompt()
        }
        terminal.type("watch\r")
        try await terminal.wait(for: "STATE")
        try await terminal.wait("two rows below the header") { lines in
            guard let header = lines.lastIndex(where: { $0.contains("STATE") }) else { return false }
            return lines[header...].dropFirst().prefix(2).allSatisfy { $0.hasPrefix("v") }
        }
        try await terminal.wait(for: "720x1280, 4.00 s)", times: 2)
        try await terminal.waitForPrompt()
        // Each drawing was wiped: the table is not left behind.
        #expect(!terminal.lines.contains { $0.contains("STATE") })
        terminal.type("quit\r")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("The line that is being typed survives a resized window")
    func resize() async throws {
        let terminal = try await prompt()
        terminal.type("jobs --state stored --provider simulator ")
        try await terminal.wait(for: "--provider simulator")
        terminal.resize(to: 60)
        terminal.signal(SIGWINCH)
        // Wider than the window now, and still one command.
        terminal.type("--since 7d --sort cost\r")
        try await terminal.wait(for: "No tasks")
        terminal.type("quit\r")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("The live table takes the new width of a window that is resized", arguments: [(160, 50), (50, 160)])
    func resizedTable(before: Int, after: Int) async throws {
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 600))
        let base = "http://127.0.0.1:\(try simulator.start().api)/v1"
        let terminal = try await prompt(columns: before)
        for index in 1...2 {
            terminal.type("submit 一只小船在雨中航行 --dialect openai-videos --base-url \(base)\r")
            try await terminal.wait(for: "v\(index)-")
            try await terminal.waitForPrompt()
        }
        terminal.type("watch\r")
        try await terminal.wait("the table") { _ in terminal.text.contains("STATE") }
        terminal.resize(to: after)
        let mark = terminal.text.unicodeScalars.count
        func table() -> [String] {
            var screen = TerminalScreen(columns: 400)
            screen.show(String(String.UnicodeScalarView(terminal.text.unicodeScalars.dropFirst(mark))))
            return screen.lines.filter { !$0.isEmpty }
        }
        // The following tables have the new width: a header, and a row for each task.
        try await terminal.wait("a table of the new width") { _ in
            let lines = table()
            return lines.count == 3 && lines[0].hasPrefix("ID")
                && lines[0].contains("PROVIDER") == (after == 160) && lines.allSatisfy { TextWidth.of($0) < after }
                && lines.dropFirst().allSatisfy { $0.hasPrefix("v") && $0.contains("一只") }
        }
        // Ctrl-C ends the watching, and reports that the tasks continue.
        terminal.type("\u{3}")
        try await terminal.wait(for: "2 tasks continue")
        terminal.type("quit\r")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("A closed terminal ends the prompt at once, with a SIGHUP and without", arguments: [true, false])
    func hangUp(isOwn: Bool) async throws {
        let terminal = try Terminal([], state: state, folder: folder.path, isOwn: isOwn)
        try await terminal.wait(for: "video>")
        terminal.type("generate half a li")
        terminal.hangUp()
        // The end of the input is a way to leave; the signal may come before it.
        let code = try await terminal.exitCode()
        #expect(code == 0 || isOwn && code == 130)
        let seconds = try #require(terminal.processorSeconds)
        #expect(seconds < 5, "it ran on for \(seconds) s")
    }

    @Test("Text typed while a command runs appears at the next prompt, also Tab and Ctrl-D")
    func typedAhead() async throws {
        let terminal = try await prompt()
        terminal.type("generate boat --output a.mp4\r")
        try await terminal.wait("the task") { _ in terminal.text.contains("queued") }
        terminal.type("use simulator-m\t\rdry")
        try await terminal.wait(for: "SHA-256")
        try await terminal.wait("the line behind the commands") { $0.last == "video> dry" }
        #expect(terminal.lines.contains("video> use simulator-minimax"))
        #expect(terminal.lines.count { $0.contains("dry") } == 1)
        terminal.type("\u{15}generate boat --output b.mp4\r")
        try await terminal.wait("the second task") { _ in terminal.text.contains("v2-") }
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
    }

    @Test("A session leaves the terminal as it found it", arguments: ["quit\r", "\u{4}", nil], [false, true])
    func settings(typed: String?, isBusy: Bool) async throws {
        let terminal = try await prompt()
        if isBusy {
            terminal.type("generate boat --output a.mp4\r")
            try await terminal.wait("the task") { _ in terminal.text.contains("queued") }
        }
        if let typed { terminal.type(typed) }
        // The first one lets a command come to its end, the second does not.
        while typed == nil, !terminal.hasEnded {
            terminal.signal(SIGTERM)
            // A real wait: the process runs by the machine's clock.
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try await terminal.exitCode() == (typed == nil ? 130 : 0))
        #expect(try terminal.settings() == terminal.found)
    }

    @Test("NO_COLOR is obeyed", arguments: [true, false])
    func noColour(isSet: Bool) async throws {
        let terminal = try terminal(["providers"], environment: isSet ? ["NO_COLOR": "1"] : [:])
        #expect(try await terminal.exitCode() == 0)
        #expect(terminal.text.contains("\u{1B}[") == !isSet)
    }

    @Test("A signal ends the session at once", arguments: [SIGTERM, SIGHUP])
    func signals(number: Int32) async throws {
        let terminal = try await prompt()
        terminal.signal(number)
        #expect(try await terminal.exitCode() == 130)
    }
}
