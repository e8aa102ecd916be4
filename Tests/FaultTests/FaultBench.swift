import Foundation
import MiniMaxHailuo
import OpenAIVideos
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

/// A real client on real sockets against a simulator with faults. Only its waiting takes no time.
struct FaultBench {
    static let key = "sk-invented-0123456789abcdef"

    let simulator: VideoSimulator
    let ports: VideoSimulator.Ports
    let folder: TemporaryFolder
    let clock: any EngineClock
    let journal: FileJournal
    let client: VideoClient
    let provider: DialectProvider

    init(
        _ faults: [FaultRule] = [],
        dialect: String = "openai-videos",
        clock: any EngineClock = ManualClock(),
        transport: any HTTPTransport = SystemTransport.shared,
        disk: any Disk = POSIXDisk()
    ) throws {
        simulator = VideoSimulator(
            SimulatorOptions(generationTime: 0, framesPerSecond: 1),
            faults: FaultScript(seed: 1, rules: faults)
        )
        ports = try simulator.start()
        folder = try TemporaryFolder()
        self.clock = clock
        provider = try ProviderRegistry(MiniMaxHailuo.plugins + OpenAIVideos.plugins).provider(
            for: ProviderConfiguration(
                id: "faulty",
                dialect: dialect,
                baseURL: ports.baseURL(for: dialect),
                keyEnv: "FAULT_KEY"
            ),
            environment: ["FAULT_KEY": Self.key]
        )
        journal = try FileJournal(
            folder: folder.path + "/state",
            environment: EngineEnvironment(transport: transport, disk: disk, clock: clock)
        )
        client = VideoClient(providers: [provider], journal: journal)
    }

    /// Orders a video.
    @discardableResult
    func submit(_ prompt: String = "a paper boat") async throws -> VideoTask {
        var request = VideoRequest(prompt: prompt)
        if provider.info.dialect == "openai-videos" {
            request.model = "sora-2"
            request.seconds = 4
        } else if provider.info.dialect == "veo-unified" {
            request.model = "veo3-fast"
        }
        return try await client.submit(request, using: "faulty", savingTo: folder.path + "/film.mp4")
    }

    /// What the last task of the journal is.
    var task: VideoTask? { get throws { try journal.tasks().last } }

    /// Everything that the journal keeps, as text.
    var journalText: String {
        get throws {
            let folder = journal.folder + "/tasks"
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }.joined()
        }
    }

    /// The error that a piece of work ends with.
    func failure<Value>(_ work: () async throws -> Value) async -> VideoError? {
        do {
            _ = try await work()
            return nil
        } catch { return error as? VideoError }
    }

    /// Orders a video whose answer is spoilt.
    /// - Returns: the error, and the task as the journal has it.
    func spoiltSubmit() async throws -> (VideoError?, VideoTask?) {
        let error = await failure { try await submit() }
        return (error, try task)
    }
}
