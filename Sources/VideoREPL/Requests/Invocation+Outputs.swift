import VideoGeneration

extension Invocation {
    /// Returns the outputs to save: those of `--outputs`, or the video alone.
    /// - Throws: ``VideoError`` with the code `usage` if a word names no kind of output.
    func outputs() throws -> OutputSelection {
        guard let text = self[.outputs] else { return .video }
        if text == "all" { return .all }
        if text == VideoOutput.Kind.video.label { return .video }
        let kinds = try text.split(separator: ",").map { word in
            guard let kind = VideoOutput.Kind.allCases.first(where: { $0.label == word }) else {
                throw VideoError.usage(
                    "--outputs \(text.shown) names no kind of output.",
                    "Write all, video, or kinds separated by commas: \(Self.kinds)."
                )
            }
            return kind
        }
        return .kinds(Set(kinds))
    }

    private static let kinds = VideoOutput.Kind.allCases.map(\.label).joined(separator: ", ")
}

extension CommandOption {
    static let outputs = CommandOption(
        name: "outputs",
        value: "all|video|KIND,…",
        summary: "the outputs to save besides the video, such as last-frame,audio; their names say which they are",
        completion: .words(["all"] + VideoOutput.Kind.allCases.map(\.label))
    )
}
