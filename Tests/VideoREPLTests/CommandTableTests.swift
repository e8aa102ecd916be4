import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("One parser for the prompt and the command line", .timeLimit(.minutes(20)))
struct CommandTableTests {
    private let table = CommandTable.all

    @Test("Options stand anywhere behind the command, with a space or =")
    func options() throws {
        let invocation = try table.parse(["generate", "--seconds", "6", "a boat", "--output=boat.mp4", "--json"])
        #expect(invocation.command == "generate")
        #expect(invocation.arguments == ["a boat"])
        #expect(try invocation.integer(.seconds, in: 1...60) == 6)
        #expect(invocation[.output] == "boat.mp4")
        #expect(invocation.has(.json))
    }

    @Test("Global options stand before the command, too")
    func globalOptions() throws {
        let invocation = try table.parse(["--state", "/tmp/s", "--json", "jobs"])
        #expect(invocation.command == "jobs")
        #expect(invocation[.state] == "/tmp/s")
    }

    @Test("jobs --state is a filter if it names a state, and otherwise the folder")
    func twoStates() throws {
        let invocation = try table.parse(["jobs", "--state", "running", "--state", "/tmp/s"])
        #expect(invocation[.onlyState] == "running")
        #expect(invocation[.state] == "/tmp/s")
    }

    @Test("A prompt needs no quotes")
    func unquotedPrompt() throws {
        #expect(try table.parse(["generate", "a", "boat", "--seconds", "6"]).arguments == ["a boat"])
    }

    @Test("-- ends the options")
    func endOfOptions() throws {
        #expect(try table.parse(["generate", "--", "--a", "-b"]).arguments == ["--a -b"])
    }

    @Test("A number below zero is a word")
    func negativeNumber() throws {
        #expect(try table.parse(["generate", "-5", "degrees"]).arguments == ["-5 degrees"])
    }

    static let mistakes: [([String], String)] = [
        (["genrate", "x"], "generate"),
        (["generate", "x", "--secnds", "6"], "Did you mean --seconds"),
        (["generate", "x", "-seconds", "6"], "-seconds"),
        (["generate", "x", "--seconds"], "needs a value"),
        (["generate", "x", "--seconds", "--json"], "needs a value"),
        (["generate", "x", "--seconds", "6", "--seconds", "7"], "twice"),
        (["generate", "x", "--overwrite=yes"], "switch"),
        (["quit", "now"], "too many"),
        (["watch", "1", "2"], "too many"),
        (["cancel"], "needs"),
        (["--seconds", "6", "generate", "x"], "--seconds"),
    ]

    @Test("A mistake is a usage error that says what is wrong", arguments: mistakes)
    func mistake(words: [String], part: String) throws {
        let error = try #require(throws: VideoError.self) { _ = try table.parse(words) }
        #expect(ExitCode(error) == .usage)
        #expect(error.description.contains(part), "\(error.description)")
    }

    @Test("Every example of the help can be parsed")
    func examples() throws {
        for command in table.commands {
            #expect(!command.examples.isEmpty, "\(command.name)")
            for example in command.examples {
                guard case .line(let line) = try PromptLine.read(example) else {
                    Issue.record("\(example)")
                    continue
                }
                #expect(try table.parse(line.words).command == command.name, "\(example)")
            }
        }
    }

    @Test("Names are told apart, and the help's lines fit a page")
    func names() {
        #expect(Set(table.commands.map(\.name)).count == table.commands.count)
        for command in table.commands {
            let keys = (command.options + CommandOption.global).map(\.key)
            #expect(Set(keys).count == keys.count, "\(command.name)")
            #expect(command.summary.count < 100, "\(command.name)")
        }
    }

    static let durations: [(String, Duration?)] = [
        ("90", .seconds(90)), ("90s", .seconds(90)), ("20m", .seconds(1200)), ("1h30m", .seconds(5400)),
        ("500ms", .milliseconds(500)), ("2d", .seconds(172_800)), ("", nil), ("m", nil), ("0", nil),
        ("-1s", nil), ("1y", nil), ("99999999999999999999s", nil), ("31d", .seconds(2_678_400)), ("1.5m", .seconds(90)),
        ("1w", .seconds(604_800)),
        ("2w3d", .seconds(1_468_800)), ("8w", .seconds(4_838_400)), ("3651d", nil), ("1W", nil),
        ("0.3s", .milliseconds(300)), (".", nil), ("1.2.3s", nil), ("1m1", .seconds(61)),
    ]

    @Test(
        "An age needs a unit: a bare number could mean seconds as well as days",
        arguments: ["30", "7", "0.5", "1e9"]
    )
    func bareAge(text: String) throws {
        for option in [CommandOption.prune, .since] {
            let invocation = try table.parse(["jobs", "--\(option.name)", text])
            let error = try #require(throws: VideoError.self) { _ = try invocation.age(option) }
            #expect(error.code == .usage)
        }
        #expect(try table.parse(["jobs", "--prune", "30d"]).age(.prune) == .seconds(2_592_000))
    }

    @Test("Spans of time", arguments: durations)
    func duration(text: String, duration: Duration?) {
        #expect(Duration(text) == duration)
    }
}
