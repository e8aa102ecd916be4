import VideoGeneration

extension Command {
    /// Says what there is.
    static let help = Command(
        name: "help",
        summary: "list the commands, or explain one",
        theme: .tools,
        arguments: "[COMMAND]",
        argumentCount: 0...2,
        examples: ["help", "help generate"],
        completion: .command
    ) { invocation, session in
        let name = invocation.arguments.joined(separator: " ")
        guard !name.isEmpty else {
            HelpText.show(nil, session, invocation)
            return .done
        }
        guard let command = session.commands[name] else {
            throw session.commands.unknown(name)
        }
        HelpText.show(command, session, invocation)
        return .done
    }

    /// Ends the session.
    static let quit = Command(
        name: "quit",
        summary: "leave; jobs go on at their providers and can be resumed",
        theme: .tools,
        examples: ["quit"]
    ) { _, _ in .done }
}

/// The help pages, made from the table.
enum HelpText {
    /// Shows the page of a command, or of all: as text, or as an object a command.
    static func show(_ command: Command?, _ session: Session, _ invocation: Invocation) {
        if invocation.has(.json) {
            let commands = command.map { [$0] } ?? session.commands.commands
            session.console.lines(commands.map { json($0).description })
        } else {
            session.console.lines(command.map(page) ?? overview(session.commands))
        }
    }

    private static func json(_ command: Command) -> JSONValue {
        let options = (command.options + CommandOption.global).map { option -> JSONValue in
            [
                "name": .string("--" + option.name), "value": option.value.map(JSONValue.string) ?? .null,
                "summary": .string(option.summary),
            ]
        }
        return [
            "command": .string(command.name), "usage": .string(command.usage), "theme": .string(command.theme.rawValue),
            "summary": .string(command.summary), "remarks": command.remarks.map(JSONValue.string) ?? .null,
            "options": .array(options), "examples": .array(command.examples.map(JSONValue.string)),
        ]
    }

    /// Every command by theme.
    static func overview(_ table: CommandTable) -> [String] {
        var lines = [
            "usage: video-repl [--config FILE] [--state DIR] [--json] [COMMAND …]",
            "Without a command it reads commands from the prompt, or from standard input.",
        ]
        let width = table.commands.map(\.usage.count).max() ?? 0
        for theme in Command.Theme.allCases {
            lines += ["", theme.rawValue + ":"]
            for command in table.commands where command.theme == theme {
                lines.append("  \(TextWidth.pad(command.usage, width))  \(command.summary)")
            }
        }
        return lines + ["", "`help COMMAND` explains one. Exit codes: \(exitCodes)."]
    }

    /// One command in full.
    static func page(_ command: Command) -> [String] {
        var lines = ["\(command.usage)\(command.options.isEmpty ? "" : " [options]")", "  \(command.summary)"]
        if let remarks = command.remarks { lines.append("  \(remarks)") }
        let options = command.options + CommandOption.global
        let spelled = options.map { "--\($0.name)" + ($0.value.map { " \($0)" } ?? "") }
        let width = spelled.map(\.count).max() ?? 0
        lines += ["", "Options:"]
        for (option, text) in zip(options, spelled) {
            lines.append("  \(TextWidth.pad(text, width))  \(option.summary)")
        }
        if !command.examples.isEmpty {
            lines += ["", "Examples:"] + command.examples.map { "  \($0)" }
        }
        return lines
    }

    private static let exitCodes =
        "0 done, 2 usage, 3 configuration or key, 4 refused, 5 generation failed, 6 still running, "
        + "7 outcome unknown, 8 download failed, 130 interrupted"
}
