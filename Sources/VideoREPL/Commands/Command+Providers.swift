import VideoGeneration

extension Command {
    /// Lists the providers and whether their keys are set.
    static let providers = Command(
        name: "providers",
        summary: "list the providers, and whether their keys are set",
        theme: .providers,
        examples: ["providers", "providers --json"]
    ) { invocation, session in
        let directory = try session.directory()
        try directory.file.check()
        let chosen = session.whom[.provider] ?? directory.preferred?.id ?? Simulation.ids[0]
        var rows: [[TextTable.Cell]] = []
        for entry in directory.entries {
            let hasKey = directory.hasKey(entry)
            if invocation.has(.json) {
                session.console.line(json(entry, hasKey: hasKey, isChosen: entry.id == chosen).description)
            }
            rows.append([
                .init(entry.id == chosen ? "*" : ""), .init(entry.id),
                .init(entry.dialect), .init(entry.baseURL),
                entry.keyEnv == nil
                    ? "no key needed"
                    : .init((entry.keyEnv ?? "") + (hasKey ? " is set" : " is not set"), hasKey ? .green : .yellow),
            ])
        }
        let known = directory.entries.map(\.id)
        for (id, dialect) in session.simulation.dialects where !known.contains(id) {
            let entry = ProviderConfiguration(id: id, dialect: dialect, baseURL: "in this process")
            if invocation.has(.json) {
                session.console.line(json(entry, hasKey: true, isChosen: id == chosen).description)
            }
            rows.append([
                .init(id == chosen ? "*" : ""), .init(id), .init(dialect), .init(entry.baseURL), "no key needed",
            ])
        }
        guard !invocation.has(.json) else { return .done }
        let columns: [TextTable.Column] = [
            .init(title: ""), .init(title: "ID"), .init(title: "DIALECT", priority: 2),
            .init(title: "ADDRESS", isFlexible: true, priority: 1),
            .init(title: "KEY", isFlexible: true, isWrapped: true),
        ]
        session.console.table(TextTable(columns: columns, rows: rows))
        if directory.preferred == nil { session.note(Session.simulatorNotice, invocation) }
        return .done
    }

    private static func json(_ entry: ProviderConfiguration, hasKey: Bool, isChosen: Bool) -> JSONValue {
        var object: JSONObject = [
            "id": .string(entry.id), "dialect": .string(entry.dialect), "baseURL": .string(entry.baseURL),
        ]
        object["keyEnv"] = entry.keyEnv.map(JSONValue.string) ?? .null
        object["hasKey"] = .bool(hasKey)
        object["model"] = entry.model.map(JSONValue.string) ?? .null
        object["isDefault"] = .bool(isChosen)
        return .object(object)
    }

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
        return .done
    }

    /// Selects the provider for the following commands.
    static let use = Command(
        name: "use",
        summary: "select a provider, and optionally a model, for the following commands",
        theme: .providers,
        arguments: "PROVIDER[/MODEL]",
        argumentCount: 1...1,
        examples: ["use minimax", "use minimax/MiniMax-Hailuo-02", "use simulator"],
        completion: .providerOrModel
    ) { invocation, session in
        var chosen = Invocation()
        try chosen.choose(invocation.arguments[0])
        let choice = try await session.choice(chosen)
        session.whom = [.provider: chosen[.provider], .model: chosen[.model]].compactMapValues(\.self)
        let id = choice.entry.id
        let model = choice.model ?? choice.provider.info.defaultModel
        session.tell(
            "Using \(id)" + (model.map { ", \($0)" } ?? "") + ".",
            ["event": "use", "provider": .string(id), "model": model.map(JSONValue.string) ?? .null],
            invocation
        )
        session.warnIfRetired(choice.model, of: choice, invocation)
        if !session.isPrompt {
            session.note(
                "On the command line, this choice ends with the command. Give --provider instead, or use the prompt.",
                invocation
            )
        }
        return .done
    }
}
