import VideoGeneration
import VideoPlatform

/// The provider and the model for a request.
struct ProviderChoice: Sendable {
    var entry: ProviderConfiguration
    var provider: DialectProvider
    /// The model that the command line or `use` named.
    var model: String?
    /// The environment variable that holds the key.
    var keyVariable: String?
    /// The provider's defaults for requests.
    var defaults: [String: JSONValue] {
        Dictionary(entry.defaults?.map { ($0.key, $0.value) } ?? [], uniquingKeysWith: { $1 })
    }
    /// A message for the user about the choice.
    var notice: String?
    /// The day on which the provider's own list of models was read, or nil if the models are those of the program.
    var listedOn: String?
}

extension Session {
    /// Chooses the provider of a request: by the options on the line, then `use`, then the first provider whose key is
    /// set, then the simulator.
    func choice(_ invocation: Invocation, needsKey: Bool = true) async throws -> ProviderChoice {
        try await choice(invocation, directory(), needsKey: needsKey)
    }

    /// Chooses the provider of a repeated request: by the options on the line, or else the provider of the earlier
    /// task.
    func choice(_ invocation: Invocation, again task: VideoTask) async throws -> ProviderChoice {
        let directory = try directory()
        let selection = invocation.namesProvider ? invocation : try selection(of: task, invocation, directory)
        return try await choice(selection, directory)
    }

    private func choice(
        _ invocation: Invocation,
        _ directory: ProviderDirectory,
        needsKey: Bool = true
    ) async throws -> ProviderChoice {
        try directory.file.check()
        let invocation = invocation.namesProvider ? invocation : invocation.filled(with: self.selection)
        let model = invocation[.model]
        let entry = try simulated(invocation[.provider], directory) ?? directory.described(by: invocation)
        if let entry = entry ?? directory.preferred { return try await choice(entry, model, needsKey: needsKey) }
        return try await choice(simulation.entry(Simulation.ids[0]), model, notice: Self.simulatorNotice)
    }

    /// Returns the entry of the built-in simulator for one of its IDs, unless the user has an entry with that ID.
    func simulated(_ id: String?, _ directory: ProviderDirectory) throws -> ProviderConfiguration? {
        guard let id, Simulation.ids.contains(id), !directory.entries.contains(where: { $0.id == id }) else {
            return nil
        }
        return try simulation.entry(id)
    }

    /// Returns options that lead to the provider of a task.
    private func selection(of task: VideoTask, _ invocation: Invocation, _ directory: ProviderDirectory) throws
        -> Invocation
    {
        var selection = invocation
        selection.add(task.provider.id, to: .provider)
        // The built-in simulator has another port in each run. Other providers are at the address in the journal.
        guard !Simulation.made(task, directory) else { return selection }
        selection.add(task.provider.dialect, to: .dialect)
        selection.add(task.provider.endpoint.baseURL.string, to: .baseURL)
        if !selection.has(.keyEnv), let variable = try directory.entry(for: task, invocation).keyEnv {
            selection.add(variable, to: .keyEnv)
        }
        return selection
    }

    private func choice(
        _ entry: ProviderConfiguration,
        _ model: String?,
        needsKey: Bool = true,
        notice: String? = nil
    ) async throws -> ProviderChoice {
        if let model, model.isEmpty { throw VideoError.usage("--model is empty.") }
        let context = ExchangeContext.onThisMachine(transport, at: clock.now)
        let entry = try await registry.detectingDialect(of: entry, in: context, environment: variables)
        let known = withListedModels(entry)
        var keyless = known.entry
        if !needsKey { keyless.keyEnv = nil }
        return ProviderChoice(
            entry: entry,
            provider: try provider(keyless),
            model: model,
            keyVariable: entry.keyEnv,
            notice: known.notice ?? notice.flatMap { isFirstNotice() ? $0 : nil },
            listedOn: known.readOn
        )
    }

    /// Shows the message about a choice.
    func tellNotice(of choice: ProviderChoice, _ invocation: Invocation) {
        if let notice = choice.notice { note(notice, invocation) }
    }

    /// Returns the model for a request that names none.
    /// - Throws: ``VideoError`` with code `modelUnavailable` if the provider's default is retired. It names the nearest
    ///   model that is not.
    func defaultModel(for request: VideoRequest, of choice: ProviderChoice) throws -> String? {
        let info = choice.provider.info
        guard request.source == nil else { return nil }
        guard let retired = info.retiredDefault(at: clock.now) else { return info.defaultModel }
        let (name, nearest) = (retired.name.inLine, info.successor(of: retired.name, for: request.mode, at: clock.now))
        throw VideoError(
            .modelUnavailable,
            "The vendor retired \(name), the default model of \(info.id), on \(retired.day).",
            advice: "Nothing was sent. "
                + (nearest.map { "The nearest model is \($0.inLine): --model \($0.inLine). " } ?? "")
                + "If \(info.id) still offers \(name): --model \(name)"
        )
    }

    /// The message that is shown if no key is set.
    static let simulatorNotice =
        "No key is set, so the built-in simulator makes the video. Nothing is bought. `providers` lists the keys."
}
