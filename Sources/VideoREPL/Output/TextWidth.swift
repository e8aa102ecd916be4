/// Measures text in terminal columns. Chinese, Japanese, Korean and emoji characters take two.
enum TextWidth {
    static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

    static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.isASCII { return first.value < 0x20 || first.value == 0x7F ? 0 : 1 }
        if character.unicodeScalars.contains(where: { $0.value == 0xFE0F || $0.properties.isEmojiPresentation }) {
            return 2
        }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format: return 0
        default: return isWide(first.value) ? 2 : 1
        }
    }

    /// Cuts a text to a number of columns, and ends it with `…` if something was cut.
    static func fit(_ text: String, _ columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var result = ""
        var used = 1
        for character in text {
            used += of(character)
            if used > columns { break }
            result.append(character)
        }
        return result + "…"
    }

    /// Pads a text with spaces to a number of columns.
    static func pad(_ text: String, _ columns: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - of(text)))
        return right ? space + text : text + space
    }

    /// Returns whether Unicode's EastAsianWidth.txt (version 15.1, read 2026-10) lists a scalar as W or F.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1_6FE0...0x1_8CFF, 0x1_AFF0...0x1_B2FF,
            0x2_0000...0x3_FFFD:
            true
        default: false
        }
    }
}
