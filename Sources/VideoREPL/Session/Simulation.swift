import VideoGeneration
import VideoSimulator

/// The simulator inside this process: started when it is first asked for, on a port of the system's choice.
final class Simulation: Sendable {
    /// The ids under which it is called, the default first.
    static let ids = ["simulator", "simulator-minimax"]

    /// The ids and what they speak, as far as the program's adapters know it.
    let dialects: [(id: String, dialect: String)]

    private let server = VideoSimulator(SimulatorOptions(generationTime: 3))

    init(registry: ProviderRegistry) {
        let known = Set(registry.plugins.map(\.dialect))
        dialects = zip(Self.ids, ["openai-videos", Self.miniMax]).filter { known.contains($0.1) }
            .map { (id: $0.0, dialect: $0.1) }
    }

    /// The entry of one of the ids; starts the simulator.
    func entry(_ id: String) throws -> ProviderConfiguration {
        guard let dialect = dialects.first(where: { $0.id == id })?.dialect else {
            throw VideoError(
                .configurationInvalid,
                "No provider is set up, and this program knows no dialect that the simulator speaks.",
                advice: "Set a provider up in providers.json, or give --dialect and --base-url."
            )
        }
        let base = try server.start().baseURL(for: dialect)
        var entry = ProviderConfiguration(id: id, dialect: dialect, baseURL: base)
        if dialect != Self.miniMax {
            // A model by name, so that what it cannot do is refused here, as it is at the real ones.
            entry.model = "sora-2"
            entry.defaults = ["size": "1280x720"]
        }
        return entry
    }

    private static let miniMax = "minimax-v1"

    /// Whether a task was made by a simulator inside some process, which may be gone.
    static func made(_ task: VideoTask, _ directory: ProviderDirectory) -> Bool {
        ids.contains(task.provider.id) && task.provider.endpoint.origin.isLoopback
            && task.provider.keyVariable == nil && !directory.entries.contains { $0.id == task.provider.id }
    }
}
