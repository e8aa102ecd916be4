import VideoGeneration

extension Command {
    /// Ends the session.
    static let quit = Command(
        name: "quit",
        summary: "leave; accepted tasks continue at their providers and can be resumed",
        theme: .tools,
        examples: ["quit"]
    ) { _, _ in .done }
}
