/// A line that breaks a rule, with advice.
struct LintFinding: Equatable, CustomStringConvertible {
    /// The file's path, relative to the package.
    var path: String
    /// The line number, counted from 1.
    var line: Int
    /// The name of the rule.
    var rule: String
    /// The advice of the rule.
    var advice: String

    /// The finding as `file:line: rule: advice`, the format of editors and build logs.
    var description: String { "\(path):\(line): \(rule): \(advice)" }
}
