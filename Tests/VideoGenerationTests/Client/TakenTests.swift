import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A person's word about an unknown purchase, and whose an ID is", .timeLimit(.minutes(20)))
struct TakenTests {
    @Test("A person's word settles it either way")
    func told() async throws {
        let (bench, task) = try await Bench.unknown()
        #expect(try await bench.client.resolve(task.id, as: .taken("found")).state == .queued)
        let (other, second) = try await Bench.unknown()
        #expect(try await other.client.resolve(second.id, as: .notTaken).state == .failed)
    }

    @Test("An id that the provider does not know is not believed: it would hide the right one for ever")
    func strange() async throws {
        let (bench, task) = try await Bench.unknown(status: .failure(VideoError(.taskNotFound, "No such task.")))
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .taken("typo")) }
        #expect(failure?.code == .taskNotFound)
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test(
        "Where the provider cannot tell whether it knows an ID, a person's word stands",
        arguments: [
            VideoError(.taskNotFound, "Not Found", httpStatus: 404),
            VideoError(.taskNotFound, "<html><title>404</title></html>", httpStatus: 404),
            VideoError(.taskNotFound, "404 page not found", httpStatus: 404),
            VideoError(.taskNotFound, "Invalid URL (GET /v1/videos/found)", httpStatus: 404),
            VideoError(.unsupported, "Method Not Allowed", httpStatus: 405),
            VideoError(.providerUnavailable, "down", isTransient: true, httpStatus: 503),
            VideoError(.connectionLost, "lost", isTransient: true),
            VideoError(.authenticationFailed, "Check the key.", httpStatus: 401),
        ]
    )
    func cannotTell(error: VideoError) async throws {
        let (bench, task) = try await Bench.unknown(status: .failure(error))
        #expect(try await bench.client.resolve(task.id, as: .taken("found")).remote?.id == "found")
    }

    @Test("J12 one remote id is never two tasks")
    func claimed() async throws {
        let bench = try Bench {
            $0.submits = [.success(.accepted), .failure(Bench.lost)]
            $0.pages = [TaskPage([.row("remote-1")])]
        }
        _ = try await bench.submit()
        _ = await bench.failure { try await bench.submit() }
        let task = try #require(try bench.journal.tasks().last)
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .taken("remote-1")) }
        #expect(failure?.code == .invalidRequest)
        #expect(await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) } != nil)
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("J12 the ID of a task that was pruned is never another one's, also after a restart")
    func pruned() async throws {
        let bench = try Bench {
            $0.submits = [.success(.accepted), .failure(Bench.lost)]
            $0.statuses = [.success(.told(.failed))]
            $0.pages = [TaskPage([.row("remote-1")])]
        }
        let old = try await bench.submit()
        for try await _ in bench.client.updates(of: old.id) {}
        #expect(try await bench.journal.prune(olderThan: .zero) == 1)
        _ = await bench.failure { try await bench.submit() }
        let journal = try FileJournal(folder: bench.folder.path, environment: EngineEnvironment(clock: bench.clock))
        let client = VideoClient(
            providers: [bench.provider],
            journal: journal,
            environment: EngineEnvironment(clock: bench.clock)
        )
        let task = try #require(try journal.tasks().last)
        let failure = await bench.failure { try await client.resolve(task.id, as: .taken("remote-1")) }
        #expect(failure?.code == .invalidRequest && failure?.message.contains("\(old.id)") == true)
        #expect(await bench.failure { try await client.resolve(task.id, as: .askProvider) }?.code == .outcomeUnknown)
        #expect(try journal.task(task.id)?.remote == nil)
    }

    @Test("An ID that another process was given and has not written down yet is not taken; its own order gets it")
    func beingGiven() async throws {
        let bench = try Bench {
            $0.submits = [.failure(Bench.lost)]
            $0.statuses = [.success(.told(.running))]
            $0.pages = Array(repeating: TaskPage([.row("given")]), count: 2)
        }
        _ = await bench.failure { try await bench.submit() }
        let task = try #require(try bench.journal.tasks().first)
        let other = try FileJournal(
            folder: bench.folder.path,
            environment: EngineEnvironment(clock: bench.clock, random: SeededRandom(seed: 7))
        )
        let record = try await other.begin {
            VideoTask(id: $0, provider: task.provider, request: task.request, createdAt: bench.clock.now)
        }
        #expect(await other.remoteIDs.claim(RemoteTask(id: "given"), for: record.task) == nil)
        #expect(await bench.failure { try await bench.client.resolve(task.id, as: .taken("given")) } != nil)
        #expect(await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) } != nil)
        // That process ends before it can write: now two orders are unknown, and the claim says whose it is.
        record.close()
        let resolved = try await bench.client.resolve(record.task.id, as: .askProvider)
        #expect(resolved.remote?.id == "given")
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("An ID that may be that of an order under way is not taken, unless the provider tells that it is another's")
    func underWay() async throws {
        let (bench, task) = try await Bench.unknown(status: .success(.row("found")))
        func begin(_ prompt: String) async throws -> any TaskLog {
            try await FileJournal(
                folder: bench.folder.path,
                environment: EngineEnvironment(clock: bench.clock)
            ).begin {
                VideoTask(
                    id: $0,
                    provider: task.provider,
                    request: VideoRequest(prompt: prompt),
                    createdAt: bench.clock.now
                )
            }
        }
        let cat = try await begin("a cat")
        defer { cat.close() }
        let boat = try await begin("a paper boat")
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .taken("found")) }
        #expect(failure?.code == .busy && failure?.message.contains("\(boat.task.id)") == true)
        boat.close()
        #expect(try await bench.client.resolve(task.id, as: .taken("found")).state == .queued)
    }

    @Test("An ID whose task echoes another order's own ID is refused")
    func echoed() async throws {
        var foreign = TaskSnapshot.row("found")
        foreign.ownID = "v7-k3f9-1790000000"
        let (bench, task) = try await Bench.unknown(status: .success(foreign))
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .taken("found")) }
        #expect(failure?.code == .invalidRequest)
        #expect(try bench.journal.task(task.id)?.remote == nil)
    }

    @Test("Two that resolve two orders with one ID at the same moment do not both get it")
    func race() async throws {
        let gate = Gate(2)
        let bench = try Bench {
            $0.submits = [.failure(Bench.lost), .failure(Bench.lost)]
            $0.statuses = [.success(.told(.running))]
            $0.duringStatus = { await gate.wait() }
        }
        for _ in 0..<2 { _ = await bench.failure { try await bench.submit() } }
        let ids = try bench.journal.tasks().map(\.id)
        let clients = try ids.map { _ in
            VideoClient(
                providers: [bench.provider],
                journal: try FileJournal(
                    folder: bench.folder.path,
                    environment: EngineEnvironment(clock: bench.clock)
                ),
                environment: EngineEnvironment(clock: bench.clock)
            )
        }
        let failures = await withTaskGroup(of: VideoError?.self) { group in
            for (client, id) in zip(clients, ids) {
                group.addTask { await bench.failure { try await client.resolve(id, as: .taken("one")) } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(failures.compactMap { $0?.code } == [.invalidRequest])
        #expect(try bench.journal.tasks().compactMap(\.remote?.id) == ["one"])
    }

    @Test("A task that is handed over is refused if another one here has or had its ID")
    func handedOver() async throws {
        let bench = try Bench { $0.submits = [.success(.accepted), .failure(Bench.lost)] }
        let first = try await bench.submit()
        let elsewhere = try Bench()
        _ = await elsewhere.failure { try await elsewhere.submit() }
        var copy = VideoTask(
            id: try #require(VideoTask.ID(rawValue: "v8-k3f9")),
            provider: first.provider,
            request: first.request,
            createdAt: first.createdAt
        )
        copy.state = .queued
        copy.remote = first.remote
        await #expect(throws: VideoError.self) { try await bench.client.adopt(copy) }
        #expect(try bench.journal.tasks().map(\.id) == [first.id])
        copy.remote = RemoteTask(id: "remote-2")
        try await bench.client.adopt(copy)
        #expect(try bench.journal.remoteIDs.owner(of: "remote-2", at: first.provider.endpoint) == copy.id)
    }
}

/// Lets nobody through before so many are there.
private final class Gate: Sendable {
    private let state: Mutex<(missing: Int, waiting: [CheckedContinuation<Void, Never>])>

    init(_ count: Int) { state = Mutex((count, [])) }

    func wait() async {
        await withCheckedContinuation { continuation in
            let due = state.withLock { state in
                state.missing -= 1
                state.waiting.append(continuation)
                guard state.missing <= 0 else { return [CheckedContinuation<Void, Never>]() }
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in due { continuation.resume() }
        }
    }
}
