/// One header field. A value of this type is always legal in HTTP.
public struct HTTPField: Sendable, Hashable {
    /// The name as it is sent. Names are compared without regard to case.
    public let name: String
    /// The value as given. May be a credential: ``description`` omits it.
    public let value: String

    /// Creates a field.
    /// - Returns: nil if the name isn't an RFC 9110 token, or if the value contains a control character other than
    ///   a tab.
    public init?(name: String, value: String) {
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isToken),
            value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        else { return nil }
        self.name = name
        self.value = value
    }

    /// Whether the value is usually a credential, judged by the name: `Authorization`, `x-goog-api-key`, `X-Key`.
    package var isUsuallyKey: Bool {
        let name = name.lowercased()
        return Self.keyNames.contains(name) || Self.keyEndings.contains { name.hasSuffix($0) }
    }

    private static let keyNames: Set<String> = ["x-key", "key", "cookie", "apikey"]
    private static let keyEndings = [
        "authorization", "api-key", "apikey", "api_key", "-token", "-secret", "access-key",
    ]

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension HTTPField: CustomStringConvertible, CustomReflectable {
    /// The name without the value, because the value may be a credential.
    public var description: String { "\(name): …" }
    /// A mirror that shows the name without the value.
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
