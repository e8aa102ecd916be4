import VideoGeneration

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
        let directory = try directory()
        try directory.file.check()
        var invocation = invocation
        let isNamed = [CommandOption.provider, .dialect, .baseURL].contains { invocation.has($0) }
        if !isNamed {
            for (option, value) in whom where !invocation.has(option) { invocation.add(value, to: option) }
        }
        let model = invocation[.model]
        if let id = invocation[.provider], Simulation.ids.contains(id),
            !directory.entries.contains(where: { $0.id == id })
        {
            return try await choice(simulation.entry(id), model, needsKey: needsKey)
        }
        if let entry = try directory.described(by: invocation) ?? directory.preferred {
            return try await choice(entry, model, needsKey: needsKey)
        }
        return try await choice(simulation.entry(Simulation.ids[0]), model, notice: Self.simulatorNotice)
    }

    /// Options that lead to the provider that took a task.
    func whom(of task: VideoTask, _ invocation: Invocation) throws -> Invocation {
        var whom = invocation
        let directory = try directory()
        whom.add(task.provider.id, to: .provider)
        // The built-in simulator has another port each time; everybody else is where the journal says.
        guard !Simulation.made(task, directory) else { return whom }
        whom.add(task.provider.dialect, to: .dialect)
        whom.add(task.provider.endpoint.baseURL.string, to: .baseURL)
        if let variable = task.provider.keyVariable, !whom.has(.keyEnv) { whom.add(variable, to: .keyEnv) }
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

    /// What is said where no key is set.
    static let simulatorNotice =
        "No key is set, so the built-in simulator makes the video: nothing is bought. `providers` says which keys would do."
}
