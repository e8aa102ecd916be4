import VideoGenerationCore

/// The place of a value in a JSON document (RFC 6901), such as `/data/task_id` or `/videos/0/url`.
struct JSONPointer: Sendable, Hashable {
    /// The keys and indexes on the way to the value.
    private let tokens: [String]

    /// Parses a pointer.
    /// - Returns: nil if the text is neither empty nor starts with a slash, has a tilde that is not `~0` or `~1`, or is
    ///   longer than any place of a known API.
    init?(_ text: String) {
        guard text.isEmpty || text.hasPrefix("/"), text.utf8.count <= 500 else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count <= 32 else { return nil }
        for part in parts {
            let escapes = part.split(separator: "~", omittingEmptySubsequences: false).dropFirst()
            guard escapes.allSatisfy({ $0.hasPrefix("0") || $0.hasPrefix("1") }) else { return nil }
        }
        tokens = parts.map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
    }

    /// Returns the value at this place; nil if there is none.
    func value(in document: JSONValue) -> JSONValue? {
        var value = document
        for token in tokens {
            switch value {
            case .object(let object):
                guard let next = object[token] else { return nil }
                value = next
            case .array(let elements):
                guard let index = Self.index(token), index < elements.count else { return nil }
                value = elements[index]
            case .null, .bool, .number, .string: return nil
            }
        }
        return value
    }

    /// RFC 6901 allows digits without leading zeros.
    private static func index(_ token: String) -> Int? {
        guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) }), token == "0" || !token.hasPrefix("0") else {
            return nil
        }
        return Int(token)
    }
}

extension [JSONPointer] {
    /// Returns the first value that is not blank at these places; nil if there is none.
    func first(in document: JSONValue) -> JSONValue? {
        lazy.compactMap { $0.value(in: document) }.first { !$0.isBlank }
    }
}

extension ManifestObject {
    /// Returns the pointers of a member: one text, or an array with the preferred one first.
    func pointers(_ name: String) -> [JSONPointer] {
        nodes(name).compactMap { node in
            guard let text = node.string else {
                log.add(node, "This must be a JSON Pointer such as \"/data/id\", or an array of them.")
                return nil
            }
            guard let pointer = JSONPointer(text) else {
                log.add(node, "\(text.quoted) is not a JSON Pointer (RFC 6901). It starts with a slash: \"/data/id\".")
                return nil
            }
            return pointer
        }
    }
}
