extension BinaryInteger {
    /// `1 task`, `2 tasks`.
    /// - Parameter plural: the word for several, if it is not the noun and an s.
    package func counted(_ noun: String, _ plural: String? = nil) -> String {
        "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
    }
}
