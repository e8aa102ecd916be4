import VideoGeneration

/// Completes words at the prompt: commands, options, task IDs and files. Commands and options come from the table that
/// the parser uses.
struct Completer: Sendable {
    let session: Session

    /// Returns the complete words that start with the typed word, sorted.
    func candidates(_ completion: LineCompletion) async -> [String] {
        let words = completion.before
        let word = completion.word
        guard let command = command(in: words) else {
            return words.isEmpty
                ? matching(word, commandWords(after: nil)) : matching(word, commandWords(after: words[0]))
        }
        let options = command.options + CommandOption.global
        if let last = words.last, last.hasPrefix("--"),
            let option = options.first(where: { "--\($0.name)" == last }), option.value != nil
        {
            return await values(option.completion, word, words)
        }
        if word.hasPrefix("-") { return matching(word, options.map { "--\($0.name)" }) }
        return await values(command.completion, word, words)
    }

    private func command(in words: [String]) -> Command? {
        guard let first = words.first else { return nil }
        if words.count > 1, let command = CommandTable.all["\(first) \(words[1])"] { return command }
        return CommandTable.all[first]
    }

    /// Returns the first words of all commands, or the second words of the commands that start with `first`.
    private func commandWords(after first: String?) -> [String] {
        CommandTable.all.commands.compactMap { command in
            let parts = command.name.split(separator: " ").map(String.init)
            guard let first else { return parts.first }
            return parts.count > 1 && parts[0] == first ? parts[1] : nil
        }
    }

    private func matching(_ word: String, _ candidates: [String]) -> [String] {
        Array(Set(candidates.filter { $0.hasPrefix(word) })).sorted()
    }

    private func values(_ completion: CommandOption.Completion, _ word: String, _ words: [String]) async -> [String] {
        switch completion {
        case .none: []
        case .words(let words): matching(word, words)
        case .command: matching(word, CommandTable.all.commands.map(\.name) + HelpTopic.all.map(\.name))
        case .dialect: matching(word, session.registry.plugins.map(\.dialect))
        case .provider: matching(word, providers.map(\.id))
        case .providers: lists(word)
        case .route: word.contains(",") ? lists(word) : matching(word, routes + providers.map(\.id))
        case .providerOrModel where words.last == "route": matching(word, routes)
        case .providerOrModel:
            matching(
                word,
                ["route"] + providers.flatMap { entry in [entry.id] + models(of: entry).map { "\(entry.id)/\($0)" } }
            )
        case .model: matching(word, chosen(in: words).flatMap(models))
        case .task: matching(word, ((try? await session.journal().latest(500)) ?? []).map(\.id.rawValue))
        case .setting: matching(word, Session.settings.map(\.name))
        case .path: paths(word)
        }
    }

    /// Returns the lists of providers that start with the typed word. Only the last name is completed.
    private func lists(_ word: String) -> [String] {
        matching(
            word,
            providers.map { word[..<(word.lastIndex(of: ",").map(word.index(after:)) ?? word.startIndex)] + $0.id }
        )
    }

    private var routes: [String] { session.readableDirectory().file.routes.map(\.name) }

    /// Returns the provider that the line or the session names, or all providers.
    private func chosen(in words: [String]) -> [ProviderConfiguration] {
        let index = words.firstIndex(of: "--provider")
        let name = index.flatMap { words[$0...].dropFirst().first } ?? session.selection[.provider]
        return name.map { name in providers.filter { $0.id == name } } ?? providers
    }

    /// The providers that a command can use. The simulator's addresses stay empty, because they are not known until it
    /// starts.
    private var providers: [ProviderConfiguration] {
        let own = session.readableDirectory().entries
        let simulated = session.simulation.dialects.filter { entry in !own.contains { $0.id == entry.id } }
        return own + simulated.map { ProviderConfiguration(id: $0.id, dialect: $0.dialect, baseURL: "") }
    }

    private func models(of entry: ProviderConfiguration) -> [String] {
        let dialect = try? session.registry.plugin(for: entry.dialect).makeDialect(entry)
        let own = session.withListedModels(entry).entry.models ?? []
        return own.map(\.name) + (dialect?.models.map(\.name) ?? [])
    }

    private func paths(_ word: String) -> [String] {
        let cut = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
        let folder = String(word[..<cut])
        let beginning = word[cut...]
        let place = session.folders.absolute(folder.isEmpty ? "." : folder)
        let names = (try? session.disk.names(in: place)) ?? []
        return names.filter { $0.hasPrefix(beginning) && (beginning.hasPrefix(".") || !$0.hasPrefix(".")) }
            .map { folder + $0 + (Destination.isFolder(place + "/" + $0) ? "/" : "") }.sorted()
    }
}
