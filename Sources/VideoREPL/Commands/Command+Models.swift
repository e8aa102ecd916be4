import VideoGeneration

extension Command {
    /// Lists what a provider can make.
    static let models = Command(
        name: "models",
        summary: "list the models of a provider and what each can do, or show one in full",
        theme: .know,
        arguments: "[NAME]",
        argumentCount: 0...1,
        options: CommandOption.whom,
        examples: ["models", "models --provider minimax", "models veo3-fast"],
        completion: .model
    ) { invocation, session in
        let choice = try await session.choice(invocation)
        let description = choice.provider.provider
        if let notice = choice.notice { session.note(notice, invocation) }
        for model in description.models {
            session.console.line(model.name + (model.name == description.defaultModel ? "  (default)" : ""))
        }
        return .done
    }
}
