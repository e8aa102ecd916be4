import VideoGeneration

/// The commands, and the parser that the prompt and the command line share.
struct CommandTable: Sendable {
    let commands: [Command]

    subscript(name: String) -> Command? { commands.first { $0.name == name } }

    /// Parses words into an invocation. Global options and the options that select a provider can precede the command.
    /// - Throws: ``VideoError`` with the code `usage`. Its text names the allowed words or values.
    func parse(_ words: [String]) throws -> Invocation {
        var rest = words[...]
        let leading = CommandOption.global + CommandOption.selection + [.route, .keepGoing, .version]
        var invocation = Invocation()
        try Self.readOptions(from: &rest, into: &invocation, help: "`help` lists the commands.", leading) { name, _ in
            leading.first { $0.name == name }
        }
        guard let word = rest.popFirst() else { return invocation }
        guard let command = command(word, followedBy: &rest) else { throw unknown(word) }
        invocation.command = command.name
        while !rest.isEmpty {
            let help = "`help \(command.name)` lists its options."
            try Self.readOptions(
                from: &rest,
                into: &invocation,
                help: help,
                command.options + CommandOption.global
            ) { command.option($0, value: $1) }
            if let word = rest.popFirst() { invocation.arguments.append(word) }
        }
        try check(&invocation, for: command)
        return invocation
    }

    private func command(_ word: String, followedBy rest: inout ArraySlice<String>) -> Command? {
        if let next = rest.first, let command = self["\(word) \(next)"] {
            rest.removeFirst()
            return command
        }
        return self[word]
    }

    /// Returns the error for an unknown command. It suggests the command with the closest name.
    func unknown(_ word: String) -> VideoError {
        let seconds = commands.compactMap { command in
            command.name.hasPrefix("\(word) ") ? String(command.name.dropFirst(word.count + 1)) : nil
        }
        guard seconds.isEmpty else {
            return .usage("\(word) needs one more word: \(seconds.alternatives).", "Example: \(word) \(seconds[0])")
        }
        let hint = Spelling.hint(for: word, among: commands.map(\.name), before: "`help` lists all commands.")
        return .usage("There is no command \(word.shown).", hint)
    }

    private func check(_ invocation: inout Invocation, for command: Command) throws {
        guard !invocation.has(.help) else { return }
        // A prompt without quotes arrives as several words.
        if command.arguments.contains("PROMPT"), invocation.arguments.count > 1 {
            invocation.arguments = [invocation.arguments.joined(separator: " ")]
        }
        let count = invocation.arguments.count
        if count > command.argumentCount.upperBound {
            throw VideoError.usage(
                "\(command.name) takes \(command.arguments.isEmpty ? "no arguments" : command.arguments), "
                    + "so \(invocation.arguments[command.argumentCount.upperBound].shown) is too many."
            )
        }
        if count < command.argumentCount.lowerBound {
            throw VideoError.usage(
                "\(command.name) needs \(command.arguments).",
                command.examples.first.map { "Example: \($0)" }
            )
        }
    }

    private static func readOptions(
        from rest: inout ArraySlice<String>,
        into invocation: inout Invocation,
        help: String,
        _ options: [CommandOption],
        known: (String, _ value: String?) -> CommandOption?
    ) throws {
        while let word = rest.first, isOption(word) {
            rest.removeFirst()
            if word == "--" {
                invocation.arguments += rest
                rest = []
                return
            }
            let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = word == "-h" ? "help" : word.hasPrefix("--") ? String(parts.first ?? "") : word
            guard let option = known(name, parts.count == 2 ? String(parts[1]) : rest.first) else {
                let meant = String(name.drop { $0 == "-" })
                let hint = Spelling.hint(for: meant, among: options.map(\.name), mark: "--", before: help)
                throw VideoError.usage("There is no option \(word.shown) here.", hint)
            }
            if invocation.has(option), !option.isRepeatable, option.value != nil {
                throw VideoError.usage("--\(name) was given twice.")
            }
            if option.value == nil {
                guard parts.count == 1 else { throw VideoError.usage("--\(name) is a switch and takes no value.") }
                invocation.add("", to: option)
            } else if parts.count == 2 {
                invocation.add(String(parts[1]), to: option)
            } else if let value = rest.first, !value.hasPrefix("--") {
                rest.removeFirst()
                invocation.add(value, to: option)
            } else {
                throw VideoError.usage("--\(name) needs a value: --\(name) \(option.value ?? "").")
            }
        }
    }

    /// Whether a word is an option. A negative number and a single hyphen are arguments. Every other word that starts
    /// with a hyphen is an option, so that a mistyped option never becomes part of a prompt.
    private static func isOption(_ word: String) -> Bool {
        word.hasPrefix("--") || (word.hasPrefix("-") && word.dropFirst().first?.isLetter == true)
    }
}

extension CommandTable {
    /// The commands of this program, in the order of `help`.
    static let all: CommandTable = CommandTable(commands: [
        .generate, .submit, .enqueue, .work, .again, .compare, .batch,
        .jobs, .watch, .resume, .download, .show, .open, .cancel, .resolve, .release, .spend,
        .models, .estimate, .dryRun, .explain,
        .providers, .use, .reopen, .set, .configCheck, .doctor,
        .run, .record, .replay, .serve, .conform, .storeMigrate, .storeCheck, .storeImport,
        .storeExport, .help, .quit,
    ])
}
