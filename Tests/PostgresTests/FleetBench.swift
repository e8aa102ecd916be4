import Foundation
import OpenAIVideos
import TestSupport
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

/// A simulated provider and a database, with as many workers in this process as a test needs.
struct FleetBench {
    let simulator: VideoSimulator
    let server: PostgresServer
    let database: String
    let folder: TemporaryFolder
    let baseURL: String

    init(generationTime: Double = 0.2, faults: [FaultRule] = []) throws {
        simulator = VideoSimulator(
            SimulatorOptions(generationTime: generationTime, framesPerSecond: 1),
            faults: FaultScript(seed: 1, rules: faults)
        )
        server = try PostgresServer.shared.get()
        database = try server.makeDatabase()
        folder = try TemporaryFolder()
        baseURL = try simulator.start().baseURL(for: "openai-videos")
    }

    /// Creates a client as on a machine of its own.
    func client(_ machine: Int, limits: SubmitLimits = SubmitLimits(), leases: LeaseTimes = LeaseTimes()) async throws
        -> VideoClient
    {
        let journal = try await PostgresJournal(
            server.address(of: database),
            folder: "\(folder.path)/machine-\(machine)",
            environment: EngineEnvironment(),
            leases: leases
        )
        let provider = try provider(limits: limits)
        var settings = VideoClient.Settings()
        settings.polling.first = .milliseconds(200)
        return VideoClient(providers: [provider], journal: journal, settings: settings)
    }

    func provider(limits: SubmitLimits = SubmitLimits()) throws -> DialectProvider {
        try ProviderRegistry(OpenAIVideos.plugins).provider(
            for: ProviderConfiguration(
                id: "relay",
                dialect: "openai-videos",
                baseURL: baseURL,
                keyEnv: "TEST_KEY",
                limits: limits
            ),
            environment: ["TEST_KEY": "sk-invented-0123456789"]
        )
    }

    func request(_ number: Int) -> VideoRequest {
        VideoRequest(prompt: "a paper boat, number \(number)", model: "veo3-fast")
    }

    func path(_ number: Int) -> String { "\(folder.path)/\(number).mp4" }

    /// Creates tasks.
    @discardableResult
    func enqueue(_ count: Int, with client: VideoClient) async throws -> [VideoTask] {
        var tasks: [VideoTask] = []
        for number in 0..<count {
            tasks.append(try await enqueue(number: number, with: client))
        }
        return tasks
    }

    /// Creates the task of a scene, or lets it be sent again if it was not bought.
    func enqueue(number: Int, with client: VideoClient) async throws -> VideoTask {
        try await client.enqueue(request(number), using: "relay", savingTo: path(number), label: "scene-\(number)")
    }

    /// Settles the tasks with unknown outcomes by the bill. No worker may be left that could still send one of them.
    func settle(with client: VideoClient) async throws {
        try await wait("the provider is busy") { !simulator.isBusy }
        for task in try await client.journal.tasks() where task.state == .outcomeUnknown {
            let digest = String(SHA256Stream.digest(of: Array(task.request.prompt.utf8)))
            let bought = simulator.ledger.tasks.first { $0.value.promptSHA256 == digest }?.key
            try await client.resolve(task.id, as: bought.map { .taken($0) } ?? .notTaken)
            if bought == nil, let number = task.label?.split(separator: "-").last.flatMap({ Int($0) }) {
                _ = try await enqueue(number: number, with: client)
            }
        }
        for task in try await client.journal.tasks() where task.suspension != nil {
            try await client.journal.release(suspended: task.id)
        }
    }

    /// Returns the first value of a query.
    func value(_ sql: String) throws -> String? { try server.execute(sql, in: database).first?.first.flatMap(\.self) }

    /// Lets the database's time pass.
    func pass(_ seconds: Int) throws {
        try server.execute("update test_clock set passed = passed + \(seconds)", in: database)
    }

    /// Waits until a query returns a value.
    func wait(for expected: String, from sql: String, seconds: Int = 60) async throws {
        try await wait("\(sql) is not \(expected)", seconds: seconds) { try value(sql) == expected }
    }

    /// Checks that every task is stored with the provider's bytes, and was bought once.
    /// - Returns: the promises that were broken.
    func broken(_ count: Int) throws -> [String] {
        let ledger = simulator.ledger
        var problems: [String] = []
        if ledger.submits != count { problems.append("\(ledger.submits) submits for \(count) tasks") }
        if ledger.videosBilled != count { problems.append("\(ledger.videosBilled) bills for \(count) tasks") }
        let rows = try server.execute(
            "select id, snapshot -> 'remote' ->> 'id', state, snapshot -> 'file' ->> 'path' from video_task",
            in: database
        )
        for row in rows {
            guard row[2] == "stored", let remote = row[1], let path = row[3] else {
                problems.append("\(row)")
                continue
            }
            let bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) }
            if bytes == nil || bytes != simulator.video(ofTask: remote) { problems.append("the bytes of \(row)") }
        }
        return problems
    }
}

struct FleetBenchError: Error {
    let text: String
}
