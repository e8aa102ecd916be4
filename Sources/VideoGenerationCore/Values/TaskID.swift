/// This program's own ID of a task, such as `v42-k3f9`.
///
/// The number increases with every task. The four random characters keep the IDs of two processes apart. An ID
/// consists of lower-case letters, digits and a hyphen only, so that it is safe as a file name.
public struct TaskID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The text of the ID, such as `v42-k3f9`.
    public let rawValue: String
    /// The number in the ID. Later tasks have higher numbers.
    package let number: Int

    /// Parses an ID; nil for any other text.
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

    /// Creates an ID from a number and 20 random bits, which become its four characters.
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

    /// The text of the ID.
    public var description: String { rawValue }

    private static let suffixLength = 4
    /// Digits and letters without those that are easily confused, such as 0 and o.
    private static let alphabet = Array("23456789abcdefghijkmnpqrstuvwxyz".utf8)
}
