import VideoGeneration

extension Command {
    /// Selects the provider or the route for the following commands.
    static let use = Command(
        name: "use",
        summary: "select a provider, and optionally a model, or a route, for the following commands",
        theme: .providers,
        arguments: "PROVIDER[/MODEL]|route NAME",
        argumentCount: 1...2,
        examples: ["use minimax", "use minimax/MiniMax-Hailuo-02", "use simulator", "use route hero-shots"],
        completion: .providerOrModel,
        remarks:
            "A route ends with the next use. Commands other than generate, submit, dry-run and estimate need a provider."
    ) { invocation, session in
        if invocation.arguments.count == 2 { return try await useRoute(invocation, session) }
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

    private static func useRoute(_ invocation: Invocation, _ session: Session) async throws -> ExitCode {
        let (word, name) = (invocation.arguments[0], invocation.arguments[1])
        guard word == "route" else {
            throw VideoError.usage(
                "use takes one provider, or the word route and a name.",
                "Example: use route hero-shots"
            )
        }
        let chosen = try await session.route(name)
        session.selection = [.route: name]
        session.tell(
            "Using the route \(name): \(chosen.route.shownSettings), over \(chosen.route.shownCandidates).",
            ["event": "use", "route": .string(name)],
            invocation
        )
        session.tellUnusable(of: chosen, invocation)
        session.noteEnd(of: "choice", instead: "Give --route to the command", invocation)
        return .done
    }
}
