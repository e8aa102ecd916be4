import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Disks fill up, folders vanish, others are at the same task.
@Suite(.timeLimit(.minutes(20)))
struct StorageTests {
    let film = TestVideo.make(size: 100_000)

    private func fixture(_ disk: any Disk = POSIXDisk(), folder: String? = nil) throws -> Fixture {
        let film = film
        return try Fixture(disk: disk, folder: folder) { request, _ in FakeHost.serve(film, to: request) }
    }

    @Test("D21 A disk that fills up is an error; the part is kept and goes on once there is room")
    func fullDisk() async throws {
        let disk = MemoryDisk()
        disk.tellsRoom = false
        disk.room = 60_000
        let fixture = try fixture(disk, folder: "/videos")
        let error = try await fixture.failure()
        #expect(error.code == .storageFailed)
        #expect(error.message.contains("space"))
        #expect(try fixture.bytes(fixture.destination) == nil)
        disk.room = .max
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("A disk without room for the whole is noticed before the first byte is written")
    func noRoom() async throws {
        let disk = MemoryDisk()
        let fixture = try fixture(disk, folder: "/videos")
        disk.room = 90_000
        let error = try await fixture.failure()
        #expect(error.code == .storageFailed && error.message.contains("not enough space"))
        #expect(try disk.size(of: fixture.part) == 0)
    }

    @Test("D22 A folder that is not there, or not writable, is an error before anything is fetched")
    func noFolder() async throws {
        let fixture = try fixture()
        var order = try fixture.order()
        order.destination = fixture.folder + "/nowhere/out.mp4"
        #expect(try await fixture.failure(order).code == .storageFailed)
        order.destination = "/proc/out.mp4"
        #expect(try await fixture.failure(order).code == .storageFailed)
        #expect(fixture.host.requests.isEmpty)
    }

    @Test("D22 A folder that is removed midway loses nothing: the part goes to another place later")
    func removedFolder() async throws {
        let film = film
        let target = Mutex("")
        let fixture = try Fixture { request, _ in
            try? FileManager.default.removeItem(atPath: target.withLock { $0 })
            return FakeHost.serve(film, to: request)
        }
        let folder = fixture.folder + "/gone"
        target.withLock { $0 = folder }
        try fixture.disk.makeFolder(folder)
        var order = try fixture.order()
        order.destination = folder + "/out.mp4"
        #expect(try await fixture.failure(order).code == .storageFailed)
        try await fixture.run()
        #expect(fixture.host.requests.count == 1)
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("D25 A file that is there already stays, and nothing is fetched")
    func existingFile() async throws {
        let fixture = try fixture()
        try fixture.disk.open(fixture.destination, .create).write([1, 2, 3], at: 0)
        #expect(try await fixture.failure().code == .storageFailed)
        #expect(fixture.host.requests.isEmpty)
        #expect(try fixture.bytes(fixture.destination) == [1, 2, 3])
    }

    @Test("D25 One that appears meanwhile stays, and the part is kept for another name")
    func existingFileMeanwhile() async throws {
        let film = film
        let path = Mutex("")
        let fixture = try Fixture { request, _ in
            try POSIXDisk().open(path.withLock { $0 }, .create).write([1, 2, 3], at: 0)
            return FakeHost.serve(film, to: request)
        }
        path.withLock { $0 = fixture.destination }
        #expect(try await fixture.failure().code == .storageFailed)
        #expect(try fixture.bytes(fixture.destination) == [1, 2, 3])
        var order = try fixture.order()
        order.destination = fixture.folder + "/other.mp4"
        try await fixture.run(order)
        #expect(fixture.host.requests.count == 1)
        #expect(try fixture.bytes(order.destination) == film)
    }

    @Test("D25 C18 If a file may be replaced, the new bytes win")
    func replacing() async throws {
        let fixture = try fixture()
        try fixture.disk.open(fixture.destination, .create).write([1, 2, 3], at: 0)
        try await fixture.run(try fixture.order(replacing: true))
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }

    @Test("D26 A second download of the same task reports that the first is at it")
    func twoAtOnce() async throws {
        let film = film
        let gate = AsyncStream<Void>.makeStream()
        let inside = AsyncStream<Void>.makeStream()
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        async let first = fixture.downloader().download(try fixture.order()) { _ in
            inside.continuation.yield()
        } verified: { _ in
            for await _ in gate.stream { break }
        }
        for await _ in inside.stream { break }
        let error = try await fixture.failure(try fixture.order(replacing: true))
        #expect(error.code == .busy && error.isTransient)
        gate.continuation.yield()
        _ = try await first
        #expect(fixture.host.requests.count == 1)
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }

    @Test("D26 A part that becomes another process's film between opening and locking is not cut")
    func justFinished() async throws {
        let film = film
        let disk = MemoryDisk()
        let fixture = try fixture(FinishingDisk(disk: disk), folder: "/videos")
        try disk.makeFolder(fixture.parts)
        try film.withUnsafeBytes { try disk.open(fixture.part, .update).write($0, at: 0) }
        let error = try await fixture.failure(try fixture.order(replacing: true))
        #expect(error.code == .busy)
        #expect(try fixture.bytes(FinishingDisk.theirs) == film)
    }

    @Test("D33 No name of a server's becomes a file name")
    func ourName() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request).with {
                $0.fields["Content-Disposition"] = "attachment; filename=\"../../.bashrc\""
            }
        }
        try await fixture.run()
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }

    @Test("D35 After a cancellation in the middle of a write the part and its sidecar agree")
    func cancelled() async throws {
        let film = TestVideo.make(size: 1_000_000)
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request).with { $0.chunk = 1000 }
        }
        let order = try fixture.order()
        let work = Task {
            try await fixture.downloader().download(order) { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        await #expect(throws: CancellationError.self) { try await work.value }
        let record = try #require(try fixture.record())
        let part = try #require(try fixture.bytes(fixture.part))
        #expect(record.synced.end == Int64(part.count))
        #expect(part == Array(film[..<part.count]))
        try await fixture.run()
        #expect(fixture.host.ranges == ["", "bytes=\(part.count)-"])
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("K10 Parts are their owner's alone")
    func permissions() async throws {
        let fixture = try Fixture { _, _ in throw HTTPTransportError(.connectionFailed, .notSent, "down") }
        _ = try await fixture.failure()
        func mode(_ path: String) throws -> Int {
            try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
        }
        #expect(try mode(fixture.part) == 0o600)
        #expect(try mode(fixture.parts) == 0o700)
    }

    @Test("A destination on another file system gets its file in one step as well")
    func otherFileSystem() async throws {
        let disk = MemoryDisk(hasBorder: true)
        let fixture = try fixture(disk, folder: "/videos")
        try disk.makeFolder("/other")
        var order = try fixture.order()
        order.destination = "/other/out.mp4"
        try await fixture.run(order)
        #expect(try fixture.bytes("/other/out.mp4") == film)
        #expect(try disk.names(in: "/other") == ["out.mp4"])
        #expect(try fixture.leftovers == ["parts"])
        #expect(disk.calls.contains("move /other/out.mp4"))
    }
}

/// A disk on which another process gives a part its name whenever somebody has opened it.
private struct FinishingDisk: ForwardingDisk {
    static let theirs = "/videos/theirs.mp4"
    let disk: MemoryDisk

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        let file = try disk.open(path, mode)
        if path.hasSuffix(".part"), mode == .update { try disk.move(path, to: Self.theirs, replacing: true) }
        return file
    }
}
