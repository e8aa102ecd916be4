/// A rule for source files that the linter checks.
struct LintRule: Sendable {
    /// The name that findings show.
    let name: String
    /// The advice for a line that breaks the rule.
    let advice: String
    /// Returns the lines of a file that break the rule, counted from 0.
    let broken: @Sendable (LintedFile) -> [Int]

    /// Creates a rule that examines a whole file.
    init(_ name: String, _ advice: String, broken: @escaping @Sendable (LintedFile) -> [Int]) {
        self.name = name
        self.advice = advice
        self.broken = broken
    }

    /// Creates a rule that searches code for a pattern.
    /// - Parameters:
    ///   - name: the name that findings show.
    ///   - pattern: the pattern that breaks the rule.
    ///   - rooms: the categories of files that the rule applies to.
    ///   - folders: the names of folders that the rule does not apply to.
    ///   - isExcusable: whether a comment beside the line excuses it.
    ///   - advice: the advice for a line that breaks the rule.
    init(
        _ name: String,
        _ pattern: @autoclosure @escaping @Sendable () -> Regex<Substring>,
        in rooms: [LintedFile.Room],
        outside folders: Set<String> = [],
        isExcusable: Bool = false,
        _ advice: String
    ) {
        self.init(name, advice) { file in
            guard rooms.contains(file.room), !file.isInside(folders) else { return [] }
            let expression = pattern().wordBoundaryKind(.simple)
            return file.lines.indices.filter { index in
                file.lines[index].code.contains(expression) && !(isExcusable && file.hasReason(at: index))
            }
        }
    }
}
