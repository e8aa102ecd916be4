import Foundation
import Synchronization
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

/// The calls that everything else stands on, against the real file system.
@Suite(.timeLimit(.minutes(20)))
struct POSIXDiskTests {
    private let disk = POSIXDisk()

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "disk-\(UInt64.random(in: 0 ... .max))"
        try disk.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func write(_ text: String, to path: String) throws {
        try disk.open(path, .update).write(Array(text.utf8), at: 0)
    }

    private func read(_ path: String) throws -> String {
        String(decoding: try disk.open(path, .read).read(at: 0, count: 100), as: UTF8.self)
    }

    @Test("Of a thousand jobs each runs once, also those that come while others run")
    func jobs() async {
        let executor = DiskExecutor()
        let sum = await withTaskGroup { group in
            for number in 0..<1000 {
                group.addTask(executorPreference: executor) {
                    await Task.yield()
                    return number
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 499_500)
    }

    @Test("Eight calls may block at once, on however few cores")
    func executor() async throws {
        let meeting = Meeting(of: 8)
        let executor = DiskExecutor()
        let all = await withTaskGroup { group in
            for _ in 0..<8 { group.addTask(executorPreference: executor) { meeting.isComplete() } }
            return await group.allSatisfy(\.self)
        }
        #expect(all)
    }

    @Test("D25 C18 A move replaces only where it is asked to, and then the new bytes win")
    func move() throws {
        try inFolder { folder in
            try write("old", to: folder + "/a")
            try write("new", to: folder + "/b")
            let error = #expect(throws: DiskError.self) {
                try disk.move(folder + "/b", to: folder + "/a", replacing: false)
            }
            #expect(error?.errno == EEXIST)
            #expect(try read(folder + "/a") == "old" && read(folder + "/b") == "new")
            try disk.move(folder + "/b", to: folder + "/a", replacing: true)
            #expect(try read(folder + "/a") == "new")
            try disk.move(folder + "/a", to: folder + "/c", replacing: false)
            #expect(try disk.names(in: folder) == ["c"])
        }
    }

    @Test("D26 A lock belongs to one, also inside one process, and to the name")
    func lock() throws {
        try inFolder { folder in
            let first = try disk.open(folder + "/a", .update)
            let second = try disk.open(folder + "/a", .update)
            #expect(try first.tryLock())
            #expect(try !second.tryLock())
            first.close()
            #expect(try second.tryLock())
            second.close()
            let stale = try disk.open(folder + "/a", .update)
            try disk.move(folder + "/a", to: folder + "/b", replacing: true)
            #expect(try !stale.tryLock())
            #expect(try disk.open(folder + "/b", .update).tryLock())
        }
    }

    @Test("An open file tells whether it still has a name, on the machine's disk and in memory")
    func linked() throws {
        try inFolder { folder in
            let memory = MemoryDisk()
            try memory.makeFolder(folder)
            for disk in [disk, memory] as [any Disk] {
                let file = try disk.open(folder + "/a", .update)
                #expect(try file.isLinked)
                try disk.remove(folder + "/a")
                #expect(try !file.isLinked)
                try file.write([1], at: 0)
                #expect(try disk.open(folder + "/a", .update).isLinked && !file.isLinked)
                try disk.remove(folder + "/a")
            }
        }
    }

    @Test("C11 D21 A full disk is an error, not the end of the process")
    func fullDisk() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let file = POSIXFile(open("/dev/full", O_RDWR), path: "/dev/full")
        let error = #expect(throws: DiskError.self) { try file.write([1], at: 0) }
        #expect(error?.errno == ENOSPC)
    }

    @Test("Reading beyond the end gives what there is; what is not there is nil or nothing")
    func edges() throws {
        try inFolder { folder in
            try write("abc", to: folder + "/a")
            let file = try disk.open(folder + "/a", .update)
            #expect(try file.read(at: 2, count: 10) == [99])
            #expect(try file.read(at: 5, count: 10) == [])
            try file.truncate(to: 1)
            #expect(try file.size() == 1)
            #expect(try disk.size(of: folder + "/none") == nil)
            #expect(try disk.names(in: folder + "/none") == [])
            try disk.remove(folder + "/none")
            #expect(throws: DiskError.self) { try disk.open(folder + "/none", .read) }
            #expect(throws: DiskError.self) { try disk.open(folder + "/a", .create) }
            try disk.makeFolder(folder + "/x/y/z")
            try disk.makeFolder(folder + "/x/y/z")
            #expect(throws: DiskError.self) { try disk.makeFolder(folder + "/a/b") }
            #expect(disk.freeBytes(at: folder) ?? 0 > 0)
        }
    }

    @Test("A small file is replaced in one step, and no other is left")
    func replace() throws {
        try inFolder { folder in
            try disk.replace(folder + "/a", with: Array("first and long".utf8))
            try disk.replace(folder + "/a", with: Array("second".utf8))
            #expect(try read(folder + "/a") == "second")
            #expect(try disk.names(in: folder) == ["a"])
        }
    }
}

/// Holds up whoever comes until all are there.
private final class Meeting: Sendable {
    private let missing: Mutex<Int>
    private let gate = DispatchSemaphore(value: 0)

    init(of count: Int) { missing = Mutex(count) }

    /// Blocks, for a minute at most.
    func isComplete() -> Bool {
        let isLast = missing.withLock {
            $0 -= 1
            return $0 == 0
        }
        defer { gate.signal() }
        return isLast || gate.wait(timeout: .now() + 60) == .success
    }
}
