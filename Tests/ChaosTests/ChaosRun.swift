import Foundation
import Synchronization
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

/// One task: the command against a simulator with faults, killed a few times, and resumed until it is done.
final class ChaosRun: Sendable {
    private static let patience = 25

    private let seed: UInt64
    private let random: SeededRandom
    private let simulator: VideoSimulator
    private let place: TemporaryFolder
    private let port: Int
    private let lines = Mutex<[String]>([])
    private let steps = Mutex<[JournalEntry.Event]>([])

    /// - Parameters:
    ///   - faults: what goes wrong; nil for what the seed draws.
    ///   - generationTime: in seconds; nil for what the seed draws.
    init(seed: UInt64, faults: [FaultRule]? = nil, generationTime: Double? = nil) throws {
        self.seed = seed
        random = SeededRandom(seed: seed)
        place = try TemporaryFolder()
        simulator = VideoSimulator(
            SimulatorOptions(generationTime: generationTime ?? 0.1 + random.unit() * 4, framesPerSecond: 1),
            faults: FaultScript(seed: seed, rules: faults ?? ChaosWeather.rules(random))
        )
        port = try simulator.start().api
    }

    deinit { simulator.stop() }

    var log: [String] { lines.withLock { $0 } }
    /// The last entry of the journal, each time the command was killed.
    var killedAt: [JournalEntry.Event] { steps.withLock { $0 } }
    private var folder: String { place.path }
    private var film: String { folder + "/film.mp4" }

    /// Runs the command until the video is there.
    /// - Returns: the promises that were broken; empty if all were kept.
    func live() async -> [String] {
        do {
            // The first death is at a step that follows from the seed, so that none is left out; others are drawn.
            var ends = [Ending.killedAt(Ending.steps[Int(seed % UInt64(Ending.steps.count))])]
            for _ in 0..<random.next() % 3 { ends.append(Ending(random)) }
            for _ in 0..<Self.patience {
                let task = try tasks().last { $0.state != .failed }
                if task?.state == .stored { return try verdict() }
                let command = try await next(task)
                let end = ends.isEmpty ? .itsOwn : ends.removeFirst()
                note("\(command.joined(separator: " ")), \(end)")
                let status = try await run(command, until: end)
                if status == -SIGKILL, let step = try lastStep() { steps.withLock { $0.append(step) } }
                note("ended with \(status), ledger \(simulator.ledger.submits) \(simulator.ledger.videosBilled)")
            }
            return ["nothing is stuck: \(try tasks().map(\.state))"]
        } catch {
            return ["\(error)"]
        }
    }

    /// Runs the command.
    /// - Returns: its exit code.
    func run(_ command: [String], until end: Ending = .itsOwn, closesOutput: Bool = false) async throws -> Int32 {
        try await VideoREPLProcess.run(
            command + options,
            in: folder,
            until: end,
            tasksFolder: folder + "/state/tasks",
            closesOutput: closesOutput
        )
    }

    /// The command line that submits the request.
    var submission: [String] { ["generate", "a chase", "--output", film, "--seconds", "4"] + provider }

    /// What a person does next.
    private func next(_ task: VideoTask?) async throws -> [String] {
        guard let task else { return submission }
        // A task that was not sent waits until a person lets it be sent.
        if task.state == .intent { return ["resume", "--submit"] }
        guard task.state == .outcomeUnknown else { return ["resume"] }
        if random.next() % 2 == 0 { return ["resolve", task.id.rawValue] }
        // The bill has the last word, once the provider is done with what the killed command had sent it.
        try await settle()
        let bill = simulator.ledger.tasks.keys.first
        return ["resolve", task.id.rawValue] + (bill.map { ["--taken", $0] } ?? ["--not-taken"])
    }

    /// Waits until the provider has no connections, twice in a row: a connection that was just accepted is in no list yet.
    private func settle() async throws {
        var idle = 0
        for _ in 0..<600 {
            idle = simulator.isBusy ? 0 : idle + 1
            if idle == 2 { return }
            // The other side is a server on real sockets.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private var provider: [String] {
        [
            "--dialect", "openai-videos", "--base-url", "http://127.0.0.1:\(port)/v1", "--key-env", "CHAOS_KEY",
            "--model", "sora-2",
        ]
    }
    private var options: [String] { ["--state", folder + "/state", "--json"] }

    /// Ends the faults.
    func calm() { simulator.use(FaultScript(seed: seed, rules: [])) }

    /// The number of requests for the video file.
    var downloads: Int { simulator.ledger.requests["GET /v1/videos/{id}/content"] ?? 0 }

    /// Where unfinished downloads are.
    var partsFolder: String { folder + "/state/parts" }

    /// What the journal says.
    func tasks() throws -> [VideoTask] { try FileJournal(folder: folder + "/state").tasks() }

    private func lastStep() throws -> JournalEntry.Event? {
        let journal = try FileJournal(folder: folder + "/state")
        return try journal.latest(1).first.flatMap { try journal.history(of: $0.id).last?.event }
    }

    private func note(_ text: String) { lines.withLock { $0.append(text) } }

    private func verdict() throws -> [String] {
        let ledger = simulator.ledger
        var problems: [String] = []
        if ledger.videosBilled != 1 { problems.append("one video is billed, not \(ledger.videosBilled)") }
        let written = try tasks().reduce(0) { $0 + $1.submits }
        if ledger.submits > written {
            problems.append("\(ledger.submits) purchases were sent, \(written) written down")
        }
        let recorded = try tasks()
        if recorded.contains(where: { $0.submits > 1 }) { problems.append("no request is sent twice") }
        let bytes = FileManager.default.contents(atPath: film).map { [UInt8]($0) }
        let made = ledger.tasks.keys.first.flatMap { simulator.video(ofTask: $0) }
        if bytes == nil || bytes != made { problems.append("the file has the provider's bytes") }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/state/parts")
        if !left.isEmpty { problems.append("no file is left over: \(left)") }
        let beside = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        if beside != ["film.mp4", "state"] { problems.append("no file is left over: \(beside)") }
        return problems
    }
}
