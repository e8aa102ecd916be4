import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The running times of earlier tasks are learned from the journal", .timeLimit(.minutes(20)))
struct LearnedTimesTests {
    private let folder: TemporaryFolder
    private let journal: FileJournal
    private let clock = ManualClock()

    init() throws {
        folder = try TemporaryFolder()
        journal = try folder.journal(clock: clock)
    }

    /// Records a task that ran for so many seconds; without them, one that has not ended.
    @discardableResult
    private func record(_ request: VideoRequest, provider: String = "p", seconds: Double?) async throws -> VideoTask {
        let reference = ProviderReference(id: provider, dialect: "d", endpoint: try Endpoint("https://a.example"))
        let start = clock.now
        let log = try await journal.begin {
            VideoTask(id: $0, provider: reference, request: request, createdAt: start)
        }
        defer { log.close() }
        try await log.append(.accepted) { $0.state = .queued }
        return try await log.append(.status) { task in
            task.state = .running
            task.startedAt = start
            task.endedAt = seconds.map { start.addingTimeInterval($0) }
        }
    }

    private func request(_ model: String = "m", seconds: Int? = 6, resolution: String? = nil) -> VideoRequest {
        VideoRequest(prompt: "x", model: model, seconds: seconds, resolution: resolution)
    }

    @Test("Five tasks of a kind are enough for an estimate, and four are not")
    func enough() async throws {
        for _ in 0..<4 { try await record(request(), seconds: 90) }
        let next = try await record(request(), seconds: nil)
        #expect(await LearnedTimes().running(like: next, in: journal).usual == nil)
        try await record(request(), seconds: 90)
        let median = try #require(await LearnedTimes().running(like: next, in: journal).usual?.median)
        #expect(abs(median - 90) < 1)
    }

    @Test("Only tasks of the same provider, model, length and resolution count")
    func kinds() async throws {
        for _ in 0..<5 { try await record(request(), seconds: 90) }
        let times = LearnedTimes()
        #expect(try await times.running(like: record(request(), seconds: nil), in: journal).usual != nil)
        for other in [request("other"), request(seconds: 10), request(resolution: "1080P")] {
            #expect(try await times.running(like: record(other, seconds: nil), in: journal).usual == nil)
        }
        #expect(try await times.running(like: record(request(), provider: "q", seconds: nil), in: journal).usual == nil)
    }

    @Test("A time that one caller learns is known to every other caller of the same client")
    func shared() async throws {
        let times = LearnedTimes()
        let first = try await record(request(), seconds: nil)
        let second = try await record(request(), seconds: nil)
        for _ in 0..<5 { await times.running(like: first, in: journal).learn(seconds: 30) }
        #expect(try #require(await times.running(like: second, in: journal).usual).median.rounded() == 30)
    }

    @Test("Of many tasks the 200 latest are read")
    func depth() async throws {
        var old = try await record(request("old"), seconds: 90)
        for _ in 0..<4 { old = try await record(request("old"), seconds: 90) }
        for _ in 0..<195 { try await record(request("new"), seconds: 30) }
        let times = LearnedTimes()
        let task = try #require(try journal.latest(1).first)
        #expect(await times.running(like: old, in: journal).usual != nil)
        try await record(request("new"), seconds: 30)
        #expect(await LearnedTimes().running(like: old, in: journal).usual == nil)
        #expect(await LearnedTimes().running(like: task, in: journal).usual != nil)
    }

    @Test(
        "A duration that a wall clock which was set would give is not learned",
        arguments: [-5, 0, 0.05, 7 * 24 * 3600, .infinity, .nan]
    )
    func implausible(_ seconds: Double) {
        let times = RunningTimes()
        for _ in 0..<10 { times.learn(seconds: seconds) }
        #expect(times.usual == nil)
    }

    @Test("Recent durations count for more than old ones")
    func recent() throws {
        let times = RunningTimes()
        for _ in 0..<200 { times.learn(seconds: 300) }
        for _ in 0..<80 { times.learn(seconds: 30) }
        #expect(try #require(times.usual).median < 60)
    }
}
