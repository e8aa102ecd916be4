import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("Routes and waiting tasks at the prompt", .ownThread, .timeLimit(.minutes(20)))
struct RouteCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let file = """
            {"providers": [{"id": "relay", "dialect": "openai-videos", "baseURL": "http://127.0.0.1:9/v1",
              "keyEnv": "RELAY_KEY", "limits": {"inFlight": 5}}],
             "routes": {"hero-shots": {"strategy": "cheapest", "candidates": ["relay/sora-2", "simulator"], "attempts": 2},
              "broken": {"candidates": ["nobody"]}}}
            """
        try file.write(toFile: folder.path + "/p.json", atomically: true, encoding: .utf8)
    }

    private func run(_ words: String..., input: String = "", columns: Int? = nil) async throws -> REPLProcess.Run {
        try await REPLProcess.run(
            ["--config", folder.path + "/p.json"] + words,
            state: folder.path + "/state",
            folder: folder.path,
            input: input,
            environment: columns.map { ["COLUMNS": "\($0)"] } ?? [:]
        )
    }

    private func error(_ words: String...) async throws -> String {
        let run = try await REPLProcess.run(
            ["--config", folder.path + "/p.json"] + words,
            state: folder.path + "/state",
            folder: folder.path
        )
        #expect(run.code == 2, "\(words): \(run.errors)")
        return run.errors
    }

    @Test("--route excludes the options that name one provider, and says what to do")
    func exclusions() async throws {
        for option in ["--provider", "--model", "--dialect", "--base-url"] {
            let text = try await error("generate", "boat", "--route", "hero-shots", option, "x")
            #expect(text.contains("\(option) cannot be given together with --route"), "\(text)")
            #expect(text.contains("Nothing was sent. Leave out one of them"), "\(text)")
        }
    }

    @Test("A route that does not exist, or a candidate that does not, is named with the known ones")
    func unknown() async throws {
        #expect(try await error("estimate", "boat", "--route", "hero-shot").contains("Did you mean hero-shots?"))
        #expect(try await error("estimate", "boat", "--route", "relay,rely").contains("Did you mean relay?"))
        #expect(try await error("estimate", "boat", "--route", "relay,").contains("is not PROVIDER or PROVIDER/MODEL"))
        #expect(try await error("generate", "boat", "--again").contains("--again needs --label"))
        #expect(try await error("generate", "boat", "--label", "").contains("--label is empty"))
        #expect(try await error("generate", "boat", "--priority", "high").contains("not a whole number"))
    }

    @Test("A mistake in a route blocks this route only, and config check lists it with exit code 3")
    func broken() async throws {
        let broken = try await run("estimate", "boat", "--route", "broken")
        #expect(broken.code == 3 && broken.errors.contains("route broken: candidate 1: there is no provider “nobody”"))
        let check = try await run("config", "check")
        #expect(check.code == 3)
        #expect(check.lines.contains("  Limits: 5 in flight."), "\(check.lines)")
        #expect(
            check.lines.contains("route hero-shots: cheapest, 2 attempts, over relay/sora-2, simulator."),
            "\(check.lines)"
        )
        #expect(check.lines.contains { $0.hasPrefix("route broken: candidate 1") })
        #expect(try await run("estimate", "boat", "--provider", "simulator").code == 0)
    }

    @Test("providers lists the routes below, and the one in use is marked", arguments: [40, 80])
    func listed(columns: Int) async throws {
        let plain = try await run("providers", columns: columns)
        #expect(plain.lines.allSatisfy { TextWidth.of($0) <= columns }, "\(plain.lines)")
        #expect(plain.lines.contains { $0.contains("ROUTE") && $0.contains("CANDIDATES") })
        let used = try await run(
            input: "use route hero-shots\nproviders\nuse simulator\nproviders\n",
            columns: columns
        )
        let marked = used.lines.filter { $0.hasPrefix("*") }.map { $0.split(separator: " ")[1] }
        #expect(marked == ["hero-shots", "simulator"], "\(used.lines)")
        #expect(used.lines.contains { $0.contains("Using the route hero-shots: cheapest, 2") }, "\(used.lines)")
        let json = try await run("providers", "--json").lines.map { try JSONValue(parsing: Array($0.utf8)) }
        let routes = json.filter { $0["route"] != nil }
        #expect(routes.map { $0["route"] } == ["hero-shots", "broken"] && routes[0]["attempts"]?.int == 2)
        #expect(routes[1]["isUsable"] == false)
    }

    /// Leaves a task in `intent`, as a process does that ended before it could submit it.
    /// - Returns: the task, and its log, which keeps the file open.
    private func waitingTask() async throws -> (VideoTask, any TaskLog) {
        let journal = try FileJournal(folder: folder.path + "/state")
        let task = try RoutedTaskTests.task(.intent)
        let created = try await journal.create(under: TaskLabel("scene-12")) { id in
            VideoTask(id: id, provider: task.provider, request: task.request, createdAt: .now, label: "scene-12")
        }
        guard case .created(let log) = created else { throw VideoError(.labelInUse, "The label is in use.") }
        return (log.task, log)
    }

    @Test("A plain resume never submits a waiting task, and says how to submit it")
    func waiting() async throws {
        let (task, log) = try await waitingTask()
        let jobs = try await run("jobs")
        #expect(jobs.lines.last?.contains("waiting") == true && jobs.lines.last?.contains("scene-12") == true)
        let program = "video-repl --config \(folder.path)/p.json"
        let all = try await run("resume")
        #expect(all.code == 0, "\(all.errors)")
        #expect(
            all.lines.joined(separator: " ")
                == "1 task waits to be submitted, and was not bought. To submit it, run: \(program) resume --submit"
        )
        let one = try await run("resume", task.id.rawValue, "--json")
        #expect(one.code == 2, "\(one.errors)")
        #expect(one.errors.contains("\(task.id) waits to be submitted, and was not bought. Nothing was sent."))
        #expect(one.errors.contains("To submit it, run: \(program) resume --submit \(task.id)."))
        let error = try JSONValue(parsing: Array(try #require(one.lines.first).utf8))
        #expect(error["code"] == "notSubmitted" && error["purchase"] == "none")
        let watch = try await run("watch", task.id.rawValue)
        #expect(watch.code == 2 && watch.errors.contains("was not bought"))
        let prompt = try await run(input: "jobs\nquit\n")
        #expect(prompt.lines.last?.hasSuffix("run: \(program) resume --submit") == true, "\(prompt.lines)")
        _ = log
    }

    @Test("Routes complete in --route and after use route, and the last name of a list completes")
    func completion() async throws {
        let file = """
            {"providers": [{"id": "relay", "dialect": "test", "baseURL": "https://relay.example"}],
             "routes": {"hero-shots": {"candidates": ["relay"]}, "broken": {}}}
            """
        try file.write(toFile: folder.path + "/q.json", atomically: true, encoding: .utf8)
        let session = Session(
            registry: TestDialect.registry,
            variables: [:],
            folders: UserFolders(environment: [:], currentFolder: folder.path),
            console: Console(environment: [:]),
            options: try CommandTable.all.parse(["--config", "q.json", "jobs"]),
            isPrompt: true
        )
        func words(_ line: String) async -> [String] {
            let start =
                line.utf8.count - (line.split(separator: " ", omittingEmptySubsequences: false).last ?? "").utf8.count
            return await Completer(session: session)
                .candidates(LineCompletion(line: line, start: start, cursor: line.utf8.count))
        }
        #expect(await words("generate boat --route h") == ["hero-shots"])
        #expect(await words("generate boat --route relay,rel") == ["relay,relay"])
        #expect(await words("use route ") == ["broken", "hero-shots"])
        #expect(await words("use rou") == ["route"])
    }
}
