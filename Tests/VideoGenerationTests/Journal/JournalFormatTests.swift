import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The lines of a journal file that can be read are read", .timeLimit(.minutes(20)))
struct JournalFormatTests {
    /// The bytes of a task's file with four entries.
    private func file() async throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let journal = try folder.journal()
        let reference = ProviderReference(id: "p", dialect: "d", endpoint: try Endpoint("https://a.example"))
        let log = try await journal.begin {
            VideoTask(id: $0, provider: reference, request: VideoRequest(prompt: "x"), createdAt: .distantPast)
        }
        defer { log.close() }
        try await log.append(.accepted) { $0.state = .queued }
        try await log.append(.status) { $0.state = .running }
        let id = log.task.id
        return Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/journal/tasks/\(id).jsonl")))
    }

    private func events(_ bytes: [UInt8]) -> [JournalEntry.Event] { JournalFormat.entries(in: bytes).map(\.event) }

    private func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: 0x0A).map { Array($0) + [0x0A] }
    }

    private static let whole: [JournalEntry.Event] = [.intent, .submitting, .accepted, .status]

    @Test("A whole file has its entries in order, counted from 1")
    func whole() async throws {
        let entries = JournalFormat.entries(in: try await file())
        #expect(entries.map(\.event) == Self.whole)
        #expect(entries.map(\.sequence) == [1, 2, 3, 4])
        #expect(entries.map(\.state) == [.intent, .submitting, .queued, .running])
        #expect(events([]).isEmpty)
    }

    @Test("A line that a crash cut off anywhere is left out, and the ones before it stay")
    func cutOff() async throws {
        let bytes = try await file()
        let last = lines(bytes)[3]
        for count in 0..<last.count {
            #expect(events(bytes.dropLast(last.count - count)) == Array(Self.whole.dropLast()), "\(count) bytes")
        }
    }

    @Test("A line in the middle that cannot be read is left out, and the ones around it stay")
    func unreadable() async throws {
        let lines = lines(try await file())
        for text in ["{}\n", "not JSON\n", #"{"sequence":9,"event":"of a later version"}"# + "\n", "\n"] {
            let bytes = lines[0] + lines[1] + Array(text.utf8) + lines[2] + lines[3]
            #expect(events(bytes) == Self.whole, "\(text)")
        }
    }

    @Test("Zeros of a power loss end the last line, and before a line they stand for lost ones")
    func zeros() async throws {
        let lines = lines(try await file())
        let zeros = [UInt8](repeating: 0, count: 40)
        #expect(events(lines.joined() + zeros) == Self.whole)
        #expect(events(zeros + lines[1] + lines[2]) == [.submitting, .accepted])
        #expect(events(lines[0] + lines[1] + zeros + [0x0A]) == [.intent, .submitting])
        #expect(events(lines[0] + lines[1] + lines[2].dropLast(20) + zeros + [0x0A]) == [.intent, .submitting])
    }

    @Test("A file is not begun if it is empty, and a submit behind lost bytes may have been sent")
    func unbegun() async throws {
        let lines = lines(try await file())
        let zeros = [UInt8](repeating: 0, count: 40)
        #expect(JournalFormat.isUnbegun([]))
        #expect(JournalFormat.isUnbegun(zeros))
        #expect(!JournalFormat.isUnbegun(zeros + lines[1]), "another process may have lost the first entry")
        // Earlier versions wrote the whole task in the first entry only, and synced both entries at once.
        var earlier = try #require(JSONSerialization.jsonObject(with: Data(lines[1])) as? [String: Any])
        earlier["task"] = nil
        let line = try JSONSerialization.data(withJSONObject: earlier) + Data("\n".utf8)
        #expect(JournalFormat.isUnbegun(zeros + Array(line)))
        #expect(!JournalFormat.isUnbegun(lines[0]))
        #expect(!JournalFormat.isUnbegun(zeros + lines[2]), "a task that was accepted is paid")
        #expect(!JournalFormat.isUnbegun(zeros + lines[1] + lines[2]))
    }
}

extension [UInt8] {
    fileprivate static func + (left: [UInt8], right: ArraySlice<UInt8>) -> [UInt8] { left + Array(right) }
}
