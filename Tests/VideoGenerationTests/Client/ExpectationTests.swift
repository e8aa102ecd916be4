import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("What a client says about a request before it is sent", .timeLimit(.minutes(20)))
struct ExpectationTests {
    @Test("The expected duration is the median of the last ten stored tasks of the provider and model")
    func expectedDuration() async throws {
        let bench = try Bench()
        for seconds in [900.0, 900, 30, 10, 20, 40, 50, 60, 70, 80, 90, 100] { try await bench.stored(after: seconds) }
        let task = try #require(try bench.journal.tasks().last)
        #expect(await bench.client.expectedDuration(of: task) == .seconds(60))
        let request = VideoRequest(prompt: "a boat", model: "film")
        #expect(try await bench.client.expectedDuration(of: request, with: "scripted") == .seconds(60))
        let other = VideoRequest(prompt: "a boat", model: "another")
        #expect(try await bench.client.expectedDuration(of: other, with: "scripted") == nil)
    }

    @Test("Fit, estimate and expected duration name the known providers if there is none with the ID")
    func unknownProvider() async throws {
        let bench = try Bench()
        let request = VideoRequest(prompt: "a boat", model: "film")
        #expect(bench.client.providers.map(\.id) == ["scripted"])
        #expect(try bench.client.fit(request, with: "scripted").changes.isEmpty)
        _ = try bench.client.estimate(request, with: "scripted")
        #expect(throws: VideoError.self) { try bench.client.fit(request, with: "other") }
        let failure = await bench.failure { try bench.client.estimate(request, with: "other") }
        #expect(failure?.code == .configurationInvalid && failure?.advice?.contains("scripted") == true)
    }

    @Test("A wait without a limit of its own ends with that of the settings")
    func settings() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running))] }
        let client = VideoClient(
            providers: [bench.provider],
            journal: bench.journal,
            environment: EngineEnvironment(transport: ScriptedTransport(), clock: bench.clock),
            settings: .init(wait: .seconds(90))
        )
        let task = try await bench.submit()
        let failure = await bench.failure { for try await _ in client.updates(of: task.id) {} }
        #expect(failure?.code == .deadlineExceeded)
        #expect(bench.clock.uptime > .seconds(89) && bench.clock.uptime < .seconds(100))
    }
}

extension Bench {
    /// Adds a task to the journal that was stored a number of seconds after it was created.
    fileprivate func stored(after seconds: Double) async throws {
        let log = try await journal.begin {
            VideoTask(
                id: $0,
                provider: provider.info.reference,
                request: VideoRequest(prompt: "a boat", model: "film"),
                createdAt: clock.now
            )
        }
        let remote = RemoteTask(id: "remote \(log.task.id)")
        try await log.append(.accepted) { $0.merge(TaskSnapshot(remote, .succeeded)) }
        try await clock.sleep(for: .seconds(seconds))
        try await log.append(.stored) { $0.state = .stored }
        log.close()
    }
}
