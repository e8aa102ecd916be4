import DashScope
import Fal
import GeminiOmni
import Kling
import OpenRouter
import ProviderManifests
import Replicate
import Runway
import Seedance
import Testing
import Vertex
import VideoGeneration
import VideoSimulator
import XAI

@testable import VideoGenerationTesting

/// A server that does not respond, in every dialect that this machine can play. The client waits a moment instead of one or
/// two minutes, and only for the kind of request that is held: a busy machine may need longer for the others.
@Suite("A response that is held until the time is over loses no video", .timeLimit(.minutes(20)))
struct HeldResponseTests {
    private static let plugins =
        Seedance.plugins + OpenRouter.plugins + Fal.plugins + Kling.plugins + Runway.plugins + GeminiOmni.plugins
        + XAI.plugins + Replicate.plugins + DashScope.plugins + Vertex.plugins + ProviderManifests.plugins
    private static let key = "kq7-Held-9Zt2Lm8Rb6Ns4vXw"

    /// The machine's transport with less patience.
    private struct HastyTransport: HTTPTransport {
        let holdsSubmits: Bool

        func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
            var timeouts = timeouts
            if request.isSafe != holdsSubmits { timeouts.head = .seconds(1) }
            try await SystemTransport.shared.send(request, timeouts: timeouts, to: sink)
        }
    }

    /// A client at a server that plays a dialect.
    private struct Play {
        let server: LoopbackProvider
        let client: VideoClient
        let folder: TemporaryFolder
        let request: VideoRequest

        init(_ name: String, _ faults: [FaultRule]) throws {
            let plugin = try #require(HeldResponseTests.plugins.first { $0.dialect == name })
            let entry = ProviderConfiguration(id: name, dialect: name, baseURL: "")
            let dialect = try plugin.makeDialect(plugin.presets.first ?? entry)
            let samples = try #require(plugin.samples)
            server = LoopbackProvider(
                dialect: dialect,
                script: samples,
                options: LoopbackOptions(key: key),
                faults: FaultScript(rules: faults)
            )
            let provider = DialectProvider(
                id: "held",
                dialect: dialect,
                endpoint: try server.start(),
                key: try Secret(key)
            )
            folder = try TemporaryFolder()
            var settings = VideoClient.Settings()
            settings.polling = PollSchedule(first: .milliseconds(10), factor: 1, longest: .milliseconds(10))
            client = VideoClient(
                providers: [provider],
                journal: try FileJournal(
                    folder: folder.path + "/journal",
                    environment: EngineEnvironment(
                        transport: HastyTransport(holdsSubmits: faults.contains { $0.on == .submit }),
                        clock: HurriedClock()
                    )
                ),
                settings: settings
            )
            request = samples.request("a boat")
        }

        func generate() async throws -> VideoTask {
            try await client.generate(
                request,
                using: "held",
                savingTo: folder.path + "/video.mp4",
                wait: .seconds(600)
            )
        }
    }

    @Test("The table has every dialect that is played from samples")
    func table() {
        #expect(Self.plugins.map(\.dialect).count == 13 && Self.plugins.allSatisfy { $0.samples != nil })
    }

    @Test(
        "A held submit is sent once, and its outcome is unknown, also after a resume",
        arguments: plugins.map(\.dialect)
    )
    func submit(_ name: String) async throws {
        let play = try Play(name, [FaultRule(on: .submit, .hang)])
        defer { play.server.stop() }
        let error = await #expect(throws: VideoError.self) { try await play.generate() }
        #expect(
            error?.code == .outcomeUnknown && error?.purchase != VideoError.Purchase.none,
            "\(String(describing: error))"
        )
        let task = try #require(try await play.client.journal.tasks().first)
        #expect(task.state == .outcomeUnknown && task.remote == nil)
        let again = await #expect(throws: VideoError.self) { try await play.client.resume(task.id) }
        #expect(again?.code == .outcomeUnknown)
        let ledger = play.server.ledger
        #expect(ledger.submits == 1 && ledger.videosBilled <= 1, "\(ledger.requests)")
        // The ID that the person reads on the provider's page brings the paid video back.
        let billed = try #require(ledger.tasks.keys.first)
        _ = try await play.client.resolve(task.id, as: .taken(billed))
        #expect(try await play.client.resume(task.id).state == .stored)
        #expect(play.server.ledger.submits == 1)
    }

    @Test(
        "A held poll, and a held file or link, are asked for again, and the one video arrives",
        arguments: plugins.map(\.dialect),
        [[SimulatorOperation.status], [.file, .media, .content]]
    )
    func read(_ name: String, _ operations: [SimulatorOperation]) async throws {
        let play = try Play(name, operations.map { FaultRule(on: $0, times: 1, .hang) })
        defer { play.server.stop() }
        let task = try await play.generate()
        #expect(task.state == .stored)
        let ledger = play.server.ledger
        #expect(ledger.submits == 1 && ledger.videosBilled == 1, "\(ledger.requests)")
    }
}
