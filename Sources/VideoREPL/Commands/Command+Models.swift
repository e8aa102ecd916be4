import VideoGeneration
import VideoPlatform

extension Command {
    /// Lists the models of a provider, or describes one.
    static let models = Command(
        name: "models",
        summary: "list the models of a provider and their limits, or describe one in full",
        theme: .checks,
        arguments: "[NAME]",
        argumentCount: 0...1,
        options: [.provider, .dialect, .baseURL, .keyEnv],
        examples: ["models", "models --provider minimax", "models MiniMax-Hailuo-02 --provider minimax"],
        completion: .model,
        remarks:
            "Each model has the date on which its data was read. The models entry of a provider adds or changes models."
    ) { invocation, session in
        let choice = try await session.choice(invocation, needsKey: false)
        let description = choice.provider.info
        guard let name = invocation.arguments.first else {
            session.tellNotice(of: choice, invocation)
            if invocation.has(.json) {
                session.console.lines(try description.models.map(json))
            } else {
                session.console.table(ModelTable.make(description))
                if description.acceptsOtherModels {
                    session.note("Other model names are sent unchanged. Their limits are not known.", invocation)
                }
            }
            return .done
        }
        guard let model = description.models.first(where: { $0.name.lowercased() == name.lowercased() }) else {
            let known = description.models.map(\.name)
            throw VideoError.usage(
                "\(description.id) has no known model \(name.shown).",
                Spelling.hint(for: name, among: known, before: "Known: \(known.joined(separator: ", ")).")
            )
        }
        if invocation.has(.json) {
            session.console.line(try json(model))
        } else {
            session.console.lines(ModelTable.page(model, of: description, session.console))
        }
        return .done
    }

    private static func json(_ model: ModelDescription) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(model), as: UTF8.self)
    }
}
