/// The header field in which a provider expects the key, as ``ConformanceScript/key`` gives it.
package struct SampleKeyField: Sendable, Hashable {
    /// The name of the field.
    package let name: String
    /// The text before the key.
    package let prefix: String
    /// The text after the key.
    package let suffix: String
    /// Whether the field contains the key itself. A signature does not.
    package let hasKey: Bool

    /// Reads a line such as `Authorization: Bearer <key>`.
    package init(_ line: String) {
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        name = String(line[..<colon].trimming(\.isWhitespace))
        let value = colon == line.endIndex ? "" : line[line.index(after: colon)...].trimming(\.isWhitespace)
        let parts = value.split(separator: "<key>", maxSplits: 1, omittingEmptySubsequences: false)
        prefix = parts.first.map(String.init) ?? ""
        suffix = parts.count > 1 ? String(parts[1]) : ""
        hasKey = parts.count > 1
    }

    /// Returns whether the value of the field is what the provider expects.
    /// - Parameter key: The key; nil if any is accepted.
    package func accepts(_ value: String, key: String?) -> Bool {
        if let key, hasKey { return value == prefix + key + suffix }
        return value.hasPrefix(prefix) && value.hasSuffix(suffix) && value.utf8.count > prefix.utf8.count
    }
}

extension ConformanceScript {
    /// The header field in which the provider expects the key.
    package var keyField: SampleKeyField { SampleKeyField(key) }
}
