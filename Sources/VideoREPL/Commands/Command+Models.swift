import VideoGeneration
import VideoPlatform

extension Command {
    /// Lists the models of one provider or of all, or describes one.
    static let models = Command(
        name: "models",
        summary: "list the models of a provider or of all, with their limits and prices, or describe one in full",
        theme: .checks,
        arguments: "[NAME]",
        argumentCount: 0...1,
        options: [.provider, .dialect, .baseURL, .keyEnv, .everyProvider, .refresh] + CommandOption.modelFilters,
        examples: [
            "models", "models --provider minimax", "models MiniMax-Hailuo-02 --provider minimax", "models --all",
            "models --all --from firstFrame --seconds 10 --below 1usd", "models --all --refresh",
        ],
        completion: .model,
        remarks:
            "Each model has the date on which its data was read. The models entry of a provider adds or changes models. A "
            + "filter leaves the models that take the request as it is. --all includes the dialects that have no provider "
            + "yet, in brackets, and not the simulator. --refresh sends one request to each provider with a list of its "
            + "own, costs nothing, and keeps the list for seven days."
    ) { invocation, session in
        let filter = try ModelFilter(invocation)
        guard invocation.has(.everyProvider) else { return try await ofOne(filter, invocation, session) }
        if let option = [CommandOption.provider, .dialect, .baseURL, .keyEnv].first(where: invocation.has) {
            throw VideoError.usage(
                "--all lists every provider, so --\(option.name) has no effect.",
                "Leave out one of them."
            )
        }
        return try await ofAll(filter, invocation, session)
    }

    // MARK: - One provider

    private static func ofOne(_ filter: ModelFilter, _ invocation: Invocation, _ session: Session) async throws
        -> ExitCode
    {
        let choice = try await session.choice(invocation, needsKey: false)
        var info = choice.provider.info
        var read: ReadModels?
        if invocation.has(.refresh) {
            let models = try await session.readModels(of: choice.entry)
            info.models = models.entry.models ?? []
            read = models
        }
        let provider = ListedProvider(ids: [info.id], info: info, listedOn: read?.readOn ?? choice.listedOn)
        let all = info.models.map {
            ListedModel(provider: provider, model: $0, change: read?.changes.word(for: $0.name))
        }
        session.tellNotice(of: choice, invocation)
        if let name = invocation.arguments.first {
            guard filter.isEmpty else {
                throw VideoError.usage("\(name.shown) is one model, and filters select from a list.")
            }
            guard let row = all.named(name).first else { throw unknown(name, info.id, all) }
            if invocation.has(.json) {
                session.console.line(try row.json(at: session.clock.now).description)
            } else {
                session.console.lines(ModelPage(row: row, console: session.console, now: session.clock.now).lines)
            }
            return .done
        }
        let hasLiveList = (try? choice.provider.dialect.modelListRequest(at: info.endpoint)) != nil
        if all.isEmpty, read == nil, hasLiveList, !invocation.has(.json) {
            session.note(
                "No model of \(info.id) is built in. `models --provider \(info.id) --refresh` reads its own list, at no cost.",
                invocation
            )
            return .done
        }
        let list = FilteredModels(all, filter)
        try show(list, of: all, filter, invocation, session, hasProviders: false)
        if let read { tell(read, invocation, session) }
        if info.acceptsOtherModels, filter.isEmpty, !invocation.has(.json) {
            session.note("Other model names are sent unchanged. Their limits are not known.", invocation)
        }
        return .done
    }

    // MARK: - All providers

    private static func ofAll(_ filter: ModelFilter, _ invocation: Invocation, _ session: Session) async throws
        -> ExitCode
    {
        var read: [String: ReadModels] = [:]
        var code = ExitCode.done
        if invocation.has(.refresh) { (read, code) = try await readAll(session) }
        let directory = try ModelDirectory(session, read: read)
        for notice in directory.notices { session.warn(notice, invocation) }
        var all = directory.models
        for index in all.indices {
            let changes = all[index].provider.ids.lazy.compactMap { read[$0]?.changes }.first
            all[index].change = changes?.word(for: all[index].model.name)
        }
        if let name = invocation.arguments.first {
            guard !all.named(name).isEmpty else { throw unknown(name, "This program", all) }
            all = all.named(name)
        }
        let list = FilteredModels(all, filter)
        try show(list, of: all, filter, invocation, session, hasProviders: true)
        for id in read.keys.sorted() { if let models = read[id] { tell(models, invocation, session) } }
        guard !invocation.has(.json) else { return code }
        if list.models.contains(where: \.provider.isDialect) {
            session.note(
                "A name in brackets is a dialect without a provider: add an entry to providers.json, or give --dialect and "
                    + "--base-url.",
                invocation
            )
        }
        if !directory.undetected.isEmpty {
            session.note(
                "The dialect of \(directory.undetected.joined(separator: ", ")) is detected by a request, so the models are "
                    + "not listed here. List them with --provider.",
                invocation
            )
        }
        return code
    }

    /// Reads the list of every provider that has one. A failure is shown, and the others are read.
    private static func readAll(_ session: Session) async throws -> ([String: ReadModels], ExitCode) {
        let entries = try session.directory().entries.filter(session.hasModelList)
        guard !entries.isEmpty else {
            throw VideoError(
                .unsupported,
                "No provider has a list of its models that can be read.",
                advice: "Nothing was sent. `models --all` shows what this program knows."
            )
        }
        var read: [String: ReadModels] = [:]
        var code = ExitCode.done
        for entry in entries {
            do { read[entry.id] = try await session.readModels(of: entry) } catch let error as VideoError {
                session.console.error("\(entry.id): \(error.shownText)", .red)
                if code == .done { code = ExitCode(error) }
            }
        }
        return (read, code)
    }

    // MARK: - Output

    private static func show(
        _ list: FilteredModels,
        of all: [ListedModel],
        _ filter: ModelFilter,
        _ invocation: Invocation,
        _ session: Session,
        hasProviders: Bool
    ) throws {
        let now = session.clock.now
        if invocation.has(.json) {
            session.console.lines(try list.models.map { try $0.json(at: now).description })
        } else if !list.models.isEmpty || filter.isEmpty {
            let table = ModelTable(models: list.models, hasProviders: hasProviders, mode: filter.mode, now: now).table
            let hidden = session.console.table(table)
            if !hidden.isEmpty {
                session.note("\(hidden.joined(separator: ", ")) need a wider terminal, or --json.", invocation)
            }
        }
        if list.models.isEmpty, !filter.isEmpty {
            session.note(filter.sentenceForNone(of: all.map { ($0.model, $0.provider.info) }), invocation)
        }
        if let sentence = list.leftOut { session.note(sentence, invocation) }
        let days = Set(list.models.compactMap { row in row.provider.listedOn.map { "\(row.provider.name) (\($0))" } })
        if !days.isEmpty, !invocation.has(.json) {
            session.note("From the provider's own list: \(days.sorted().joined(separator: ", ")).", invocation)
        }
    }

    private static func tell(_ read: ReadModels, _ invocation: Invocation, _ session: Session) {
        for notice in read.notices { session.warn(notice, invocation) }
        if invocation.has(.json) {
            for name in read.changes.gone {
                let object: JSONValue = [
                    "provider": .string(read.entry.id), "model": .string(name), "change": "gone",
                ]
                session.console.line(object.description)
            }
        } else {
            for sentence in read.changes.sentences(of: read.entry.id) { session.console.text(sentence) }
        }
    }

    private static func unknown(_ name: String, _ place: String, _ all: [ListedModel]) -> VideoError {
        var seen: Set<String> = []
        let known = all.map(\.model.name).filter { seen.insert($0).inserted }
        let list = known.count > 30 ? "`models --all` lists all." : "Known: \(known.joined(separator: ", "))."
        return .usage(
            "\(place) has no known model \(name.shown).",
            Spelling.hint(for: name, among: known, before: list)
        )
    }
}

extension [ListedModel] {
    /// Returns the models with a name, without regard to case.
    fileprivate func named(_ name: String) -> [ListedModel] {
        filter { $0.model.name.lowercased() == name.lowercased() }
    }
}

extension CommandOption {
    static let everyProvider = CommandOption(name: "all", summary: "list the models of every provider; nothing is sent")
    static let refresh = CommandOption(
        name: "refresh",
        summary: "read the provider's own list first, if it has one, and say what is new, changed or gone"
    )
}
