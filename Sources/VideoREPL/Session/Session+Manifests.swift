import VideoGeneration

extension Session {
    /// The commands that work although a manifest of the command line cannot be used.
    private static let tolerant: Set<String> = ["config check", "conform", "help"]

    /// Returns the error of a manifest that the user named, unless the command reports it itself. A manifest of the folder
    /// that cannot be used is a warning, because it must not block the tasks in the journal.
    func manifestError(for invocation: Invocation) -> VideoError? {
        guard !Self.tolerant.contains(invocation.command ?? ""), !invocation.has(.help) else { return nil }
        if let error = manifests.error { return error }
        for file in manifests.files where file.manifest == nil {
            guard let error = file.error else { continue }
            console.error("\(error.message) `config check` lists every mistake.", .yellow)
        }
        for problem in manifests.problems { console.error(problem, .yellow) }
        return nil
    }
}
