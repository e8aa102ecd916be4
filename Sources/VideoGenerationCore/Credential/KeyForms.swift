/// A key in every form in which a text can contain it: plain, in hexadecimal, in base64, percent-encoded, in
/// another letter case, and with invisible characters in between.
package struct KeyForms: Sendable {
    /// The bytes to look for, and how many of the first ones are enough to reveal the key.
    private struct Form: Sendable, Hashable {
        var bytes: [UInt8]
        var beginning: Int
    }

    private let forms: Set<Form>

    /// Creates the forms of a key. The first 8 characters of a long key count as the key. An empty key is never
    /// found.
    package init(_ key: String) {
        let bytes = Array(key.utf8)
        var forms: Set<Form> = []
        func add(_ bytes: some Sequence<UInt8>, beginning: Int) {
            let bytes = FoldedText(String(decoding: Array(bytes), as: UTF8.self)).bytes
            if bytes.count >= min(8, key.utf8.count) { forms.insert(Form(bytes: bytes, beginning: beginning)) }
        }
        if !bytes.isEmpty { add(bytes, beginning: 8) }
        if bytes.count >= 4 {
            add(bytes.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }, beginning: 16)
        }
        // The key can be part of a longer encoded text, in which its first and last base64 digits also depend on
        // its neighbors.
        for shift in 0..<3 where bytes.count >= 8 {
            let text = Data([UInt8](repeating: 0, count: shift) + bytes).base64EncodedString()
            let own = text.utf8.prefix { $0 != UInt8(ascii: "=") }.dropFirst(shift == 0 ? 0 : shift + 1).dropLast()
            add(own, beginning: 11)
            add(
                own.map {
                    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
                },
                beginning: 11
            )
        }
        self.forms = forms
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Returns a text with a mark in place of the key, or of as much of the key as the text contains.
    package func removed(from text: String, mark: String = Redaction.mark) -> String {
        guard !forms.isEmpty, !text.isEmpty else { return text }
        let folded = FoldedText(text)
        let found = forms.flatMap { ranges(of: $0, in: folded) }.sorted { $0.lowerBound < $1.lowerBound }
        guard !found.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var end = 0
        for range in found where range.upperBound > end {
            if range.lowerBound >= end { result += bytes[end..<range.lowerBound] + Array(mark.utf8) }
            end = range.upperBound
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    private func ranges(of form: Form, in text: FoldedText) -> [Range<Int>] {
        let beginning = form.bytes.prefix(form.beginning)
        var ranges: [Range<Int>] = []
        var start = 0
        while let found = ByteSearch.position(of: beginning, in: text.bytes, from: start) {
            let count = zip(form.bytes, text.bytes[found...]).prefix { $0 == $1 }.count
            start = found + count
            ranges.append(text.origins[found].lowerBound..<text.origins[start - 1].upperBound)
        }
        return ranges
    }
}

/// A text in lowercase, with percent-encoding decoded and invisible characters removed.
private struct FoldedText {
    private(set) var bytes: [UInt8] = []
    /// The range of bytes of the text that each byte comes from.
    private(set) var origins: [Range<Int>] = []

    init(_ text: String) {
        var plain: [UInt8] = []
        var places: [Range<Int>] = []
        var start = 0
        for scalar in text.unicodeScalars {
            let end = start + UTF8.width(scalar)
            // A variation selector is part of an emoji, but it is invisible after a letter.
            if !scalar.isInvisible, !(0xFE00...0xFE0F).contains(scalar.value) {
                for byte in UTF8.encode(scalar) ?? .init() {
                    plain.append(byte)
                    places.append(start..<end)
                }
            }
            start = end
        }
        var index = 0
        while index < plain.count {
            var (byte, end) = (plain[index], index + 1)
            // Text that was encoded twice is decoded twice.
            while byte == UInt8(ascii: "%"), end + 1 < plain.count, let high = Self.digit(plain[end]),
                let low = Self.digit(plain[end + 1])
            {
                byte = high << 4 | low
                end += 2
            }
            bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            origins.append(places[index].lowerBound..<places[end - 1].upperBound)
            index = end
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}
