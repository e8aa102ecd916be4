/// A mistake in a manifest, with its place and what to write instead.
public struct ManifestProblem: Sendable, Hashable, CustomStringConvertible {
    /// The line in the file, counted from 1.
    public let line: Int
    /// The place of the value, such as `submit.variants[1].path`; empty for the whole file.
    public let path: String
    /// The mistake and its correction, in full sentences.
    public let message: String

    /// Creates a mistake.
    package init(line: Int, path: String, message: String) {
        self.line = line
        self.path = path
        self.message = message
    }

    /// The line, the place and the message in one line.
    public var description: String { "line \(line)\(path.isEmpty ? "" : ", \(path)"): \(message)" }
}

/// The mistakes of a manifest that cannot be used.
public struct ManifestError: Error, Sendable, CustomStringConvertible {
    /// The mistakes in the order of the file; at least one.
    public let problems: [ManifestProblem]

    /// The mistakes, one in each line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
