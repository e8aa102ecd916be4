import Foundation
import TestSupport
import Testing
import VideoGenerationTesting

@Suite("The scope of settings and of --wait", .ownThread, .timeLimit(.minutes(20)))
struct RunScopeTests {
    private let folder: TemporaryFolder
    private var state: String { folder.path + "/state" }

    init() throws { folder = try TemporaryFolder() }

    private func run(_ words: String..., input: String = "") async throws -> REPLProcess.Run {
        try await REPLProcess.run(words, state: state, folder: folder.path, input: input)
    }

    @Test("A command whose effect ends with the run says so, unless a script continues")
    func runOnly() async throws {
        for words in [["set", "seconds", "8"], ["record", "boat.har"], ["use", "simulator"]] {
            let run = try await REPLProcess.run(words, state: state, folder: folder.path)
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.output.contains("lasts for this run only"), "\(run.output)")
        }
        #expect(try await !run("set").output.contains("this run only"))
        let lines = try await run("set", "seconds", "8", "--json").lines
        #expect(lines == [#"{"seconds":"8"}"#])
        let script = "set seconds 8\nrecord own.har\nrecord off\nreplay own.har\n"
        #expect(try await !run(input: script).output.contains("this run only"))
        try Data(script.replacing("own", with: "file").utf8).write(
            to: URL(fileURLWithPath: folder.path + "/script.txt")
        )
        let file = try await run("run", "script.txt")
        #expect(file.code == 0 && !file.output.contains("this run only"), "\(file.output)")
    }

    @Test("The help of --wait says that the download is not limited", arguments: ["generate", "resume", "compare"])
    func waitHelp(command: String) async throws {
        let help = try await run("help", command).output
        let line = try #require(help.split(separator: "\n").first { $0.contains("--wait 20m") })
        #expect(line.contains("until the provider has made the video") && line.contains("download"))
    }
}
