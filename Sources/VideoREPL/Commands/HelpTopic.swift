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

    static let all = [environment, exitCodes, routes]

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
            Row(
                name: "VIDEO_JOURNAL",
                text: "the connection string of a journal in PostgreSQL, instead of a folder; --journal overrides it"
            ),
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

    static let routes = HelpTopic(
        name: "routes",
        summary: "A route is a choice of providers and models for a request. The next candidate is tried only if it is "
            + "proven that nothing was bought. providers.json holds routes: {\"providers\": […], \"routes\": {\"NAME\": "
            + "{\"strategy\": \"cheapest\", \"candidates\": [\"minimax\", \"runway/gen4.5\"]}}}.",
        rows: [
            Row(name: "--route NAME", text: "a route of providers.json; `use route NAME` selects it at the prompt"),
            Row(name: "--route a,b/MODEL", text: "these providers and models, in this order"),
            Row(name: "strategy", text: Route.Strategy.allCases.map(\.rawValue).alternatives + "; by default ordered"),
            Row(
                name: "adapting",
                text:
                    "nearest in a candidate changes the length, the size and the ratio to values that the model takes; "
                    + "by default the candidate is left out"
            ),
            Row(name: "attempts", text: "the number of videos that may be bought for one task; by default 1"),
            Row(
                name: "afterModeration",
                text: "true tries the next candidate after a moderation rejected the request; by default false"
            ),
            Row(
                name: "limits",
                text: "in an entry: {\"inFlight\": 5, \"perMinute\": 20}. A task above a limit waits, and is not bought"
            ),
        ]
    )

    static let exitCodes = HelpTopic(
        name: "exit-codes",
        summary: "The exit codes of commands. Once a provider has accepted a task, the code is never 4.",
        rows: ExitCode.allCases.map { Row(name: "\($0.rawValue)", text: $0.meaning) }
    )
}
