import VideoGeneration
import VideoPlatform

/// The help pages, generated from the table of commands.
enum HelpText {
    /// Prints the page of a command, or the overview of all commands. With `--json`, prints one object per command.
    static func show(_ command: Command?, _ session: Session, _ invocation: Invocation) {
        let console = session.console
        if invocation.has(.json) {
            let commands = command.map { [$0] } ?? CommandTable.all.commands
            console.lines(commands.map { json($0).description })
        } else if let command {
            console.lines(page(command, console))
        } else {
            console.lines(overview(CommandTable.all, console))
        }
    }

    /// Prints the page of a topic.
    static func show(_ topic: HelpTopic, _ session: Session, _ invocation: Invocation) {
        if invocation.has(.json) {
            let rows = topic.rows.map { row -> JSONValue in ["name": .string(row.name), "summary": .string(row.text)] }
            let object: JSONValue = [
                "topic": .string(topic.name), "summary": .string(topic.summary), "rows": .array(rows),
            ]
            session.console.line(object.description)
        } else {
            session.console.lines(
                session.console.wrapped(topic.summary) + [""]
                    + table(topic.rows.map { ($0.name, $0.text) }, session.console)
            )
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

    /// Returns the overview of all commands, grouped by theme.
    private static func overview(_ commands: CommandTable, _ console: Console) -> [String] {
        var lines =
            console.wrapped(
                "video-repl [--version] [--config FILE] [--state DIR] [--json] [COMMAND …]",
                behind: "usage: "
            )
            + console.wrapped("Without a command, it reads commands at the prompt or from standard input.")
        let width = commands.commands.map(\.usage.count).max() ?? 0
        for theme in Command.Theme.allCases {
            lines += ["", theme.rawValue + ":"]
            let rows = commands.commands.filter { $0.theme == theme }.map { ($0.usage, $0.summary) }
            lines += table(rows, console, width: width)
        }
        let topics = HelpTopic.all.map { "`help \($0.name)`" }.alternatives
        return lines + [""] + console.wrapped("`help COMMAND` explains a command. See also \(topics).")
            + console.wrapped("Exit codes: \(exitCodes).")
    }

    private static let exitCodes =
        "0 done, 2 usage, 3 configuration, key or connection, 4 request refused, 5 generation failed, 6 still running, "
        + "7 outcome unknown, 8 download, file or journal failed, 130 interrupted"

    /// Returns the full page of a command.
    private static func page(_ command: Command, _ console: Console) -> [String] {
        var lines = ["\(command.usage)\(command.options.isEmpty ? "" : " [options]")"]
        lines += console.wrapped("  \(command.summary)")
        if let remarks = command.remarks { lines += console.wrapped("  \(remarks)") }
        let options = command.options + CommandOption.global
        lines += ["", "Options:"]
        lines += table(
            options.map { ("--\($0.name)" + ($0.value.map { " \($0)" } ?? ""), $0.summary) },
            console
        )
        if !command.examples.isEmpty { lines += ["", "Examples:"] + command.examples.flatMap { example($0, console) } }
        return lines
    }

    /// Returns the lines of an example. A long example continues after a backslash, which the shell and the prompt both
    /// accept.
    private static func example(_ text: String, _ console: Console) -> [String] {
        var lines: [String] = []
        var line = " "
        for (index, part) in text.components(separatedBy: " --").enumerated() {
            let piece = (index > 0 ? " --" : " ") + part
            if index > 0, console.wrapped(line + piece + " \\").count > 1 {
                lines.append(line + " \\")
                line = "   "
            }
            line += piece
        }
        return lines + [line]
    }

    /// Returns two columns: the names and their descriptions.
    private static func table(_ rows: [(String, String)], _ console: Console, width: Int? = nil) -> [String] {
        let width = width ?? rows.map(\.0.count).max() ?? 0
        return rows.flatMap { console.wrapped($0.1, behind: "  \(TextWidth.pad($0.0, width))  ") }
    }
}
