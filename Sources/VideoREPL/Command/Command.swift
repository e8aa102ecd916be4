import VideoGeneration

/// One command of the prompt and of the command line, as a value.
struct Command: Sendable {
    /// What `help` lists together.
    enum Theme: String, Sendable, CaseIterable {
        case make = "Make a video"
        case jobs = "Look after jobs"
        case know = "Know before you pay"
        case providers = "Providers and settings"
        case tools = "Tools"
    }

    /// The word that calls it; `config check` is two.
    var name: String
    /// One line about it.
    var summary: String
    var theme: Theme
    /// What stands behind the name: `PROMPT`, `[ID]`, or nothing.
    var arguments = ""
    /// How many words may stand there.
    var argumentCount: ClosedRange<Int> = 0...0
    /// Its options besides the global ones.
    var options: [CommandOption] = []
    /// Whole lines that work.
    var examples: [String] = []
    /// What its arguments can be completed with.
    var completion: CommandOption.Completion = .none
    /// Whether it may go on while somebody types.
    var runsInBackground = false
    /// More about it, a sentence or two.
    var remarks: String?
    /// Does it.
    var run: @Sendable (Invocation, Session) async throws -> ExitCode
}

extension Command {
    /// `generate PROMPT`
    var usage: String { arguments.isEmpty ? name : "\(name) \(arguments)" }

    /// The option of a name. Where one of the command's own and a global one share it, the value decides.
    func option(_ name: String, value: String?) -> CommandOption? {
        let own = options.first { $0.name == name }
        guard let global = CommandOption.global.first(where: { $0.name == name }) else { return own }
        guard let own, let value, case .words(let words) = own.completion else { return global }
        // What is nearly one of the option's own words was meant as one, and so was what leads nowhere.
        let isWord = words.contains(value) || Spelling.misspelled(value, among: words) != nil
        return isWord || Self.leadsNowhere(value) ? own : global
    }

    /// Whether a word is a name of nothing here: a slip of the pen shall not make a folder.
    private static func leadsNowhere(_ word: String) -> Bool {
        !word.contains("/") && (try? POSIXDisk().size(of: word)) == nil
    }
}
