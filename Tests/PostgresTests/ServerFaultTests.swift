import Foundation
import OpenAIVideos
import Synchronization
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

@Suite(
    "Clients while their database fails",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct ServerFaultTests {
    private let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.4))
    private let folder: TemporaryFolder
    private let provider: DialectProvider

    init() throws {
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

    private func client(
        _ machine: Int,
        _ address: String,
        environment: EngineEnvironment = EngineEnvironment(),
        provider: (any VideoGenerating)? = nil
    ) async throws -> VideoClient {
        let journal = try await PostgresJournal(address, folder: "\(folder.path)/\(machine)", environment: environment)
        var settings = VideoClient.Settings()
        settings.polling.first = .milliseconds(100)
        return VideoClient(providers: [provider ?? self.provider], journal: journal, settings: settings)
    }

    /// Generates videos with several clients at once.
    /// - Returns: the number of stored ones.
    private func generate(_ count: Int, with clients: [VideoClient]) async throws -> Int {
        try await withThrowingTaskGroup(of: VideoTask.State.self) { group in
            for number in 0..<count {
                group.addTask {
                    let request = VideoRequest(prompt: "boat \(number)", model: "veo3-fast")
                    let path = "\(folder.path)/\(number).mp4"
                    return try await clients[number % clients.count]
                        .generate(request, using: "relay", savingTo: path, wait: .seconds(120)).state
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 == .stored ? 1 : 0 }
        }
    }

    @Test("A server that is restarted at once under load loses no video, and none is bought twice")
    func restart() async throws {
        let server = try PostgresServer()
        let database = try server.makeDatabase()
        let clients = [
            try await client(1, server.address(of: database)), try await client(2, server.address(of: database)),
        ]
        let count = Int(ProcessInfo.processInfo.environment["VIDEO_RESTART_TASKS"] ?? "") ?? 12
        async let stored = generate(count, with: clients)
        for _ in 0..<3 {
            // The server is a process on the machine's clock.
            try await Task.sleep(for: .milliseconds(600))
            try server.control("-m immediate restart")
        }
        #expect(try await stored == count)
        #expect(simulator.ledger.submits == count && simulator.ledger.videosBilled == count)
        let outcomes = try server.execute("select distinct outcome from video_purchase", in: database)
        #expect(outcomes == [["accepted"]])
    }

    @Test("A database that is unreachable when the provider has answered gets the ID when it is back")
    func unreachable() async throws {
        let server = try PostgresServer.shared.get()
        let database = try server.makeDatabase()
        let proxy = try CuttingProxy(to: server.folder + "/.s.PGSQL.5432")
        defer { proxy.end() }
        let settings = "host=127.0.0.1 port=\(proxy.port) sslmode=disable gssencmode=disable"
        let seconds = Double(ProcessInfo.processInfo.environment["VIDEO_OUTAGE_SECONDS"] ?? "") ?? 1.5
        let watched = WatchedProvider(base: provider) {
            proxy.isDown = true
            Task {
                // The server is a process on the machine's clock.
                try await Task.sleep(for: .seconds(seconds))
                proxy.isDown = false
            }
        }
        let client = try await client(1, server.address(of: database, settings: settings), provider: watched)
        let request = VideoRequest(prompt: "a paper boat", model: "veo3-fast")
        let task = try await client.generate(
            request,
            using: "relay",
            savingTo: folder.path + "/a.mp4",
            wait: .seconds(120)
        )
        #expect(task.state == .stored && proxy.isDown == false)
        #expect(simulator.ledger.submits == 1 && simulator.ledger.videosBilled == 1)
    }

    @Test("A process that ends while the database is unreachable leaves the ID, and another one stores the video")
    func endWhileUnreachable() async throws {
        let server = try PostgresServer.shared.get()
        let database = try server.makeDatabase()
        let proxy = try CuttingProxy(to: server.folder + "/.s.PGSQL.5432")
        defer { proxy.end() }
        let settings = "host=127.0.0.1 port=\(proxy.port) sslmode=disable gssencmode=disable"
        let watched = WatchedProvider(base: provider) { proxy.isDown = true }
        let hurried = EngineEnvironment(clock: BriefClock())
        let address = server.address(of: database, settings: settings)
        let first = try await client(1, address, environment: hurried, provider: watched)
        let request = VideoRequest(prompt: "a paper boat", model: "veo3-fast")
        let error = await #expect(throws: VideoError.self) { try await first.submit(request, using: "relay") }
        #expect(
            error?.purchase == .made && error?.advice?.contains("/1/spool.") == true,
            "\(String(describing: error))"
        )
        #expect(error?.message.hasPrefix("The provider accepted the request as ") == true)
        let id = try #require(error?.localID)
        proxy.isDown = false
        let second = try await client(1, address)
        let stored = try await second.resume(id, to: folder.path + "/a.mp4", wait: .seconds(60))
        #expect(stored.state == .stored)
        #expect(simulator.ledger.submits == 1 && simulator.ledger.videosBilled == 1)
    }

    @Test("Two machines with clocks ten minutes apart share a limit, and buy each video once")
    func clocks() async throws {
        let server = try PostgresServer.shared.get()
        let database = try server.makeDatabase()
        let address = server.address(of: database)
        let clients = [
            try await client(1, address),
            try await client(2, address, environment: EngineEnvironment(clock: LateClock())),
        ]
        #expect(try await generate(8, with: clients) == 8)
        #expect(simulator.ledger.submits == 8 && simulator.ledger.videosBilled == 8)
        let apart = try server.execute(
            "select count(*) from video_event where abs(extract(epoch from at - now())) > 60",
            in: database
        )
        #expect(apart == [["0"]])
    }
}

/// A clock that is ten minutes late.
private struct LateClock: EngineClock {
    private let system = SystemClock()
    var now: Date { system.now.addingTimeInterval(-600) }
    var uptime: Duration { system.uptime }
    func sleep(for duration: Duration) async throws { try await system.sleep(for: duration) }
}
