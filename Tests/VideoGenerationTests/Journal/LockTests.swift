import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration

@Suite("The wait for a lock", .timeLimit(.minutes(20)))
struct LockTests {
    @Test("A lock that is free after a moment is waited for in real time, whatever the clock")
    func realTime() async throws {
        let folder = try TemporaryFolder()
        let disk = POSIXDisk()
        let path = folder.path + "/file"
        let holder = try disk.open(path, .update)
        #expect(try holder.tryLock())
        async let released: Void = {
            // A real wait: the holder is another process, which has no part in the test's clock.
            try await SystemClock().sleep(for: .milliseconds(200))
            holder.close()
        }()
        let file = try await disk.lockedFile(within: .seconds(2), on: ManualClock()) { try disk.open(path, .update) }
        #expect(file != nil)
        try await released
    }

    @Test("A lock that another process keeps is given up after the limit, on the caller's clock")
    func limit() async throws {
        let folder = try TemporaryFolder()
        let disk = POSIXDisk()
        let path = folder.path + "/file"
        let holder = try disk.open(path, .update)
        #expect(try holder.tryLock())
        let clock = ManualClock()
        let file = try await disk.lockedFile(within: .milliseconds(300), on: clock) { try disk.open(path, .update) }
        #expect(file == nil && clock.uptime >= .milliseconds(300) && clock.uptime < .milliseconds(320))
    }
}
