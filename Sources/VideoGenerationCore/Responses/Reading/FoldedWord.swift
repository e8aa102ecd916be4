/// A word of a protocol, compared without regard to its style: `in_progress`, `IN-PROGRESS`, `In progress ` and
/// `inProgress` are equal.
///
/// Status words, error codes and keys pass through relays that are written in several languages. Each language has its
/// own conventions for case and for joining words.
struct FoldedWord: Sendable, Hashable, ExpressibleByStringLiteral {
    /// Longer texts are not words and are compared unchanged.
    private static let longest = 200

    let text: String

    init(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.longest else {
            self.text = String(text)
            return
        }
        var folded: [UInt8] = []
        for byte in text.trimming(\.isWhitespace).utf8 {
            switch byte {
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x20: continue
            case 0x41...0x5A: folded.append(byte | 0x20)
            default: folded.append(byte)
            }
        }
        self.text = folded.isEmpty ? String(text) : String(decoding: folded, as: UTF8.self)
    }

    init(stringLiteral text: String) { self.init(text) }
}

extension JSONObject {
    /// Returns the value of a dialect's own key: of the key as it is, otherwise of the first that equals it in another
    /// style.
    subscript(anyStyle key: String) -> JSONValue? {
        if let value = self[key] { return value }
        let word = FoldedWord(key)
        return first { FoldedWord($0.key) == word }?.value
    }

    /// The members that are not blank, by their keys in any style: `failure_reason`, `failureReason`. If two keys are
    /// equal in this sense, the first counts.
    var folded: [FoldedWord: JSONValue] {
        var members: [FoldedWord: JSONValue] = [:]
        for member in self where !member.value.isBlank {
            let key = FoldedWord(member.key)
            if members[key] == nil { members[key] = member.value }
        }
        return members
    }
}
