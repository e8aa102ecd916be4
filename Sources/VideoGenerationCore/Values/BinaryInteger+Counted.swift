extension BinaryInteger {
    /// Returns the number with its noun: `1 task`, `2 tasks`.
    /// - Parameters:
    ///   - noun: The word for one.
    ///   - plural: The word for several; nil for the noun with an s.
    package func counted(_ noun: String, _ plural: String? = nil) -> String {
        "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
    }
}
