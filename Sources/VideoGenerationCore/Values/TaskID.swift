/// This program's own id of a task, such as `v42-k3f9`: a number that grows, for people and for order,
/// and four drawn letters, so that two processes never take the same one.
///
/// Made of lower-case letters, digits and a hyphen only: it is safe as a file name.
public struct TaskID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The text of the id.
    public let rawValue: String
    /// The number in it; later tasks have higher ones.
    public let number: Int

    /// Reads an id; nil for any other text.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first == "v", parts[0].count <= 16,
            parts[1].utf8.count == Self.suffixLength,
            parts[0].dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(parts[0].dropFirst()), parts[1].utf8.allSatisfy(Self.alphabet.contains)
        else { return nil }
        self.rawValue = rawValue
        self.number = number
    }

    /// Makes an ID of a number and of 20 random bits, from which the letters are taken.
    package init(number: Int, bits: UInt64) {
        var bits = bits
        var suffix = ""
        for _ in 0..<Self.suffixLength {
            suffix.unicodeScalars.append(Unicode.Scalar(Self.alphabet[Int(bits % 32)]))
            bits /= 32
        }
        self.number = number
        rawValue = "v\(number)-\(suffix)"
    }

    /// The text of the id.
    public var description: String { rawValue }

    private static let suffixLength = 4
    /// Without the letters that are taken for one another.
    private static let alphabet = Array("23456789abcdefghijkmnpqrstuvwxyz".utf8)
}
