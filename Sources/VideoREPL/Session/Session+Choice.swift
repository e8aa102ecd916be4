import VideoGeneration
import VideoPlatform

/// Whom an order goes to.
struct ProviderChoice: Sendable {
    var entry: ProviderConfiguration
    var provider: DialectProvider
    /// The model that was named on the line or by `use`.
    var model: String?
    /// The variable that holds the key.
    var keyVariable: String?
    /// The defaults of its requests.
    var defaults: [String: JSONValue] {
        Dictionary(entry.defaults?.map { ($0.key, $0.value) } ?? [], uniquingKeysWith: { $1 })
    }
    /// What the screen has to say about the choice.
    var notice: String?
}

extension Session {
    /// Finds whom an order goes to: the line's options, then `use`, then the first provider whose key is
    /// set, then the simulator.
    func choice(_ invocation: Invocation, needsKey: Bool = true) async throws -> ProviderChoice {
        try await choice(invocation, directory(), needsKey: needsKey)
    }

    /// The same for an order once more: where the line names nobody, whoever took it before.
    func choice(_ invocation: Invocation, again task: VideoTask) async throws -> ProviderChoice {
        let directory = try directory()
        let whom = invocation.namesProvider ? invocation : try whom(of: task, invocation, directory)
        return try await choice(whom, directory)
    }

    private func choice(
        _ invocation: Invocation,
        _ directory: ProviderDirectory,
        needsKey: Bool = true
    ) async throws -> ProviderChoice {
        try directory.file.check()
        let invocation = invocation.namesProvider ? invocation : invocation.filled(with: whom)
        let model = invocation[.model]
        let entry = try simulated(invocation[.provider], directory) ?? directory.described(by: invocation)
        if let entry = entry ?? directory.preferred { return try await choice(entry, model, needsKey: needsKey) }
        return try await choice(simulation.entry(Simulation.ids[0]), model, notice: Self.simulatorNotice)
    }

    /// The entry of the built-in simulator under one of its ids, unless the user has an entry of that id.
    func simulated(_ id: String?, _ directory: ProviderDirectory) throws -> ProviderConfiguration? {
        guard let id, Simulation.ids.contains(id), !directory.entries.contains(where: { $0.id == id }) else {
            return nil
        }
        return try simulation.entry(id)
    }

    /// Options that lead to the provider that took a task.
    private func whom(of task: VideoTask, _ invocation: Invocation, _ directory: ProviderDirectory) throws
        -> Invocation
    {
        var whom = invocation
        whom.add(task.provider.id, to: .provider)
        // The built-in simulator has another port each time; everybody else is where the journal says.
        guard !Simulation.made(task, directory) else { return whom }
        whom.add(task.provider.dialect, to: .dialect)
        whom.add(task.provider.endpoint.baseURL.string, to: .baseURL)
        if !whom.has(.keyEnv), let variable = try directory.entry(for: task, invocation).keyEnv {
            whom.add(variable, to: .keyEnv)
        }
        return whom
    }

    private func choice(
        _ entry: ProviderConfiguration,
        _ model: String?,
        needsKey: Bool = true,
        notice: String? = nil
    ) async throws -> ProviderChoice {
        if let model, model.isEmpty { throw VideoError.usage("--model is empty.") }
        let entry = try await registry.detectingDialect(of: entry, transport: transport, environment: environment)
        var keyless = entry
        if !needsKey { keyless.keyEnv = nil }
        return ProviderChoice(
            entry: entry,
            provider: try provider(keyless),
            model: model,
            keyVariable: entry.keyEnv,
            notice: notice.flatMap { isFirstNotice() ? $0 : nil }
        )
    }

    /// Says what there is to say about a choice.
    func tellNotice(of choice: ProviderChoice, _ invocation: Invocation) {
        if let notice = choice.notice { note(notice, invocation) }
    }

    /// Says that a model's vendor ended it. The simulator's own default is none that somebody named.
    func warnIfRetired(_ name: String?, of choice: ProviderChoice, _ invocation: Invocation) {
        guard let name, choice.model != nil || !Simulation.ids.contains(choice.entry.id),
            let model = choice.provider.info.model(name), let day = model.retirement(before: clock.now)
        else { return }
        warn(
            "The vendor of \(model.name) ended it on \(day); \(choice.entry.id) may still sell it, or refuse it.",
            invocation
        )
    }

    /// What is said where no key is set.
    static let simulatorNotice =
        "No key is set, so the built-in simulator makes the video: nothing is bought. `providers` says which keys would do."
}

extension ModelDescription {
    /// The day on which the vendor ended the model; nil if that is not known, or lies ahead.
    func retirement(before now: Date) -> String? {
        retiresOn.flatMap { $0 <= Format.time(now).prefix(10) ? Redaction.singleLine($0, limit: 10) : nil }
    }
}
