import VideoGeneration

extension Command {
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
        session.selection = [.provider: chosen[.provider], .model: chosen[.model]].compactMapValues(\.self)
        let id = choice.entry.id
        let model = choice.model ?? choice.provider.info.defaultModel
        session.tell(
            "Using \(id)" + (model.map { ", \($0)" } ?? "") + ".",
            ["event": "use", "provider": .string(id), "model": model.map(JSONValue.string) ?? .null],
            invocation
        )
        session.warnIfRetired(choice.model, of: choice, invocation)
        session.noteEnd(of: "choice", instead: "Give --provider to the command", invocation)
        return .done
    }
}
