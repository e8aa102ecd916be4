import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Files of the state folder and price lists may hold any number.
@Suite(.timeLimit(.minutes(20))) struct OddNumbersTests {
    private static let changes: [(String, String)] = [
        (#""sequence":[0-9]+"#, #""sequence":9223372036854775807"#),
        (#""submits":[0-9]+"#, #""submits":9223372036854775807"#),
        (#""orderedSeconds":[0-9]+"#, #""orderedSeconds":9223372036854775807"#),
        (#""orderedSeconds":[0-9]+"#, #""orderedSeconds":-9223372036854775808"#),
        (#""(at|createdAt|updatedAt|submittedAt)":[0-9.]+"#, #""$1":1e300"#),
        (#""(at|createdAt|updatedAt|submittedAt)":[0-9.]+"#, #""$1":-1e300"#),
        (#""(at|createdAt|updatedAt|submittedAt)":[0-9.]+"#, #""$1":9e18"#),
        (#""orderedSeconds":"#, #""cost":{"amount":9e127,"currency":"USD"},"orderedSeconds":"#),
        (#""orderedSeconds":"#, #""charge":{"amount":-9e127,"currency":"USD"},"orderedSeconds":"#),
        (#""orderedSeconds":"#, #""startedAt":1e300,"endedAt":-1e300,"progress":1e300,"orderedSeconds":"#),
    ]

    @Test("A task whose file holds an absurd number is read, waited for, counted and written to", arguments: changes)
    func journal(pattern: String, replacement: String) async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running, progress: 0.5)), .success(.told(.failed))] }
        let film = VideoRequest(prompt: "x", seconds: 6)
        let task = try await bench.client.submit(film, using: "scripted")
        let path = bench.folder.path + "/tasks/\(task.id).jsonl"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let changed = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        #expect(changed != text)
        try changed.write(toFile: path, atomically: true, encoding: .utf8)
        let client = VideoClient(
            providers: [bench.provider],
            journal: try FileJournal(folder: bench.folder.path, environment: EngineEnvironment(clock: bench.clock)),
            environment: EngineEnvironment(transport: ScriptedTransport(), clock: bench.clock),
            settings: .init(budget: Budget(money: nil, seconds: 60))
        )
        #expect(try await client.journal.tasks().map(\.id) == [task.id])
        _ = try? await client.resume(task.id)
        #expect(bench.provider.statusCount == 2)
        #expect(try await client.journal.task(task.id)?.state == .failed)
        _ = try? await client.submit(film, using: "scripted")
        #expect(try await client.journal.tasks().map(\.tally).reduce(Tally()) { $0.adding($1) }.seconds >= 0)
        try await client.journal.prune(olderThan: .seconds(1))
    }

    @Test("A price list with absurd numbers has no price, and no task's file is spoilt by one")
    func prices() throws {
        let huge = Money(.greatestFiniteMagnitude)
        var request = VideoRequest(prompt: "x", seconds: .max)
        request.references = [.url(try #require(HTTPURL("https://example.com/a.png")))]
        for prices in [
            [Price(huge, per: .second, readOn: "")],
            [Price(huge, per: .video, readOn: ""), Price(huge, per: .picture, beyond: .min, readOn: "")],
            [Price(Money(.nan), per: .video, readOn: "")],
        ] {
            let model = ModelDescription(name: "m", modes: [], prices: prices)
            #expect(model.estimate(request).total == nil)
        }
    }
}
