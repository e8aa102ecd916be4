import ProviderManifests
import VideoGeneration

extension Command {
    /// Shows each manifest, or its mistakes with file, line and correction.
    /// - Returns: Whether all of them are usable.
    static func tellManifests(_ session: Session, _ invocation: Invocation) -> Bool {
        for file in session.manifests.files {
            if invocation.has(.json) {
                session.console.line(json(of: file).description)
            } else if let plugin = file.manifest?.plugin {
                let keys = Set(plugin.presets.compactMap(\.keyEnv)).sorted().joined(separator: ", ")
                let words = keys.isEmpty ? "needs no key" : "its key is in \(keys)"
                session.console.text("\(file.path): usable as \(plugin.dialect), \(words).")
            } else {
                for problem in file.problems { session.console.text("\(file.path), \(problem)", .red) }
            }
        }
        for problem in session.manifests.problems {
            if invocation.has(.json) {
                session.console.line(JSONValue.object(["problem": .string(problem)]).description)
            } else {
                session.console.text(problem, .red)
            }
        }
        return session.manifests.problems.isEmpty && session.manifests.files.allSatisfy { $0.manifest != nil }
    }

    private static func json(of file: ManifestFile) -> JSONValue {
        [
            "manifest": .string(file.path), "dialect": file.manifest.map { .string($0.plugin.dialect) } ?? .null,
            "isUsable": .bool(file.manifest != nil),
            "problems": .array(
                file.problems.map { problem in
                    [
                        "line": JSONValue(problem.line), "path": .string(problem.path),
                        "message": .string(problem.message),
                    ]
                }
            ),
        ]
    }
}
