import Foundation
import OpenAIVideos
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

@Suite(
    "A client of a journal in a database",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct WholeClientTests {
    private let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.4))
    private let server: PostgresServer
    private let database: String
    private let folder: TemporaryFolder
    private let provider: DialectProvider

    init() throws {
        server = try PostgresServer.shared.get()
        database = try server.makeDatabase()
        folder = try TemporaryFolder()
        let ports = try simulator.start()
        provider = try ProviderRegistry(OpenAIVideos.plugins).provider(
            for: ProviderConfiguration(
                id: "relay",
                dialect: "openai-videos",
                baseURL: ports.baseURL(for: "openai-videos"),
                keyEnv: "TEST_KEY"
            ),
            environment: ["TEST_KEY": "sk-invented-0123456789"]
        )
    }

    /// Creates a client as on a machine of its own.
    private func client(_ machine: Int) async throws -> VideoClient {
        let journal = try await PostgresJournal(server.address(of: database), folder: "\(folder.path)/\(machine)")
        var settings = VideoClient.Settings()
        settings.polling.first = .milliseconds(100)
        return VideoClient(providers: [provider], journal: journal, settings: settings)
    }

    @Test("A video that one machine bought is stored by another one, and bought once")
    func twoMachines() async throws {
        let (first, second) = (try await client(1), try await client(2))
        let request = VideoRequest(prompt: "a paper boat in the rain", model: "veo3-fast")
        let bought = try await first.submit(request, using: "relay")
        let path = folder.path + "/film.mp4"
        let stored = try await second.resume(bought.id, to: path, wait: .seconds(60))
        #expect(stored.state == .stored)
        #expect(stored.file?.bytes == Int64(try Data(contentsOf: URL(fileURLWithPath: path)).count))
        #expect(simulator.ledger.submits == 1 && simulator.ledger.videosBilled == 1)
        #expect(try await first.journal.task(bought.id)?.state == .stored)
        let purchase = try server.execute("select attempt, outcome, remote_id from video_purchase", in: database)
        #expect(purchase == [["1", "accepted", bought.remote?.id]])
    }

    @Test("Twenty videos of three machines at once are bought and stored once each")
    func many() async throws {
        let clients = [try await client(1), try await client(2), try await client(3)]
        let states = try await withThrowingTaskGroup(of: VideoTask.State.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let client = clients[number % 3]
                    let request = VideoRequest(prompt: "boat \(number)", model: "veo3-fast")
                    let path = "\(folder.path)/\(number).mp4"
                    return try await client.generate(request, using: "relay", savingTo: path, wait: .seconds(120)).state
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(states.count { $0 == .stored } == 20)
        #expect(simulator.ledger.submits == 20 && simulator.ledger.videosBilled == 20)
        #expect(try await clients[0].journal.tasks().count == 20)
        let events = try server.execute("select count(*) from video_event where event = 'submitting'", in: database)
        #expect(events == [["20"]])
    }
}
