import Foundation
import Testing
import VideoGeneration

@Suite struct ResolveTests {
    private static let lost = VideoError(.outcomeUnknown, "lost", progress: .sent)

    private func unknown(
        _ pages: [TaskPage] = [],
        status: Result<TaskSnapshot, VideoError> = .success(TaskSnapshot(RemoteTask(id: "found"), .succeeded))
    ) async throws -> (Bench, VideoTask) {
        let bench = try Bench {
            $0.submits = [.failure(Self.lost)]
            $0.pages = pages
            $0.statuses = [status]
        }
        _ = await bench.failure { try await bench.submit() }
        return (bench, try #require(try bench.journal.tasks().first))
    }

    private func listed(_ id: String, prompt: String? = "a paper boat", age: TimeInterval = 0) -> TaskSnapshot {
        TaskSnapshot(
            RemoteTask(id: id),
            .running,
            prompt: prompt,
            createdAt: Date(timeIntervalSince1970: 1_790_000_000 - age)
        )
    }

    @Test("S22 the provider's list gives back a task whose answer was lost")
    func found() async throws {
        let page = TaskPage([listed("found"), listed("another", prompt: "a cat"), listed("old", age: 86_400)])
        let (bench, task) = try await unknown([page])
        let resolved = try await bench.client.resolve(task.id, as: .askProvider)
        #expect(resolved.state == .queued)
        #expect(resolved.remote?.id == "found")
        #expect(bench.provider.submitCount == 1)
    }

    @Test("Two tasks that look alike are not guessed between")
    func ambiguous() async throws {
        let (bench, task) = try await unknown([TaskPage([listed("a"), listed("b")])])
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.code == .outcomeUnknown)
        #expect(failure?.message.contains("a, b") == true)
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("An empty list settles nothing")
    func absent() async throws {
        let (bench, task) = try await unknown()
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(failure?.code == .outcomeUnknown)
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("A person's word settles it either way")
    func told() async throws {
        let (bench, task) = try await unknown()
        #expect(try await bench.client.resolve(task.id, as: .taken("found")).state == .queued)
        let (other, second) = try await unknown()
        #expect(try await other.client.resolve(second.id, as: .notTaken).state == .failed)
    }

    @Test("An id that the provider does not know is not believed: it would hide the right one for ever")
    func strange() async throws {
        let (bench, task) = try await unknown(status: .failure(VideoError(.taskNotFound, "No such task.")))
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .taken("typo")) }
        #expect(failure?.code == .taskNotFound)
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("J12 one remote id is never two tasks")
    func claimed() async throws {
        let bench = try Bench { $0.submits = [.success(.accepted), .failure(Self.lost)] }
        _ = try await bench.submit()
        _ = await bench.failure { try await bench.submit() }
        let task = try #require(try bench.journal.tasks().last)
        let failure = await bench.failure { try await bench.client.resolve(task.id, as: .taken("remote-1")) }
        #expect(failure?.code == .invalidRequest)
        #expect(try bench.journal.task(task.id)?.state == .outcomeUnknown)
    }

    @Test("A made video is not cancelled: that could delete it")
    func cancelAfterSuccess() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.succeeded))] }
        let task = try await bench.submit()
        #expect(try await bench.client.cancel(task.id) == .refused)
        #expect(bench.provider.cancelCount == 0)
        #expect(try bench.journal.task(task.id)?.state == .succeeded)
    }
}
