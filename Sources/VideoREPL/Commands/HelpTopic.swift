import VideoGeneration

/// A page of `help` that is about no single command.
struct HelpTopic: Sendable {
    struct Row: Sendable {
        var name: String
        var text: String
    }

    var name: String
    /// Another word that leads here.
    var alias: String?
    var summary: String
    var rows: [Row]

    static let all = [environment, exitCodes]

    /// The topic of a word.
    static func named(_ word: String) -> HelpTopic? { all.first { $0.name == word || $0.alias == word } }

    static let environment = HelpTopic(
        name: "environment",
        alias: "network",
        summary: "The environment variables that this program reads. A key is never an argument: an entry's keyEnv, or "
            + "--key-env, names the variable that holds it.",
        rows: [
            Row(name: "VIDEO_CONFIG", text: "the list of providers; --config goes before it"),
            Row(name: "VIDEO_STATE_DIR", text: "the folder of the journal; --state goes before it"),
            Row(name: "https_proxy, all_proxy", text: "the proxy for https; the upper-case names count as well"),
            Row(name: "no_proxy", text: "hosts that are reached without it: names with commas between, or *"),
            Row(
                name: "CURL_CA_BUNDLE",
                text: "on Linux, a file of certificate authorities that takes the system's place"
            ),
            Row(name: "SSL_CERT_FILE", text: "the same, if CURL_CA_BUNDLE is not set"),
            Row(name: "NO_COLOR", text: "no colors"),
            Row(name: "COLUMNS", text: "how wide tables and text are without a terminal"),
            Row(name: "TERM", text: "dumb means a terminal without escape codes"),
            Row(name: "XDG_CONFIG_HOME", text: "on Linux, where the list of providers is looked for"),
            Row(name: "XDG_STATE_HOME", text: "on Linux, where the journal is kept"),
        ]
    )

    static let exitCodes = HelpTopic(
        name: "exit-codes",
        summary: "What the exit code of a command says. Once a provider accepted a task, it is never 4.",
        rows: ExitCode.allCases.map { Row(name: "\($0.rawValue)", text: $0.meaning) }
    )
}
