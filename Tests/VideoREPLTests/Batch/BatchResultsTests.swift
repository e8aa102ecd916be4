import Foundation
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("The results file of a batch", .timeLimit(.minutes(20)))
struct BatchResultsTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws { folder = try TemporaryFolder() }

    private func lines(_ count: Int, _ state: VideoTask.State = .stored) throws -> [(BatchRow, BatchOutcome)] {
        try (1...count).map { number in
            let item = BatchFixtures.item("row-\(number)", number: number)
            let task = try BatchFixtures.task(number, item.row.label, state, remote: "video_\(number)")
            return (item.row, BatchOutcome(task, nil, .done))
        }
    }

    private func text(_ results: BatchResults) throws -> String {
        try String(contentsOfFile: results.path, encoding: .utf8)
    }

    @Test("A write that fails at any step leaves the file of the last one, whole")
    func failingDisk() throws {
        let disk = FailingDisk()
        for suffix in ["csv", "jsonl"] {
            let results = BatchResults(path: "\(folder.path)/r.\(suffix)", disk: disk, clock: clock)
            disk.steps.withLock { $0 = .max }
            results.write(try lines(3))
            let before = try text(results)
            for steps in 0..<5 {
                disk.steps.withLock { $0 = steps }
                results.write(try lines(40))
                guard results.failure != nil else { continue }
                #expect(try text(results) == before, "\(steps)")
                #expect(!FileManager.default.fileExists(atPath: results.path + ".new"), "\(steps)")
            }
            disk.steps.withLock { $0 = .max }
            results.write(try lines(40))
            #expect(results.failure == nil)
            #expect(try text(results).split(whereSeparator: \.isNewline).count == (suffix == "csv" ? 41 : 40))
        }
    }

    @Test("The file is written about once a second")
    func pace() throws {
        let results = BatchResults(path: folder.path + "/r.csv", disk: POSIXDisk(), clock: clock)
        #expect(results.isDue)
        results.write(try lines(1))
        #expect(!results.isDue)
        clock.advance(by: .milliseconds(900))
        #expect(!results.isDue)
        clock.advance(by: .milliseconds(200))
        #expect(results.isDue)
    }

    @Test("Another file is not replaced")
    func foreignFile() throws {
        let results = BatchResults(path: folder.path + "/r.csv", disk: POSIXDisk(), clock: clock)
        try results.checkReplaceable()
        try Data("label,prompt\n".utf8).write(to: URL(fileURLWithPath: results.path))
        #expect(throws: VideoError.self) { try results.checkReplaceable() }
        try FileManager.default.removeItem(atPath: results.path)
        results.write(try lines(1))
        try results.checkReplaceable()
        let json = BatchResults(path: folder.path + "/r.jsonl", disk: POSIXDisk(), clock: clock)
        json.write(try lines(1))
        try json.checkReplaceable()
    }

    @Test("Hostile text is one field, and no formula of a spreadsheet")
    func hostileReason() throws {
        let error = VideoError(.refused, "=cmd|' /C calc'!A0, \"x\"\nsecond line\u{1B}[31m")
        let row = BatchFixtures.item("a,\"b").row
        let results = BatchResults(path: folder.path + "/r.csv", disk: POSIXDisk(), clock: clock)
        results.write([(row, BatchOutcome(nil, error, .refused))])
        let rows = try CSVText.rows(of: Array(try text(results).utf8), longest: 9)
        #expect(rows.count == 2 && rows[1].fields.count == rows[0].fields.count)
        let values = Dictionary(uniqueKeysWithValues: zip(rows[0].fields, rows[1].fields))
        #expect(values["label"] == "a,\"b" && values["state"] == "notSent" && values["path"] == "")
        #expect(values["reason"]?.hasPrefix("'=cmd") == true)
        #expect(values["reason"]?.contains("\n") == false && values["reason"]?.contains("\u{1B}") == false)
    }

    @Test("A changed row does not get the video of the old one")
    func changedRow() throws {
        let task = try BatchFixtures.task(1, "a", .stored, remote: "r")
        let outcome = BatchOutcome(task, VideoError(.labelInUse, "changed"), .usage)
        #expect(outcome.phase == .notSent && outcome.state == "notSent")
    }
}

/// A disk that fails after a number of steps of a replacement.
private final class FailingDisk: ForwardingDisk {
    let disk = POSIXDisk()
    let steps = Mutex(Int.max)

    func step(_ name: String) throws {
        try steps.withLock { steps in
            guard steps > 0 else { throw DiskError(errno: ENOSPC, operation: name, path: "results") }
            steps -= 1
        }
    }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        if mode != .read { try step("open") }
        return FailingFile(file: try disk.open(path, mode), disk: self)
    }

    func move(_ path: String, to newPath: String, replacing: Bool) throws {
        try step("rename")
        try disk.move(path, to: newPath, replacing: replacing)
    }

    final class FailingFile: ForwardingFile {
        let file: any DiskFile
        private let disk: FailingDisk

        init(file: any DiskFile, disk: FailingDisk) {
            self.file = file
            self.disk = disk
        }

        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
            do { try disk.step("write") } catch {
                // A disk that is full keeps the first part.
                try file.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(bytes.count / 2)), at: offset)
                throw error
            }
            try file.write(bytes, at: offset)
        }

        func sync() throws {
            try disk.step("fsync")
            try file.sync()
        }
    }
}
