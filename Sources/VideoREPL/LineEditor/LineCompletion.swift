import CLineEditor
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A line that somebody wants completed.
struct LineCompletion: Sendable, Equatable {
    /// The words before the one at the cursor.
    var before: [String]
    /// The beginning of the word at the cursor.
    var word: String

    /// - Parameters:
    ///   - start: where the word starts, in bytes; a `=` ends the word before it.
    init(line: String, start: Int, cursor: Int) {
        let bytes = Array(line.utf8)
        let start = min(max(start, 0), bytes.count)
        let head = String(decoding: bytes[..<start], as: UTF8.self)
        before = head.split { $0.isWhitespace || $0 == "=" }.map(String.init)
        word = String(decoding: bytes[start..<min(max(cursor, start), bytes.count)], as: UTF8.self)
    }

    /// A C function has no context, so the one completer of the process stands here.
    private static let completer = Mutex<(@Sendable (LineCompletion) -> [String])?>(nil)

    /// Has a closure asked from now on.
    static func install(_ completer: @escaping @Sendable (LineCompletion) -> [String]) {
        self.completer.withLock { $0 = completer }
        line_editor_set_completer { line, start, cursor in
            guard let line else { return nil }
            let completion = LineCompletion(line: String(cString: line), start: Int(start), cursor: Int(cursor))
            let words = LineCompletion.completer.withLock { $0 }?(completion) ?? []
            return LineCompletion.copied(words)
        }
    }

    /// An array as C code takes it over, from `malloc`.
    private static func copied(_ words: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        guard !words.isEmpty else { return nil }
        let array = calloc(words.count + 1, MemoryLayout<UnsafeMutablePointer<CChar>?>.stride)?
            .bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: words.count + 1)
        for (index, word) in words.enumerated() { array?[index] = strdup(word) }
        return array
    }
}
