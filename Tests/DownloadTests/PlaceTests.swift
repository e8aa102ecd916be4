import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Where a finished video goes, on file systems and between names that are not usual.
@Suite(.timeLimit(.minutes(20)))
struct PlaceTests {
    private let film = TestVideo.make(size: 40_000)

    private func run(_ disk: MemoryDisk, to folder: String, _ verified: inout StoredVideo?) async throws -> Fixture {
        let film = film
        let fixture = try Fixture(disk: disk, folder: "/videos") { request, _ in FakeHost.serve(film, to: request) }
        try disk.makeFolder(folder)
        var order = try fixture.order(verified: verified)
        order.destination = folder + "/out.mp4"
        let written = Mutex<StoredVideo?>(verified)
        defer { verified = written.withLock { $0 } }
        _ = try await fixture.downloader().download(order, verified: { video in written.withLock { $0 = video } })
        return fixture
    }

    @Test(
        "Without hard links a video gets its place all the same, killed at any call",
        arguments: ["/videos", "/other"]
    )
    func withoutLinks(folder: String) async throws {
        var none: StoredVideo?
        let calls = MemoryDisk(hasBorder: true, hasLinks: false)
        _ = try await run(calls, to: folder, &none)
        #expect(calls.calls.count > 8)
        for lifetime in 0..<calls.calls.count {
            var verified: StoredVideo?
            let disk = MemoryDisk(lifetime: lifetime, hasBorder: true, hasLinks: false)
            await #expect(throws: (any Error).self) { _ = try await run(disk, to: folder, &verified) }
            let left = disk.afterKill()
            let wasVerified = verified != nil
            let fixture = try await run(left, to: folder, &verified)
            #expect(try fixture.bytes(folder + "/out.mp4") == film, "after \(lifetime) calls")
            #expect(try left.names(in: folder).filter { $0 != "parts" } == ["out.mp4"], "after \(lifetime) calls")
            #expect(try left.names(in: "/videos/parts").isEmpty, "after \(lifetime) calls")
            if wasVerified { #expect(fixture.host.requests.isEmpty, "after \(lifetime) calls") }
        }
    }

    @Test("Without hard links no file is replaced that came meanwhile, and none that another run is about to fill")
    func withoutLinksTaken() async throws {
        let film = film
        for isEmpty in [false, true] {
            let disk = MemoryDisk(hasLinks: false)
            let other = Mutex<(any DiskFile)?>(nil)
            let fixture = try Fixture(disk: disk, folder: "/videos") { request, _ in
                let file = try disk.open("/videos/out.mp4", .create)
                if isEmpty { _ = try file.tryLock() } else { try file.write([1], at: 0) }
                other.withLock { $0 = file }
                return FakeHost.serve(film, to: request)
            }
            let error = try await fixture.failure()
            #expect(error.message.contains("already"), "\(error)")
            #expect(try fixture.bytes(fixture.destination) == (isEmpty ? [] : [1]))
        }
    }

    @Test("What a killed run copied towards another place goes away once the video goes elsewhere")
    func copyElsewhere() async throws {
        let disk = MemoryDisk(hasBorder: true)
        var verified: StoredVideo?
        _ = try await run(disk, to: "/other", &verified)
        let id = TaskID(number: 7, bits: SeededRandom(seed: 3).next())
        try disk.open("/other/.out.mp4.\(id)", .create).write(film, at: 0)
        try disk.move("/other/out.mp4", to: "/other/elsewhere.mp4", replacing: false)
        _ = try await run(disk, to: "/videos", &verified)
        #expect(try disk.names(in: "/other").sorted() == ["elsewhere.mp4"])
    }

    @Test("A copy to another file system has a name that fits, however long the video's own is")
    func longName() async throws {
        let folder = try TemporaryFolder()
        let name = String(repeating: "\u{8239}", count: 80) + ".mp4"
        let film = film
        let fixture = try Fixture(disk: BorderDisk(), folder: folder.path) { request, _ in
            FakeHost.serve(film, to: request)
        }
        var order = try fixture.order()
        order.destination = "\(folder.path)/\(name)"
        #expect(try await fixture.run(order).bytes == 40_000)
    }

    @Test("A folder, a device or a symbolic link in the video's place is left as it is")
    func obstacles() async throws {
        let folder = try TemporaryFolder()
        #expect(mkdir(folder.path + "/folder", 0o700) == 0)
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(symlink("nowhere", folder.path + "/dangling") == 0)
        let film = film
        let fixture = try Fixture(folder: folder.path) { request, _ in FakeHost.serve(film, to: request) }
        for (name, replacing) in [("folder", true), ("pipe", true), ("dangling", false)] {
            var order = try fixture.order(replacing: replacing)
            order.destination = "\(folder.path)/\(name)"
            #expect(try await fixture.failure(order).code == .storageFailed)
        }
        #expect(fixture.host.requests.isEmpty)
    }
}

/// A disk on which parts and videos are on two file systems.
private struct BorderDisk: ForwardingDisk {
    let disk = POSIXDisk()

    func move(_ path: String, to newPath: String, replacing: Bool) throws {
        guard !path.hasSuffix(".part") else { throw DiskError(errno: EXDEV, operation: "link", path: newPath) }
        try disk.move(path, to: newPath, replacing: replacing)
    }
}
