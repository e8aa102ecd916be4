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

    /// Returns a warning if the vendor has retired the entry's default model, or nil.
    private static func retirement(of entry: ProvidersFile.Entry, _ session: Session) -> String? {
        guard var keyless = entry.configuration else { return nil }
        keyless.keyEnv = nil
        let now = session.clock.now
        guard let info = try? session.provider(session.withListedModels(keyless).entry).info,
            let retired = info.retiredDefault(at: now)
        else { return nil }
        let nearest = info.successor(of: retired.name, for: .text, at: now)
        return "\(entry.name): the vendor retired \(retired.name.inLine) on \(retired.day), so it is no default."
            + (nearest.map { " The nearest model is \($0.inLine)." } ?? "")
    }

    private static func keyState(of entry: ProviderConfiguration, _ directory: ProviderDirectory) -> String {
        guard let variable = entry.keyEnv else { return "needs no key" }
        return directory.hasKey(entry) ? "\(variable) is set" : "\(variable) is not set"
    }
}
