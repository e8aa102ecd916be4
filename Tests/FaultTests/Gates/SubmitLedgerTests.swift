import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(
    "Whatever a server says and bills, no order is bought twice and no purchase is called none",
    .timeLimit(.minutes(20))
)
struct SubmitLedgerTests {
    /// What the server did to the order that is being sent.
    private struct Ledger {
        var draw: ServerDraw
        var posts = 0
        var billed = 0
        var ids: [String] = []
    }

    /// Over all dialects; `VIDEO_SUBMIT_FUZZ=10000` runs more.
    private static let count = ProcessInfo.processInfo.environment["VIDEO_SUBMIT_FUZZ"].flatMap { Int($0) } ?? 1_000

    @Test("drawn responses", arguments: DialectEntry.all.indices)
    func fuzz(_ index: Int) async throws {
        let entry = DialectEntry.all[index]
        let ledger = Mutex(Ledger(draw: ServerDraw(entry, seed: UInt64(index + 1))))
        let bench = try GateBench(entry) { request in
            guard request.method == .post else { return GateBench.free(request) }
            let act = ledger.withLock { ledger in
                let act = ledger.draw.act()
                ledger.posts += 1
                ledger.billed += act.isBilled ? 1 : 0
                ledger.ids += [act.id].compactMap(\.self)
                return act
            }
            return try act.result.get()
        }
        var told: [VideoTask.ID: VideoTask.State] = [:]
        var ids: [VideoTask.ID: String] = [:]
        var drawn = (orders: 0, posts: 0, billed: 0, ids: 0, unknown: 0, refused: 0)
        for number in 0..<max(Self.count / DialectEntry.all.count, 1) {
            ledger.withLock { ($0.posts, $0.billed, $0.ids) = (0, 0, []) }
            let result = await bench.submit("order \(number)")
            let (posts, billed, sent) = ledger.withLock { ($0.posts, $0.billed, $0.ids) }
            drawn.orders += 1
            drawn.posts += posts
            drawn.billed += billed
            drawn.ids += sent.count
            if let error = result.failure, error.code == .providerPaused {
                #expect(posts == 0 && error.purchase == .none, "\(entry) \(number): sent while paused")
                try await bench.client.reopen("gate")
                continue
            }
            #expect(billed <= 1, "\(entry) \(number): billed \(billed) times")
            #expect(sent.count <= 1, "\(entry) \(number): an accepted order was sent again")
            switch result {
            case .success(let task):
                #expect(sent == [task.remote?.id].compactMap(\.self), "\(entry) \(number): an ID was changed")
                told[task.id] = .queued
                ids[task.id] = task.remote?.id
            case .failure(let error):
                #expect(sent.isEmpty, "\(entry) \(number): the ID \(sent) was dropped: \(error)")
                #expect(error.purchase != .made)
                #expect(
                    billed == 0 || error.purchase == .unknown,
                    "\(entry) \(number): billed, and called none: \(error)"
                )
                let id = try #require(error.localID, "\(entry) \(number): \(error)")
                told[id] = error.purchase == .unknown ? .outcomeUnknown : .failed
                if error.purchase == .unknown { drawn.unknown += 1 } else { drawn.refused += 1 }
            }
        }
        // Each kind of act occurs, some of them many times. Otherwise the checks above never ran.
        #expect(drawn.posts >= drawn.orders / 2 && drawn.billed >= drawn.orders / 5, "\(entry): \(drawn)")
        #expect(drawn.billed > drawn.ids && drawn.ids >= drawn.orders / 8, "\(entry): \(drawn)")
        #expect(drawn.unknown >= drawn.orders / 8 && drawn.refused >= drawn.orders / 8, "\(entry): \(drawn)")
        let kept = try FileJournal(folder: bench.journal.folder).tasks()
        #expect(kept.count == told.count)
        for task in kept {
            let state = task.state == .running || task.state == .succeeded ? .queued : task.state
            #expect(told[task.id] == state || told[task.id] == .queued && task.remote != nil, "\(entry) \(task.id)")
            #expect(ids[task.id] == task.remote?.id, "\(entry) \(task.id)")
        }
    }
}
