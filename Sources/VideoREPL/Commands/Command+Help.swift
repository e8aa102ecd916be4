import VideoGeneration

extension Command {
    /// Prints the overview, or the page of a command or a topic.
    static let help = Command(
        name: "help",
        summary: "list the commands, or explain a command, the environment or the exit codes",
        theme: .tools,
        arguments: "[COMMAND]",
        argumentCount: 0...2,
        examples: ["help", "help generate", "help environment", "help exit-codes"],
        completion: .command
    ) { invocation, session in
        let name = invocation.arguments.joined(separator: " ")
        guard !name.isEmpty else {
            HelpText.show(nil, session, invocation)
            return .done
        }
        if let topic = HelpTopic.named(name) {
            HelpText.show(topic, session, invocation)
            return .done
        }
        guard let command = CommandTable.all[name] else { throw CommandTable.all.unknown(name) }
        HelpText.show(command, session, invocation)
        return .done
    }
}
