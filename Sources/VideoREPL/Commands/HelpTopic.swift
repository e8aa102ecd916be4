import VideoGeneration

/// A page of `help` that covers a topic instead of a command.
struct HelpTopic: Sendable {
    struct Row: Sendable {
        var name: String
        var text: String
    }

    var name: String
    /// An alternative name.
    var alias: String?
    var summary: String
    var rows: [Row]

    static let all = [environment, exitCodes]

    /// Returns the topic with a name or alias, or nil if there is none.
    static func named(_ word: String) -> HelpTopic? { all.first { $0.name == word || $0.alias == word } }

    static let environment = HelpTopic(
        name: "environment",
        alias: "network",
        summary: "The environment variables that this program reads. A key is never an argument: keyEnv in an entry of "
            + "providers.json, or --key-env, names the variable that holds the key.",
        rows: [
            Row(name: "VIDEO_CONFIG", text: "the list of providers; --config overrides it"),
            Row(name: "VIDEO_STATE_DIR", text: "the journal's folder; --state overrides it"),
            Row(name: "https_proxy, all_proxy", text: "the proxy for https; the upper-case names work as well"),
            Row(name: "no_proxy", text: "hosts to reach without the proxy: names separated by commas, or *"),
            Row(
                name: "CURL_CA_BUNDLE",
                text: "on Linux, a file of certificate authorities that replaces the system's file"
            ),
            Row(name: "SSL_CERT_FILE", text: "the same, if CURL_CA_BUNDLE is not set"),
            Row(name: "NO_COLOR", text: "turns colors off"),
            Row(name: "COLUMNS", text: "the width of tables and text without a terminal"),
            Row(name: "TERM", text: "dumb means a terminal without escape codes"),
            Row(name: "XDG_CONFIG_HOME", text: "on Linux, the folder that contains video-generation/providers.json"),
            Row(name: "XDG_STATE_HOME", text: "on Linux, the folder that contains the journal's folder"),
        ]
    )

    static let exitCodes = HelpTopic(
        name: "exit-codes",
        summary: "The exit codes of commands. Once a provider has accepted a task, the code is never 4.",
        rows: ExitCode.allCases.map { Row(name: "\($0.rawValue)", text: $0.meaning) }
    )
}
