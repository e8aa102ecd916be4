import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@Suite("resolve and cancel", .ownThread, .timeLimit(.minutes(20)))
struct ResolveAndCancelTests {
    private let folder: TemporaryFolder
    private let simulator: VideoSimulator
    private let ports: VideoSimulator.Ports

    init() throws {
        folder = try TemporaryFolder()
        simulator = VideoSimulator(SimulatorOptions(generationTime: 600))
        ports = try simulator.start()
    }

    private func run(_ words: String...) async throws -> REPLProcess.Run {
        try await REPLProcess.run(words, state: folder.path + "/state", folder: folder.path)
    }

    private func submit(_ dialect: String = "openai-videos") async throws -> REPLProcess.Run {
        try await run("submit", "a boat", "--dialect", dialect, "--base-url", ports.baseURL(for: dialect))
    }

    private func isDeleted() -> Bool { simulator.ledger.requests.keys.contains { $0.contains("DELETE") } }

    @Test("resolve shows the candidates and the next command; an ID belongs to one task only")
    func resolve() async throws {
        simulator.use(FaultScript(rules: [FaultRule(on: .submit, times: 2, .drop(billed: true))]))
        for _ in 0..<2 { #expect(try await submit().code == 7) }
        let unsure = try await run("resolve", "1")
        #expect(unsure.code == 7)
        let ids = simulator.ledger.tasks.keys.sorted()
        for id in ids { #expect(unsure.errors.contains("\(id) (2"), "\(unsure.errors)") }
        #expect(unsure.errors.contains("sora-2, “a boat”"), "\(unsure.errors)")
        #expect(unsure.errors.contains("--taken ID") && unsure.errors.contains("--not-taken"))
        #expect(try await run("resolve", "1", "--taken", "video_mistyped").code != 0)
        #expect(try await run("resolve", "1", "--taken", ids[0]).code == 0)
        let stolen = try await run("resolve", "1", "--taken", ids[0])
        #expect(stolen.code == 2 && stolen.errors.contains("belongs to v"), "\(stolen.errors)")
        // The other one is certain now.
        let sure = try await run("resolve", "1")
        #expect(sure.code == 0 && sure.output.contains(ids[1]), "\(sure.output)\(sure.errors)")
        #expect(simulator.ledger.submits == 2)
    }

    @Test("cancel sends nothing if it would also delete a finished video, and prints the option that allows it")
    func discardRequired() async throws {
        for dialect in ["openai-videos", "minimax-v2"] {
            #expect(try await submit(dialect).code == 0)
            let refused = try await run("cancel", "1")
            #expect(refused.code == 2)
            #expect(refused.errors.contains("also deletes finished videos"), "\(refused.errors)")
            #expect(refused.errors.contains("cancel v") && refused.errors.contains("--discard"), "\(refused.errors)")
            #expect(!isDeleted())
        }
    }

    @Test("cancel --discard stops what is not made; the task and its ID stay in the journal")
    func discard() async throws {
        #expect(try await submit("minimax-v2").code == 0)
        let cancelled = try await run("cancel", "v1", "--discard", "--json")
        let task = try JSONValue(parsing: cancelled.lines.last ?? "")
        if cancelled.code == 0 {
            #expect(task["state"]?.text == "cancelled")
        } else {
            // It began to run in the meantime, and MiniMax stops only what is queued.
            #expect(cancelled.code == 6 && task["state"]?.text != "cancelled")
        }
        #expect(task["taskID"]?.text == simulator.ledger.tasks.keys.first)
        #expect(isDeleted())
    }

    @Test("cancel --discard leaves a video alone that is made already")
    func made() async throws {
        let quick = VideoSimulator(SimulatorOptions(generationTime: 0))
        let base = try quick.start().baseURL(for: "openai-videos")
        #expect(try await run("submit", "a boat", "--dialect", "openai-videos", "--base-url", base).code == 0)
        // A row number can refer to another task by now.
        #expect(try await run("cancel", "1", "--discard").code == 2)
        let refused = try await run("cancel", "v1", "--discard")
        #expect(refused.code == 6 && refused.errors.contains("already made"), "\(refused.errors)")
        #expect(!quick.ledger.requests.keys.contains { $0.contains("DELETE") })
        #expect(try await run("resume", "1", "--output", "boat.mp4").code == 0)
    }
}
