import VideoGeneration

extension Command {
    /// Lets orders at a paused provider go on.
    static let reopen = Command(
        name: "reopen",
        summary: "send orders to a provider again after three unknown outcomes in a row paused it",
        theme: .providers,
        arguments: "PROVIDER",
        argumentCount: 1...1,
        examples: ["reopen my-relay"],
        completion: .providerOrModel,
        remarks: "Look first at what became of those orders: jobs --state unknown, then resolve ID."
    ) { invocation, session in
        var chosen = Invocation()
        try chosen.choose(invocation.arguments[0])
        let choice = try await session.choice(chosen, needsKey: false)
        let id = choice.entry.id
        let client = try session.client([choice.provider])
        let wasPaused = try client.isPaused(id)
        try await client.reopen(id)
        session.tell(
            wasPaused ? "\(id) is open again." : "\(id) was not paused.",
            ["event": "reopen", "provider": .string(id), "wasPaused": .bool(wasPaused)],
            invocation
        )
        return .done
    }
}
