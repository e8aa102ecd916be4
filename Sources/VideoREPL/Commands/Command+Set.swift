import VideoGeneration

extension Command {
    /// Sets, removes or lists defaults for the following commands.
    static let set = Command(
        name: "set",
        summary: "set a default for the following commands, or list all; a name without a value removes its default",
        theme: .providers,
        arguments: "[NAME [VALUE]]",
        argumentCount: 0...2,
        examples: ["set seconds 10", "set resolution 768P", "set seconds", "set"],
        completion: .setting,
        remarks:
            "Names: \(Session.settings.map(\.name).joined(separator: ", ")). An option of a command overrides the default."
    ) { invocation, session in
        let words = invocation.arguments
        if let name = words.first {
            guard let option = Session.settings.first(where: { $0.name == name }) else {
                let known = Session.settings.map(\.name)
                throw VideoError.usage(
                    "There is no setting \(name.shown).",
                    Spelling.hint(for: name, among: known, before: "Known: \(known.joined(separator: ", ")).")
                )
            }
            var trial = Invocation()
            if words.count == 2 {
                trial.add(words[1], to: option)
                _ = try trial.integer(.seconds, in: 1...3600)
                _ = try trial.size(.size)
                _ = try trial.duration(.wait)
                _ = try session.budget(trial)
            }
            session.defaults[option] = words.count == 2 ? words[1] : nil
        }
        let defaults = session.defaults.map { (name: $0.key.name, value: $0.value) }.sorted { $0.name < $1.name }
        if invocation.has(.json) {
            let object = defaults.reduce(into: JSONObject()) { $0[$1.name] = .string($1.value) }
            session.console.line(JSONValue.object(object).description)
        } else {
            let lines = defaults.map { "\($0.name) \(Redaction.singleLine($0.value))" }
            session.console.lines(lines.isEmpty ? ["No default is set."] : lines)
        }
        if words.count == 2 {
            session.noteEnd(of: "default", instead: "Give --\(words[0]) to the command", invocation)
        }
        return .done
    }
}
