import CReadline
import Synchronization
import VideoPlatform

/// A line to complete, split at the cursor.
struct LineCompletion: Sendable, Equatable {
    /// The words before the one at the cursor.
    private(set) var before: [String] = []
    /// The beginning of the word at the cursor, without quotes.
    private(set) var word = ""
    /// The same beginning as typed, with quotes and backslashes.
    private var typed = ""
    /// The quote that is open at the cursor, or nil.
    private var quote: Character?
    /// The number of typed bytes that the library does not replace. It treats a space inside quotes as the end of a word.
    private var kept = 0

    /// Splits a line.
    /// - Parameters:
    ///   - line: The whole line.
    ///   - start: The position at which the library assumes that the word starts, in bytes.
    ///   - cursor: The position of the cursor, in bytes.
    init(line: String, start: Int, cursor: Int) {
        let bytes = Array(line.utf8)
        let cursor = min(max(cursor, 0), bytes.count)
        let head = String(decoding: bytes[..<cursor], as: UTF8.self)
        var rest = head[...]
        while let character = rest.popFirst() {
            if let open = quote {
                typed.append(character)
                if character == open { quote = nil } else { word.append(character) }
            } else if typed.isEmpty, character == "\"" || character == "'" {
                typed.append(character)
                quote = character
            } else if character == "\\", let next = rest.popFirst() {
                typed += [character, next]
                word.append(next)
            } else if character.isWhitespace || character == "=" && word.hasPrefix("--") {
                if !typed.isEmpty { before.append(word) }
                (typed, word) = ("", "")
            } else {
                typed.append(character)
                word.append(character)
            }
        }
        kept = max(0, typed.utf8.count - (cursor - min(max(start, 0), cursor)))
    }

    /// Returns a complete word as the library must insert it: with the quote that was typed, and without the bytes that
    /// the library does not replace.
    func insertion(_ candidate: String) -> String {
        let isFolder = candidate.hasSuffix("/")
        var text: String
        if let quote {
            text = String(quote) + candidate + (isFolder ? "" : String(quote))
        } else {
            text = ""
            for character in candidate {
                if character.isWhitespace || "\\\"'&".contains(character) { text.append("\\") }
                text.append(character)
            }
        }
        return String(decoding: Array(text.utf8).dropFirst(kept), as: UTF8.self)
    }

    /// The completer of the process. It is static because a C function pointer has no context.
    private static let completer = Mutex<(@Sendable (LineCompletion) -> [String])?>(nil)

    /// Installs the closure that completes lines. It replaces an earlier one.
    static func install(_ completer: @escaping @Sendable (LineCompletion) -> [String]) {
        self.completer.withLock { $0 = completer }
        line_editor_set_completer { line, start, cursor in
            guard let line else { return nil }
            let completion = LineCompletion(line: String(cString: line), start: Int(start), cursor: Int(cursor))
            let words = LineCompletion.completer.withLock { $0 }?(completion) ?? []
            return LineCompletion.copied(words.map(completion.insertion))
        }
    }

    /// Returns a null-terminated array from `malloc`, which the C code takes over.
    private static func copied(_ words: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        guard !words.isEmpty else { return nil }
        let array = calloc(words.count + 1, MemoryLayout<UnsafeMutablePointer<CChar>?>.stride)?
            .bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: words.count + 1)
        for (index, word) in words.enumerated() { array?[index] = strdup(word) }
        return array
    }
}
