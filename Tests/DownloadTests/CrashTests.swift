import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// The machine may end between any two calls of the file system: whatever is left, the next run finishes
/// the very file, and nothing stays behind.
@Suite(.timeLimit(.minutes(20)))
struct CrashTests {
    /// What a crash leaves of a disk.
    enum Crash: CaseIterable {
        /// The process was killed; the system lives.
        case kill
        /// The power went: only what was synced is there.
        case powerLoss
        /// The power went, and files have lengths whose bytes never arrived.
        case powerLossWithTails
    }

    private let film = TestVideo.make(size: 40_000)

    /// One run on a disk; what it verified is remembered, as a journal would.
    /// - Parameter isCut: whether the connection breaks in the middle, which makes a checkpoint: there is something to
    ///   resume then.
    private func run(
        _ disk: MemoryDisk,
        to folder: String,
        isCut: Bool = true,
        _ verified: inout StoredVideo?
    ) async throws -> Fixture {
        let film = film
        let fixture = try Fixture(disk: disk, folder: "/videos") { request, number in
            let reply = FakeHost.serve(film, to: request).with { $0.chunk = 8_000 }
            return isCut && request.fields["Range"] == nil ? reply.cut(after: 24_000) : reply
        }
        try disk.makeFolder(folder)
        var order = try fixture.order(replacing: true, verified: verified)
        order.destination = folder + "/out.mp4"
        let written = Mutex<StoredVideo?>(verified)
        defer { verified = written.withLock { $0 } }
        _ = try await fixture.downloader().download(order, verified: { video in written.withLock { $0 = video } })
        return fixture
    }

    @Test(
        "D23 D24 A crash at any call of the disk loses no synced byte, and the file is finished",
        arguments: Crash.allCases,
        [("/videos", true), ("/videos", false), ("/other", true), ("/other", false)]
    )
    func everyCall(_ crash: Crash, _ way: (folder: String, isCut: Bool)) async throws {
        let (folder, isCut) = way
        var none: StoredVideo?
        let calls = MemoryDisk(hasBorder: true)
        _ = try await run(calls, to: folder, isCut: isCut, &none)
        #expect(calls.calls.count > (isCut ? 15 : 10))
        for lifetime in 0..<calls.calls.count {
            var verified: StoredVideo?
            let disk = MemoryDisk(lifetime: lifetime, hasBorder: true)
            await #expect(throws: (any Error).self) {
                _ = try await run(disk, to: folder, isCut: isCut, &verified)
            }
            let left =
                switch crash {
                case .kill: disk.afterKill()
                case .powerLoss: disk.afterPowerLoss(keepingTails: false)
                case .powerLossWithTails: disk.afterPowerLoss(keepingTails: true)
                }
            let wasStored = try left.size(of: folder + "/out.mp4") != nil
            let wasVerified = verified != nil
            let fixture = try await run(left, to: folder, &verified)
            #expect(try fixture.bytes(folder + "/out.mp4") == film, "after \(lifetime) calls")
            #expect(try left.names(in: folder).filter { $0 != "parts" } == ["out.mp4"], "after \(lifetime) calls")
            #expect(try left.names(in: "/videos/parts").isEmpty, "after \(lifetime) calls")
            if wasVerified { #expect(fixture.host.requests.isEmpty, "after \(lifetime) calls") }
            #expect(wasVerified || !wasStored, "after \(lifetime) calls")
        }
    }

    @Test("What was said to be stored is there after a power loss", arguments: ["/videos", "/other"])
    func storedForGood(folder: String) async throws {
        let disk = MemoryDisk(hasBorder: true)
        var verified: StoredVideo?
        _ = try await run(disk, to: folder, &verified)
        let left = disk.afterPowerLoss(keepingTails: false)
        #expect(try left.open(folder + "/out.mp4", .read).read(at: 0, count: 50_000) == film)
    }

    @Test(
        "D36 A file that changes and changes back over a crash is never put together of both",
        arguments: Crash.allCases
    )
    func changesAndChangesBack(_ crash: Crash) async throws {
        let (film, other) = (film, TestVideo.make(size: 40_000, seed: 6))
        for lifetime in 5..<40 {
            let disk = MemoryDisk(lifetime: lifetime)
            let fixture = try Fixture(disk: disk, folder: "/videos") { request, number in
                number == 0
                    ? FakeHost.serve(film, to: request, tag: "\"a\"").cut(after: 24_000)
                    : FakeHost.serve(other, to: request, tag: "\"b\"").with { $0.chunk = 8_000 }
            }
            _ = try? await fixture.run()
            let left =
                crash == .kill ? disk.afterKill() : disk.afterPowerLoss(keepingTails: crash == .powerLossWithTails)
            let again = try Fixture(disk: left, folder: "/videos") { request, _ in
                FakeHost.serve(film, to: request, tag: "\"a\"")
            }
            try await again.run(try again.order(replacing: true))
            let bytes = try again.bytes(again.destination)
            #expect(bytes == film || bytes == other, "after \(lifetime) calls")
        }
    }

    @Test("A file that an earlier run verified and put in its place is not fetched again")
    func verifiedBefore() async throws {
        let disk = MemoryDisk()
        var verified: StoredVideo?
        _ = try await run(disk, to: "/videos", &verified)
        let again = try await run(disk, to: "/videos", &verified)
        #expect(again.host.requests.isEmpty)
        #expect(try again.leftovers == ["out.mp4", "parts"])
    }

    @Test("Bytes whose sync failed are fetched again, though they are what an earlier run verified and still read well")
    func failedSync() async throws {
        let film = film
        let disk = MemoryDisk()
        var verified: StoredVideo?
        _ = try await run(disk, to: "/videos", &verified)
        try disk.remove("/videos/out.mp4")
        for (disk, isWell) in [(UnwellDisk(disk: disk) as any Disk, false), (disk, true)] {
            let fixture = try Fixture(disk: disk, folder: "/videos") { request, _ in
                FakeHost.serve(film, to: request)
            }
            let stored = try? await fixture.run(try fixture.order(verified: verified))
            #expect((stored != nil) == isWell)
            #expect(fixture.host.requests.count == 1)
        }
        let left = disk.afterPowerLoss(keepingTails: true)
        #expect(try left.open("/videos/out.mp4", .read).read(at: 0, count: 50_000) == film)
    }

    @Test("What an earlier run verified is taken as it is, to wherever it is to go now")
    func verifiedPart() async throws {
        let disk = MemoryDisk()
        var verified: StoredVideo?
        let first = try await run(disk, to: "/videos", &verified)
        try disk.move("/videos/out.mp4", to: first.part, replacing: false)
        let again = try await run(disk, to: "/new", &verified)
        #expect(again.host.requests.isEmpty)
        #expect(verified?.path == "/new/out.mp4")
        #expect(try again.bytes("/new/out.mp4") == film)
        #expect(try again.leftovers == ["parts"])
    }

    @Test("A part of that size with other bytes is not taken for it")
    func otherPart() async throws {
        let disk = MemoryDisk()
        var verified: StoredVideo?
        let first = try await run(disk, to: "/videos", &verified)
        try disk.move("/videos/out.mp4", to: first.part, replacing: false)
        try disk.open(first.part, .update).write([0xFF], at: 30_000)
        let again = try await run(disk, to: "/videos", &verified)
        #expect(!again.host.requests.isEmpty)
        #expect(try again.bytes("/videos/out.mp4") == film)
    }

    @Test("A file that comes in one go needs no sidecar")
    func noSidecar() async throws {
        let film = film
        let disk = MemoryDisk()
        let fixture = try Fixture(disk: disk, folder: "/videos") { request, _ in FakeHost.serve(film, to: request) }
        try await fixture.run()
        #expect(disk.calls.contains { $0.hasSuffix(".part") })
        #expect(!disk.calls.contains { $0.contains(".json") })
    }

    @Test("Where what was verified cannot be written down, the bytes are kept all the same")
    func unwritten() async throws {
        let film = film
        let fixture = try Fixture(disk: MemoryDisk(), folder: "/videos") { request, _ in
            FakeHost.serve(film, to: request)
        }
        await #expect(throws: CancellationError.self) {
            try await fixture.downloader().download(fixture.order(), verified: { _ in throw CancellationError() })
        }
        #expect(try fixture.record()?.synced.contiguous == Int64(film.count))
        try await fixture.run()
        #expect(fixture.host.ranges.count == 1)
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }

    @Test("D36 A sidecar whose part is gone does not vouch for the bytes that come next")
    func orphanedSidecar() async throws {
        let (film, other) = (film, TestVideo.make(size: 40_000, seed: 6))
        let disk = MemoryDisk()
        let first = try Fixture(disk: disk, folder: "/videos") { request, _ in
            FakeHost.serve(film, to: request).cut(after: 24_000, .cancelled)
        }
        _ = try? await first.run()
        #expect(try first.record()?.synced.contiguous == 24_000)
        try disk.remove(first.part)
        // Killed in the middle of another version of the film, before its own first checkpoint.
        let second = try Fixture(disk: disk, folder: "/videos") { request, _ in
            FakeHost.serve(other, to: request, tag: "\"b\"")
        }
        let left = Mutex<MemoryDisk?>(nil)
        _ = try await second.downloader().download(
            second.order(),
            progress: { _ in left.withLock { if $0 == nil { $0 = disk.afterKill() } } }
        )
        #expect(try left.withLock { $0 }?.size(of: first.part + ".json") == nil)
    }

    @Test("A crash between the two halves of a move, with the file under both names, is finished")
    func underBothNames() async throws {
        let disk = MemoryDisk()
        var verified: StoredVideo?
        let fixture = try await run(disk, to: "/videos", &verified)
        try disk.open(fixture.part, .create).write(film, at: 0)
        let again = try await run(disk, to: "/videos", &verified)
        #expect(again.host.requests.isEmpty)
        #expect(try again.leftovers == ["out.mp4", "parts"])
    }

    @Test("Another file in that place is not taken for it")
    func otherFileInPlace() async throws {
        let disk = MemoryDisk()
        var verified: StoredVideo?
        _ = try await run(disk, to: "/videos", &verified)
        try disk.open("/videos/out.mp4", .update).write([0xFF], at: 30_000)
        let again = try await run(disk, to: "/videos", &verified)
        #expect(!again.host.requests.isEmpty)
        #expect(try again.bytes("/videos/out.mp4") == film)
    }
}

/// A disk that cannot sync any more.
private struct UnwellDisk: ForwardingDisk {
    let disk: MemoryDisk

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        File(file: try disk.open(path, mode))
    }

    private final class File: ForwardingFile {
        let file: any DiskFile
        init(file: any DiskFile) { self.file = file }
        func sync() throws { throw DiskError(errno: EIO, operation: "fsync", path: "part") }
    }
}
