import CReadline
import Synchronization
import VideoPlatform

/// A line that somebody wants completed.
struct LineCompletion: Sendable, Equatable {
    /// The words before the one at the cursor.
    private(set) var before: [String] = []
    /// The beginning of the word at the cursor, without quotes.
    private(set) var word = ""
    /// The same as it is typed, and the quote that it stands in.
    private var typed = ""
    private var quote: Character?
    /// How much of it the library leaves as it is: it takes a space inside quotes for the end of a word.
    private var kept = 0

    /// - Parameters:
    ///   - start: where the library takes the word to start, in bytes.
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

    /// A whole word as the library is to put it in: quoted as it was begun, without the part that stays.
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

    /// A C function has no context, so the one completer of the process stands here.
    private static let completer = Mutex<(@Sendable (LineCompletion) -> [String])?>(nil)

    /// Has a closure asked from now on.
    static func install(_ completer: @escaping @Sendable (LineCompletion) -> [String]) {
        self.completer.withLock { $0 = completer }
        line_editor_set_completer { line, start, cursor in
            guard let line else { return nil }
            let completion = LineCompletion(line: String(cString: line), start: Int(start), cursor: Int(cursor))
            let words = LineCompletion.completer.withLock { $0 }?(completion) ?? []
            return LineCompletion.copied(words.map(completion.insertion))
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
