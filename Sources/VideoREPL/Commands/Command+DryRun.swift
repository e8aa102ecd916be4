import VideoGeneration

extension Command {
    /// Prints the request without sending it.
    static let dryRun = Command(
        name: "dry-run",
        summary: "show the HTTP request that generate would send, also as a curl command; nothing is sent",
        theme: .checks,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.request + CommandOption.selection + [.route, .snap],
        examples: [
            #"dry-run "a paper boat in the rain" --provider minimax"#,
            #"dry-run "a paper boat in the rain" --route minimax,runway"#,
        ],
        remarks: "With a route, it lists the candidates in the order in which they would be tried, and those left out."
    ) { invocation, session in
        if let chosen = try await session.route(invocation) {
            return try await session.tellChoice(of: RoutedRequest(chosen, invocation, session), invocation)
        }
        let prepared = try await PreparedRequest(invocation, session, needsKey: false)
        session.tellNotice(of: prepared.choice, invocation)
        let request = try prepared.client.preview(prepared.request, using: prepared.choice.entry.id)
        let shown = ShownRequest(
            request,
            of: prepared.choice.provider.dialect,
            keyVariable: prepared.choice.keyVariable,
            inputs: prepared.request.media
        )
        if invocation.has(.json) {
            session.console.line(shown.json.description)
        } else {
            session.console.lines(shown.lines)
        }
        return .done
    }
}
