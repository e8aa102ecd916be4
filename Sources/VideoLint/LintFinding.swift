/// A line that breaks a rule, and what to do about it.
struct LintFinding: Equatable, CustomStringConvertible {
    /// The file, relative to the package.
    var path: String
    /// The line, counted from 1.
    var line: Int
    /// The rule's name.
    var rule: String
    /// What to do.
    var advice: String

    /// `file:line: rule: what to do`, as editors and build logs read it.
    var description: String { "\(path):\(line): \(rule): \(advice)" }
}
