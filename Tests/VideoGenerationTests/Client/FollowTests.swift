import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct FollowTests {
    @Test("Many tasks are followed to their ends, each told once, and nothing else is kept running")
    func many() async throws {
        let bench = try Bench { script in
            script.submits = (0..<100).map { .success(TaskSnapshot(RemoteTask(id: "remote-\($0)"), .queued)) }
            script.statuses = [.success(.told(.succeeded))]
        }
        var ids: [VideoTask.ID] = []
        for _ in 0..<100 { ids.append(try await bench.submit().id) }
        let told = Mutex<[VideoTask.ID: [VideoTask.State]]>([:])
        try await bench.client.follow(ids) { id, change in
            let state = try change.get().state
            told.withLock { $0[id, default: []].append(state) }
        }
        #expect(told.withLock { $0.count } == 100)
        #expect(told.withLock { $0.values.allSatisfy { $0 == [.succeeded] } })
        #expect(bench.provider.statusCount == 100)
    }

    /// The changes that the caller handles, and those that it has handled.
    private struct Counts {
        var running = 0
        var most = 0
        var told: [VideoTask.ID: Int] = [:]
    }

    @Test("The last changes of many tasks are handled a few at a time, and none is left out")
    func fewAtOnce() async throws {
        let bench = try Bench { script in
            script.submits = (0..<20).map { .success(TaskSnapshot(RemoteTask(id: "remote-\($0)"), .queued)) }
            script.statuses = [.success(.told(.succeeded))]
        }
        var ids: [VideoTask.ID] = []
        for _ in 0..<20 { ids.append(try await bench.submit().id) }
        // Half of the tasks are finished already.
        try await bench.client.follow(Array(ids.prefix(10))) { _, _ in }
        let counts = Mutex(Counts())
        try await bench.client.follow(ids, endingsAtOnce: 3) { id, change in
            let task = try change.get()
            #expect(task.state == .succeeded)
            counts.withLock {
                $0.running += 1
                $0.most = max($0.most, $0.running)
                $0.told[id, default: 0] += 1
            }
            // Long enough that a fourth change would begin.
            for _ in 0..<500 where counts.withLock({ $0.running <= 3 }) { await Task.yield() }
            counts.withLock { $0.running -= 1 }
        }
        #expect(counts.withLock { $0.most } <= 3)
        #expect(counts.withLock { $0.told } == Dictionary(uniqueKeysWithValues: ids.map { ($0, 1) }))
        #expect(bench.provider.statusCount == 20)
    }

    @Test("P2 the end of the wait is told for each task that goes on, and the journal keeps it")
    func deadline() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running))] }
        let task = try await bench.submit()
        let errors = Mutex<[VideoError.Code]>([])
        try await bench.client.follow([task.id], wait: .seconds(300)) { _, change in
            if case .failure(let error) = change { errors.withLock { $0.append(error.code) } }
        }
        #expect(errors.withLock { $0 } == [.deadlineExceeded])
        #expect(try bench.journal.task(task.id)?.state == .running)
    }

    @Test("A task that is not in the journal is told, and harms no other")
    func unknown() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.succeeded))] }
        let task = try await bench.submit()
        let stranger = try #require(VideoTask.ID(rawValue: "v99-2222"))
        let told = Mutex<[VideoTask.ID: Bool]>([:])
        try await bench.client.follow([stranger, task.id]) { id, change in
            told.withLock { $0[id] = (try? change.get()) != nil }
        }
        #expect(told.withLock { $0 } == [stranger: false, task.id: true])
    }

    @Test("What the caller throws ends the waiting for all")
    func thrown() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running))] }
        let task = try await bench.submit()
        await #expect(throws: CancellationError.self) {
            try await bench.client.follow([task.id], wait: .unlimited) { _, _ in throw CancellationError() }
        }
        #expect(bench.provider.statusCount == 1)
    }

    @Test("The first due comes first out of the queue")
    func queue() {
        let random = SeededRandom(seed: 11)
        var queue = DueQueue(capacity: 0)
        var dues: [Double] = []
        for number in 0..<500 {
            dues.append(random.unit())
            queue.insert(number, due: dues[number])
        }
        #expect(queue.removeFirst(dueAt: -1) == nil)
        var order: [Double] = []
        while let number = queue.removeFirst(dueAt: 1) { order.append(dues[number]) }
        #expect(order == dues.sorted())
    }

    @Test("How long a kind of task runs is learned from the journal by the next client")
    func history() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running)), .success(.told(.succeeded))] }
        for _ in 0..<5 {
            let task = try await bench.submit()
            for try await _ in bench.client.updates(of: task.id) {}
        }
        let task = try #require(try bench.journal.tasks().last)
        #expect(task.startedAt != nil)
        #expect(task.endedAt != nil)
        let other = VideoClient(
            providers: [bench.provider],
            journal: try FileJournal(folder: bench.folder.path, environment: EngineEnvironment(clock: bench.clock))
        )
        #expect(await other.learnedTimes.running(like: task, in: other.journal).usual != nil)
        let sharing = VideoClient(providers: [bench.provider], journal: bench.journal)
        #expect(sharing.learnedTimes === bench.client.learnedTimes)
    }
}
