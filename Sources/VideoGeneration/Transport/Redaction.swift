import VideoPlatform

/// Makes text from outside fit to be shown, logged and kept: without keys, signatures and escapes.
public enum Redaction {
    /// What stands where something was taken out.
    public static let mark = "‹redacted›"

    /// Removes a key from a text: whole, in base64, and any prefix of it of at least 8 characters.
    static func removing(_ key: String, from text: String) -> String {
        guard !key.isEmpty else { return text }
        // By bytes: a combining mark behind the key makes another character of its last one.
        let key = Array(key.utf8)
        let mark = Array(mark.utf8)
        var bytes = Array(text.utf8)
        // Without padding, because the key may be the start of a longer encoded text.
        let base64 = Data(key).base64EncodedString().utf8.prefix { $0 != UInt8(ascii: "=") }.dropLast()
        if base64.count >= 8 { bytes = ByteSearch.replace(Array(base64), in: bytes, with: mark) }
        // As much of the key as there is, in one pass.
        let beginning = key.prefix(8)
        var result: [UInt8] = []
        var start = 0
        while let found = ByteSearch.position(of: beginning, in: bytes, from: start) {
            let count = zip(key, bytes[found...]).prefix { $0 == $1 }.count
            result += bytes[start..<found] + mark
            start = found + count
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }

    /// Cuts the query off every URL in a text, and the user info out of it: either may be a capability.
    public static func withoutQueries(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "://") {
            result += rest[..<start.upperBound]
            rest = rest[start.upperBound...]
            let end = rest.firstIndex { $0.isWhitespace || "\"'<>`)]}".contains($0) } ?? rest.endIndex
            var link = rest[..<end]
            let authorityEnd = link.firstIndex { "/?#".contains($0) } ?? link.endIndex
            if let at = link[..<authorityEnd].lastIndex(of: "@") { link = link[link.index(after: at)...] }
            if let cut = link.firstIndex(where: { $0 == "?" || $0 == "#" }) {
                result += link[..<cut] + "?…"
            } else {
                result += link
            }
            rest = rest[end...]
        }
        return result + rest
    }

    /// Makes a server's text harmless for a terminal and a log: control and format characters become
    /// spaces, runs of spaces one, and the length is bounded.
    public static func singleLine(_ text: String, limit: Int = 300) -> String {
        let plain = text.unicodeScalars.prefix(limit * 8).map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: " "
            default: Character(scalar)
            }
        }
        let line = String(plain).split(separator: " ").joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }
}
