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
        let info = choice.provider.info
        let retired = choice.model == nil ? info.retiredDefault(at: session.clock.now) : nil
        let model = choice.model ?? (retired == nil ? info.defaultModel : nil)
        session.tell(
            "Using \(id)" + (model.map { ", \($0)" } ?? "") + ".",
            ["event": "use", "provider": .string(id), "model": model.map(JSONValue.string) ?? .null],
            invocation
        )
        session.tellNotice(of: choice, invocation)
        let request = VideoRequest(prompt: "", model: choice.model)
        if let warning = info.retirementWarning(for: request, at: session.clock.now) {
            session.warn(warning, invocation)
        } else if let retired {
            let nearest = info.successor(of: retired.name, for: .text, at: session.clock.now)
            session.warn(
                "The vendor retired \(retired.name.inLine), the default model of \(id), on \(retired.day), so every request "
                    + "has to name a model." + (nearest.map { " The nearest one: use \(id)/\($0.inLine)" } ?? ""),
                invocation
            )
        }
        session.noteEnd(of: "choice", instead: "Give --provider to the command", invocation)
        return .done
    }
}
