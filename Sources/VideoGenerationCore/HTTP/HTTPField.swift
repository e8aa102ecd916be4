/// One header field. An illegal one cannot be made.
public struct HTTPField: Sendable, Hashable {
    /// The name, as it is sent; compared without regard to case.
    public let name: String
    /// The value, trimmed. May be a key: never print it.
    public let value: String

    /// Makes a field.
    /// - Returns: nil where the name is no RFC 9110 token or the value holds CR, LF, NUL or another control.
    public init?(name: String, value: String) {
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isToken),
            value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        else { return nil }
        self.name = name
        self.value = value
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension HTTPField: CustomStringConvertible, CustomReflectable {
    /// The name alone: a value may be a key.
    public var description: String { "\(name): …" }
    /// The name alone.
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
