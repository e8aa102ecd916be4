import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("spend shows what the tasks cost", .timeLimit(.minutes(20)))
struct SpendTests {
    private let bench: ModelBench
    private let journal: FileJournal

    init() throws {
        bench = try ModelBench()
        journal = try FileJournal(folder: bench.state, environment: EngineEnvironment(clock: bench.clock))
    }

    /// Adds a task that was sent a number of days before today.
    private func add(
        _ number: Int,
        _ state: VideoTask.State = .stored,
        at provider: String = "relay",
        model: String = "sora-2",
        cost: Money? = Money(cents: 40),
        charge: Charge? = nil,
        daysAgo: Double = 0,
        label: String? = nil
    ) async throws {
        var task = VideoTask(
            id: TaskID(number: number, bits: 1),
            provider: ProviderReference(id: provider, dialect: "d", endpoint: try Endpoint("https://a.example")),
            request: VideoRequest(prompt: "x", model: model, seconds: 4),
            createdAt: bench.clock.now,
            label: label
        )
        (task.state, task.submits, task.cost, task.charge, task.orderedSeconds) = (state, 1, cost, charge, 4)
        if state != .outcomeUnknown { task.remote = RemoteTask(id: "r\(number)") }
        task.submittedAt = bench.clock.now.addingTimeInterval(-daysAgo * 86_400)
        try await journal.adopt(task)
    }

    private func addSome() async throws {
        try await add(1, charge: Charge(Money(cents: 35)), daysAgo: 40, label: "scene-1")
        try await add(2, label: "scene-1")
        try await add(3, .failed, charge: Charge(Money(cents: 10)), label: "=HYPERLINK(\"https://a.example\")")
        try await add(4, .outcomeUnknown, at: "minimax", model: "MiniMax-Hailuo-02", cost: Money(cents: 28))
        try await add(5, at: "runway", model: "gen4_turbo", cost: nil, charge: Charge(25, "credits"))
        try await add(6, at: "kling", model: "kling-v2-5-turbo", cost: nil)
    }

    @Test("The table has a row for each key and the total, and fits 80 and 40 columns")
    func table() async throws {
        try await addSome()
        let wide = try await bench.run("spend", columns: 80)
        #expect(wide.code == .done)
        #expect(
            wide.output == """
                PROVIDER  VIDEOS  SECONDS  CHARGED          ESTIMATED  UNPRICED  UNKNOWN  FAILED
                kling          1        4                                     1
                minimax        1        4                   USD 0.28                   1
                relay          3       12  USD 0.45         USD 0.40                           1
                runway         1        4  25 credits
                total          6       24  USD 0.45, 25     USD 0.68          1        1       1
                                           credits at
                                           runway
                Some videos may not have been bought. List them with:
                video-repl jobs --state unknown

                """
        )
        for columns in [80, 40] {
            for grouping in Spending.Grouping.allCases {
                let run = try await bench.run("spend", "--by", grouping.rawValue, columns: columns)
                #expect(run.code == .done && run.errors.isEmpty)
                #expect(run.lines.allSatisfy { TextWidth.of($0) <= columns }, "\(run.output)")
                #expect(!run.output.contains("…"), "\(run.output)")
                #expect(run.text.contains("total 6") && run.text.contains("jobs --state unknown"), "\(run.output)")
            }
        }
    }

    @Test("--json has one object for each row, and the total last")
    func json() async throws {
        try await addSome()
        let objects = try await bench.run("spend", "--by", "model", "--json").lines.map { try JSONValue(parsing: $0) }
        let models = ["MiniMax-Hailuo-02", "gen4_turbo", "kling-v2-5-turbo", "sora-2"]
        #expect(objects.map { $0["key"]?.text } == models + [nil])
        #expect(
            objects[3].description == """
                {"by":"model","key":"sora-2","videos":3,"seconds":12,"charged":[{"amount":0.45,"currency":"USD"}],\
                "estimated":[{"amount":0.4,"currency":"USD"}],"units":[],"unpriced":0,"unknown":0,"failed":1}
                """
        )
        #expect(objects[1]["units"]?.description == #"[{"amount":25,"unit":"credits","provider":"runway"}]"#)
        #expect(objects[4]["event"]?.text == "total" && objects[4]["videos"]?.int == 6)
        #expect(objects[4]["unknown"]?.int == 1 && objects[4]["unpriced"]?.int == 1)
    }

    @Test("--csv is RFC 4180: numbers alone in their cells, labels that are no formulas, no total")
    func csv() async throws {
        try await addSome()
        let run = try await bench.run("spend", "--by", "label", "--csv")
        #expect(run.code == .done && run.errors.isEmpty)
        #expect(
            run.output.components(separatedBy: "\r\n") == [
                "label,videos,seconds,charged USD,estimated USD,charged credits at runway,unpriced,unknown,failed",
                #""'=HYPERLINK(""https://a.example"")",1,4,0.1,0,0,0,0,1"#,
                "scene-1,2,8,0.35,0.4,0,0,0,0",
                ",3,12,0,0.28,25,1,1,0",
                "",
            ]
        )
    }

    @Test("--since counts what was sent since then, and --by day has a row for each day in UTC")
    func since() async throws {
        try await addSome()
        let days = try await bench.run("spend", "--by", "day", "--csv").output.components(separatedBy: "\r\n")
        #expect(days.map { $0.prefix(12) } == ["day,videos,s", "2026-10-19,1", "2026-11-28,5", ""])
        let recent = try await bench.run("spend", "--since", "30d", "--json").lines.last
        #expect(try JSONValue(parsing: recent ?? "")["videos"]?.int == 5)
        let none = try await ModelBench().run("spend", "--since", "30d")
        #expect(none.code == .done && none.output == "No task of the journal cost anything in this time.\n")
    }

    @Test("A task that cannot be read is named, and the exit code is 8")
    func unreadable() async throws {
        try await addSome()
        let path = bench.state + "/tasks/\(TaskID(number: 2, bits: 1)).jsonl"
        try Data("{}\n".utf8).write(to: URL(fileURLWithPath: path))
        let run = try await bench.run("spend", "--csv")
        #expect(run.code == .savingFailed && run.errors.contains("v2-") && run.output.contains("kling,1"))
    }

    @Test("Pruned tasks of an earlier version have a row without a name, and a sentence says why")
    func earlierVersion() async throws {
        let line = #"{"sentAt":1795737600.5,"tally":{"seconds":4,"money":{"USD":0.4}},"id":"v9-ie8j"}"#
        try Data("\n\(line)\n".utf8).write(to: URL(fileURLWithPath: bench.state + "/pruned.jsonl"))
        let run = try await bench.run("spend", columns: 80)
        #expect(run.output.contains("(unknown)       1        4") && run.text.contains("does not have the provider"))
    }

    @Test("A provider's words reach neither a terminal nor a spreadsheet as codes")
    func hostile() async throws {
        try await add(1, model: "\u{1B}[2J\r\n=1,\"\u{202E}", label: "@a\n\u{1B}]0;x\u{07}")
        for options in [
            ["--by", "model"], ["--by", "label"], ["--by", "model", "--csv"], ["--by", "label", "--csv"],
        ] {
            let run = try await bench.run(["spend"] + options)
            let rest = run.output.replacing("\r\n", with: "").unicodeScalars.filter { $0 != "\n" }
            #expect(rest.allSatisfy { !$0.isInvisible }, "\(run.output.debugDescription)")
        }
        let csv = try await bench.run("spend", "--by", "label", "--csv").output
        #expect(csv.contains("\r\n'@a  ]0;x ,1,"), "\(csv)")
    }
}
