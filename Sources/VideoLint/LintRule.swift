/// A rule of the house that a machine can check.
struct LintRule: Sendable {
    /// The name, as it stands in findings.
    let name: String
    /// What to do about a line that breaks it.
    let advice: String
    /// The lines of a file that break it, counted from 0.
    let broken: @Sendable (LintedFile) -> [Int]

    /// A rule about whole files.
    init(_ name: String, _ advice: String, broken: @escaping @Sendable (LintedFile) -> [Int]) {
        self.name = name
        self.advice = advice
        self.broken = broken
    }

    /// A rule about words in code.
    /// - Parameters:
    ///   - rooms: where the rule holds.
    ///   - folders: where it does not.
    ///   - isExcusable: whether a comment beside the line that gives the reason is enough.
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
