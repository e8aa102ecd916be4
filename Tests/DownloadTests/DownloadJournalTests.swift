import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The record of a download", .timeLimit(.minutes(20)))
struct DownloadJournalTests {
    private let video = TestVideo.make(size: 40_000)

    /// A journal that says that another process has stored the video, and counts all other calls.
    private final class StoredElsewhere: DownloadJournal {
        let task: VideoTask
        let calls = Mutex(0)

        init(_ task: VideoTask) { self.task = task }

        func willFetch() async throws -> DownloadDecision { .alreadyStored(task) }
        func previousResult() async throws -> StoredVideo? {
            calls.withLock { $0 += 1 }
            return nil
        }
        func didVerify(_ video: StoredVideo) async throws { calls.withLock { $0 += 1 } }
        func freshOutputs() async throws -> [VideoOutput] {
            calls.withLock { $0 += 1 }
            return []
        }
        func outputs(fromUnexpectedResponse: HTTPResponse, to output: VideoOutput) throws -> [VideoOutput] { [] }
    }

    @Test("A video that another process has stored is not requested, and nothing is recorded")
    func alreadyStored() async throws {
        let video = video
        let fixture = try Fixture { request, _ in FakeHost.serve(video, to: request) }
        let endpoint = try Endpoint("https://api.example")
        let task = VideoTask(
            id: fixture.id,
            provider: ProviderReference(id: "p", dialect: "d", endpoint: endpoint),
            request: VideoRequest(prompt: "boat"),
            createdAt: fixture.clock.now
        )
        let journal = StoredElsewhere(task)
        let result = try await fixture.downloader().download(try fixture.order().request, journal: journal)
        guard case .alreadyStored(let stored) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(stored.id == task.id)
        #expect(fixture.host.requests.isEmpty)
        #expect(journal.calls.withLock { $0 } == 0)
        #expect(try fixture.bytes(fixture.destination) == nil)
    }

    @Test("A complete file of another format has a code of its own, is kept, and is saved without a second download")
    func unexpectedFormat() async throws {
        let gif = Array("GIF89a".utf8) + TestVideo.noise(50_000, seed: 4)
        let fixture = try Fixture { request, _ in FakeHost.serve(gif, to: request) }
        let error = try await fixture.failure()
        #expect(error.code == .unexpectedFormat && !error.isTransient)
        #expect(error.message.contains("GIF"))
        let stored = try await fixture.run(nil, DownloadLimits(acceptsAny: true))
        #expect(stored.format == "GIF")
        #expect(try fixture.bytes(fixture.destination) == gif)
        #expect(fixture.host.requests.count == 1)
    }
}
