import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct ResolveTests {
    @Test("S22 the provider's list gives back a task whose answer was lost")
    func found() async throws {
        let page = TaskPage([.row("found"), .row("another", prompt: "a cat"), .row("old", age: 86_400)])
        let (bench, task) = try await Bench.unknown([page])
        let resolved = try await bench.client.resolve(task.id, as: .askProvider)
        #expect(resolved.state == .queued)
        #expect(resolved.remote?.id == "found")
        #expect(bench.provider.submitCount == 1)
    }

    static let incomplete: [TaskSnapshot] = [
        .row("found", prompt: nil), .row("found", model: nil), .row("found", age: nil), .row("found", age: 301),
        .row("found", age: -301), .row("found", model: "another"), .row("found", prompt: "a cat"),
    ]

    @Test("A task that lacks prompt, model or time, or has another, is not taken by itself", arguments: incomplete)
    func uncertain(row: TaskSnapshot) async throws {
        let (bench, task) = try await Bench.unknown([TaskPage([row])])
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.code == .outcomeUnknown)
        #expect(try bench.journal.task(task.id)?.remote == nil)
    }

    @Test("A task that may be the one, but does not tell its prompt, is no less a candidate than one that does")
    func silentTwin() async throws {
        let (bench, task) = try await Bench.unknown([TaskPage([.row("a"), .row("b", prompt: nil)])])
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.message.contains("2 tasks") == true)
    }

    @Test("An order that left the model to the provider takes a task of any, but not one that does not tell it")
    func noModel() async throws {
        let pages = [TaskPage([.row("silent", model: nil)]), TaskPage([.row("found", model: "any")])]
        let (bench, task) = try await Bench.unknown(pages, model: nil)
        #expect(await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) } != nil)
        #expect(try await bench.client.resolve(task.id, as: .askProvider).remote?.id == "found")
    }

    @Test("The provider's clock is taken from the date of its response, however far it is off")
    func otherClock() async throws {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        for offset in [3600.0, -86_400] {
            let date = now.addingTimeInterval(offset)
            let (bench, task) = try await Bench.unknown([TaskPage([.row("found", age: -offset)], date: date)])
            #expect(try await bench.client.resolve(task.id, as: .askProvider).remote?.id == "found")
        }
        // By that clock this one was made an hour before the order.
        let date = now.addingTimeInterval(3600)
        let (bench, task) = try await Bench.unknown([TaskPage([.row("early")], date: date)])
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.message.contains("early") == true)
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("A wall clock that was set back since the order neither ends the program nor hides the task")
    func clockSetBack() async throws {
        let sent = Date(timeIntervalSince1970: 1_790_000_000)
        for offset in [-86_400.0, -1_790_000_000] {
            let (bench, task) = try await Bench.unknown([TaskPage([.row("found")], date: sent)])
            bench.clock.setWallClock(offset: offset)
            #expect(try await bench.client.resolve(task.id, as: .askProvider).remote?.id == "found")
        }
    }

    @Test("Dates that no calendar has are no reason to stop", arguments: [-1e300, 1e300, .infinity, .nan])
    func oddDates(seconds: Double) async throws {
        let odd = Date(timeIntervalSince1970: seconds)
        var row = TaskSnapshot.row("odd")
        row.createdAt = odd
        let (bench, task) = try await Bench.unknown([TaskPage([row], date: odd)])
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.code == .outcomeUnknown)
    }

    @Test("Two tasks that look alike are not guessed between, and are shown with what tells them apart")
    func ambiguous() async throws {
        let (bench, task) = try await Bench.unknown([TaskPage([.row("a"), .row("b", age: 60)])])
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.code == .outcomeUnknown)
        let shown = "a (2026-09-21T14:13:20Z, film, “a paper boat”); b (2026-09-21T14:12:20Z, film, “a paper boat”)"
        #expect(failure?.message.contains(shown) == true, "\(failure?.message ?? "")")
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("A row that a list repeats, on one page or on the next, counts once")
    func repeated() async throws {
        let pages = [TaskPage([.row("found"), .row("found")], next: "2"), TaskPage([.row("found")], next: "2")]
        let (bench, task) = try await Bench.unknown(pages)
        #expect(try await bench.client.resolve(task.id, as: .askProvider).remote?.id == "found")
    }

    @Test("A list that was not read to the order proves nothing by itself")
    func endlessList() async throws {
        let pages = (0..<30).map { number in
            TaskPage([number == 0 ? .row("found") : .row("\(number)", prompt: "a cat", age: -1)], next: "\(number)")
        }
        let (bench, task) = try await Bench.unknown(pages)
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.message.contains("could not be read completely") == true)
    }

    @Test("An empty list settles nothing")
    func absent() async throws {
        let (bench, task) = try await Bench.unknown()
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.code == .outcomeUnknown)
        #expect(failure?.advice?.contains("proves nothing") == true)
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("Of two unknown orders that fit one task, neither takes it")
    func rivals() async throws {
        let bench = try Bench {
            $0.submits = [.failure(Bench.lost), .failure(Bench.lost)]
            $0.pages = Array(repeating: TaskPage([.row("found")]), count: 2)
        }
        for _ in 0..<2 { _ = await bench.failure { try await bench.submit() } }
        let tasks = try bench.journal.tasks()
        for (task, rival) in zip(tasks, tasks.reversed()) {
            let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
            #expect(failure?.message.contains("could also be \(rival.id)") == true)
        }
        #expect(try bench.journal.tasks().allSatisfy { $0.state == .outcomeUnknown })
    }

    @Test("A task may be that of an order which another process is sending at this moment")
    func rivalUnderWay() async throws {
        let (bench, task) = try await Bench.unknown([TaskPage([.row("found")])])
        let other = try FileJournal(
            folder: bench.folder.path,
            environment: EngineEnvironment(clock: bench.clock, random: SeededRandom(seed: 7))
        )
        let record = try await other.begin {
            VideoTask(id: $0, provider: task.provider, request: task.request, createdAt: bench.clock.now)
        }
        defer { record.close() }
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.message.contains("\(record.task.id)") == true)
    }

    @Test("A task whose provider may list it under another ID than it gave is not taken for another order's")
    func renamed() async throws {
        let bench = try Bench {
            $0.submits = [.success(.accepted), .failure(Bench.lost)]
            $0.pages = [TaskPage([.row("renamed")]), TaskPage([.row("renamed"), .row("remote-1")])]
        }
        let known = try await bench.submit()
        _ = await bench.failure { try await bench.submit() }
        let task = try #require(try bench.journal.tasks().last)
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.message.contains("\(known.id)") == true)
        #expect(try await bench.client.resolve(task.id, as: .askProvider).remote?.id == "renamed")
    }

    @Test("A journal with a file that cannot be read does not prove that an order is the only one that fits")
    func unreadable() async throws {
        let (bench, task) = try await Bench.unknown([TaskPage([.row("found")])])
        try Data("garbage\n".utf8).write(to: URL(fileURLWithPath: bench.folder.path + "/tasks/v9-zzzz.jsonl"))
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.code == .outcomeUnknown)
    }

    @Test("An order's own ID that the list echoes is proof, and another order's own ID is proof against it")
    func ownID() async throws {
        let (bench, task) = try await Bench.unknown()
        var echoed = TaskSnapshot.row("mine", prompt: "as it was rewritten", model: nil, age: 4000)
        echoed.ownID = task.ownID
        var foreign = TaskSnapshot.row("theirs")
        foreign.ownID = "v7-k3f9-1790000000"
        bench.provider.show([TaskPage([foreign]), TaskPage([foreign, echoed])])
        #expect(await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) } != nil)
        #expect(try await bench.client.resolve(task.id, as: .askProvider).remote?.id == "mine")
    }

    @Test("The candidates are shown without a key and in one line, and only some of many")
    func harmless() async throws {
        let key = "sk-0123456789abcdef"
        let rows = (0..<7).map { TaskSnapshot.row("id\n\u{1B}[2J-\(key)-\($0)", prompt: nil, model: "m\u{202E}\(key)") }
        let (bench, task) = try await Bench.unknown([TaskPage(rows)], model: nil, key: key)
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        let message = try #require(failure?.message)
        #expect(!message.contains(key) && message.contains("and 2 more"))
        #expect(message.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
    }
}

extension TaskSnapshot {
    /// A row of a list, as complete as can be.
    static func row(
        _ id: String,
        prompt: String? = "a paper boat",
        model: String? = "film",
        age: TimeInterval? = 0
    ) -> TaskSnapshot {
        TaskSnapshot(
            RemoteTask(id: id, model: model),
            .running,
            prompt: prompt,
            createdAt: age.map { Date(timeIntervalSince1970: 1_790_000_000 - $0) }
        )
    }
}
