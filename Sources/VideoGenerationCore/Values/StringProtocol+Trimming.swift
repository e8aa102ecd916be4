extension StringProtocol {
    /// Returns the text without the characters at both ends that match a condition.
    package func trimming(_ isOuter: (Character) -> Bool) -> String {
        guard let first = firstIndex(where: { !isOuter($0) }), let last = lastIndex(where: { !isOuter($0) }) else {
            return ""
        }
        return String(self[first...last])
    }

    /// The text without spaces and tabs at both ends.
    package var trimmed: String { trimming { $0 == " " || $0 == "\t" } }
}
