extension StringProtocol {
    /// Without the characters at both ends that are of a kind.
    package func trimming(_ isOuter: (Character) -> Bool) -> String {
        guard let first = firstIndex(where: { !isOuter($0) }), let last = lastIndex(where: { !isOuter($0) }) else {
            return ""
        }
        return String(self[first...last])
    }

    /// Without the spaces and tabs at both ends.
    package var trimmed: String { trimming { $0 == " " || $0 == "\t" } }
}
