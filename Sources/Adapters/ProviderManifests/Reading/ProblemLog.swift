import VideoGenerationCore

/// The mistakes that were found so far in one manifest.
final class ProblemLog {
    /// More mistakes than a person reads at once.
    private static let maximum = 50
    private(set) var problems: [ManifestProblem] = []

    /// Whether further mistakes are not kept.
    var isFull: Bool { problems.count >= Self.maximum }

    /// Adds a mistake at a value of the manifest.
    func add(_ node: ManifestNode, _ message: String) { add(line: node.line, node.path, message) }

    /// Adds a mistake at a place of the manifest.
    func add(line: Int, _ path: String, _ message: String) {
        guard !isFull else { return }
        problems.append(ManifestProblem(line: line, path: path, message: message))
    }
}

extension String {
    /// The text between quotation marks, on one line and shortened, as a message shows a part of the manifest.
    var quoted: String { "\u{201C}\(Redaction.singleLine(self, limit: 60))\u{201D}" }
}
