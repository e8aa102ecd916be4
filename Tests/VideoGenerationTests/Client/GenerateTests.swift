import Foundation
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite(.timeLimit(.minutes(20))) struct GenerateTests {
    @Test("A file that is there already is kept, and nothing is bought")
    func existingFile() async throws {
        let bench = try Bench()
        let path = bench.folder.path + "/film.mp4"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        let failure = await bench.failure {
            try await bench.client.generate(VideoRequest(prompt: "x"), using: "scripted", savingTo: path)
        }
        #expect(failure?.code == .invalidRequest)
        #expect(bench.provider.submitCount == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("mine".utf8))
    }

    @Test("A folder that is not there is told before money is spent")
    func missingFolder() async throws {
        let bench = try Bench()
        let failure = await bench.failure {
            try await bench.client.generate(
                VideoRequest(prompt: "x"),
                using: "scripted",
                savingTo: bench.folder.path + "/no/where/film.mp4"
            )
        }
        #expect(failure?.code == .invalidRequest)
        #expect(bench.provider.submitCount == 0)
        #expect(try bench.journal.tasks().isEmpty)
    }

    @Test("A download that fails never buys again, and the task waits to be resumed")
    func failedDownload() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.succeeded))] }
        let path = bench.folder.path + "/film.mp4"
        let failure = await bench.failure {
            try await bench.client.generate(VideoRequest(prompt: "x"), using: "scripted", savingTo: path)
        }
        #expect(failure?.code == .outputMissing)
        #expect(bench.provider.submitCount == 1)
        let task = try #require(try bench.journal.tasks().first)
        #expect(task.state == .succeeded)
        #expect(task.destination == path)
        _ = await bench.failure { try await bench.client.resume(task.id) }
        #expect(bench.provider.submitCount == 1)
    }

    @Test("A task is handed to another journal as JSON and goes on there")
    func handedOver() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.succeeded))] }
        let json = try JSONEncoder().encode(try await bench.submit())
        let elsewhere = try TemporaryFolder()
        let journal = try FileJournal(
            folder: elsewhere.path,
            environment: EngineEnvironment(clock: bench.clock, random: SeededRandom(seed: 5))
        )
        let client = VideoClient(
            providers: [bench.provider],
            journal: journal,
            environment: EngineEnvironment(transport: ScriptedTransport(), clock: bench.clock)
        )
        let task = try JSONDecoder().decode(VideoTask.self, from: json)
        try await client.adopt(task)
        var states: [VideoTask.State] = []
        for try await update in client.updates(of: task.id) { states.append(update.state) }
        #expect(states == [.queued, .succeeded])
        #expect(bench.provider.submitCount == 1)
        let next = try await client.submit(VideoRequest(prompt: "y"), using: "scripted")
        #expect(next.id.number > task.id.number)
    }
}
