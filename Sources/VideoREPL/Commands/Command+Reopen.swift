import VideoGeneration

extension Command {
    /// Ends the pause of a provider.
    static let reopen = Command(
        name: "reopen",
        summary: "allow submits to a provider again after three unknown outcomes in a row paused it",
        theme: .providers,
        arguments: "[PROVIDER]",
        argumentCount: 0...1,
        options: [.dialect, .baseURL],
        examples: ["reopen my-relay", "reopen --dialect openai-videos --base-url https://relay.example/v1"],
        completion: .providerOrModel,
        remarks: "First find out whether those tasks were bought: jobs --state unknown, then resolve ID."
    ) { invocation, session in
        var chosen = invocation
        if let word = invocation.arguments.first { try chosen.choose(word) }
        guard chosen.namesProvider else {
            throw VideoError.usage("reopen needs a provider, or --dialect and --base-url.")
        }
        let choice = try await session.choice(chosen, needsKey: false)
        let id = choice.entry.id
        let client = try await session.client([choice.provider])
        let wasPaused = try await client.isPaused(id)
        try await client.reopen(id)
        session.tell(
            wasPaused ? "\(id) is no longer paused." : "\(id) was not paused.",
            ["event": "reopen", "provider": .string(id), "wasPaused": .bool(wasPaused)],
            invocation
        )
        return .done
    }
}
