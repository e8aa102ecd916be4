import VideoGeneration

/// A command of the prompt and of the command line, as a value.
struct Command: Sendable {
    /// The section of `help` that lists the command.
    enum Theme: String, Sendable, CaseIterable {
        case make = "Make a video"
        case tasks = "Manage tasks"
        case checks = "Check before you pay"
        case providers = "Providers and settings"
        case tools = "Tools"
    }

    /// The name that invokes the command. It can be two words, as in `config check`.
    var name: String
    /// A one-line description for `help`.
    var summary: String
    var theme: Theme
    /// The placeholder for the arguments in the usage line: `PROMPT`, `[ID]`, or empty.
    var arguments = ""
    /// The allowed number of arguments.
    var argumentCount: ClosedRange<Int> = 0...0
    /// The command's options, without the global ones.
    var options: [CommandOption] = []
    /// Complete command lines for `help`. A test parses each of them.
    var examples: [String] = []
    /// The kind of values that complete the arguments.
    var completion: CommandOption.Completion = .none
    /// Whether the command can run in the background with a final `&`.
    var runsInBackground = false
    /// One or more further sentences for the command's help page.
    var remarks: String?
    /// Runs the command.
    var run: @Sendable (Invocation, Session) async throws -> ExitCode
}

extension Command {
    /// The usage line, such as `generate PROMPT`.
    var usage: String { arguments.isEmpty ? name : "\(name) \(arguments)" }

    /// Returns the option with a name, or nil if there is none. If an option of the command and a global option share
    /// the name, the value decides between them.
    func option(_ name: String, value: String?) -> CommandOption? {
        let own = options.first { $0.name == name }
        guard let global = CommandOption.global.first(where: { $0.name == name }) else { return own }
        guard let own, let value, case .words(let words) = own.completion else { return global }
        // A value that is close to one of the option's words is a typing error, not a path. So is a value that names no
        // existing file.
        let isWord = words.contains(value) || Spelling.misspelled(value, among: words) != nil
        return isWord || Self.leadsNowhere(value) ? own : global
    }

    /// Whether the current folder has no file with this name. A mistyped word would otherwise create a state folder.
    private static func leadsNowhere(_ word: String) -> Bool {
        !word.contains("/") && (try? POSIXDisk().size(of: word)) == nil
    }
}
