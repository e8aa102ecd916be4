import Foundation
import Synchronization

/// The first entries of the tasks that were read lately: they never change, and reading one costs more than
/// the rest of its task, which waiting reads again at every change.
final class JournalHeads: Sendable {
    private struct Head {
        let line: Data
        let entry: JournalEntry
    }

    /// As many as are kept, and the longest line that is.
    private static let limits = (count: 256, bytes: 4096)
    private let heads = Mutex<[String: Head]>([:])

    /// The entry of a file's first line; nil where it cannot be read.
    func entry(_ line: ArraySlice<UInt8>, path: String) -> JournalEntry? {
        let line = Data(line)
        if let head = heads.withLock({ $0[path] }), head.line == line { return head.entry }
        let entry = JournalReader.decode(line)
        guard let entry, line.count <= Self.limits.bytes else { return entry }
        heads.withLock { heads in
            if heads.count >= Self.limits.count { heads.removeAll() }
            heads[path] = Head(line: line, entry: entry)
        }
        return entry
    }
}
