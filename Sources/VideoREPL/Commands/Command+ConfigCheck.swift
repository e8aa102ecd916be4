import VideoGeneration

extension Command {
    /// Checks providers.json and lists the problems of each entry.
    static let configCheck = Command(
        name: "config check",
        summary: "check providers.json, and list the problems of each entry",
        theme: .providers,
        examples: ["config check"]
    ) { invocation, session in
        let directory = try session.directory()
        let file = directory.file
        var code = ExitCode.done
        if !invocation.has(.json) {
            let count = file.entries.count
            let text = "\(file.path): \(count == 0 ? "no entries" : count.counted("entry", "entries"))."
            session.note(text, invocation)
        }
        for entry in file.entries {
            if !entry.problems.isEmpty { code = .configuration }
            let key = entry.configuration.map { keyState(of: $0, directory) } ?? ""
            if invocation.has(.json) {
                let object: JSONValue = [
                    "entry": JSONValue(entry.position), "id": entry.id.map(JSONValue.string) ?? .null,
                    "isUsable": .bool(entry.problems.isEmpty),
                    "problems": .array(entry.problems.map(JSONValue.string)), "key": .string(key),
                ]
                session.console.line(object.description)
            } else if entry.problems.isEmpty {
                session.console.text("\(entry.name): usable, \(key).")
                if let retirement = retirement(of: entry, session) { session.warn(retirement, invocation) }
            } else {
                for problem in entry.problems {
                    session.console.text("\(entry.name): \(problem)", .red)
                }
            }
        }
        if invocation.has(.json) {
            let object: JSONValue = [
                "event": "config check", "file": .string(file.path), "entries": JSONValue(file.entries.count),
                "isUsable": .bool(code == .done),
            ]
            session.console.line(object.description)
        }
        return code
    }

    /// Returns a warning if the vendor has ended the entry's model, or nil.
    private static func retirement(of entry: ProvidersFile.Entry, _ session: Session) -> String? {
        guard let configuration = entry.configuration, let name = configuration.model,
            let provider = try? session.registry.plugin(for: configuration.dialect).makeDialect(configuration),
            let model = provider.models.first(where: { $0.name == name }),
            let day = model.retirement(before: session.clock.now)
        else { return nil }
        return "\(entry.name): the vendor of \(name) ended it on \(day)."
    }

    private static func keyState(of entry: ProviderConfiguration, _ directory: ProviderDirectory) -> String {
        guard let variable = entry.keyEnv else { return "needs no key" }
        return directory.hasKey(entry) ? "\(variable) is set" : "\(variable) is not set"
    }
}
