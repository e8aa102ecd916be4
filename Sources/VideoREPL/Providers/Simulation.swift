import VideoGeneration
import VideoSimulator

/// The simulator inside this process. It starts at its first use, on a port that the system chooses.
final class Simulation: Sendable {
    /// The provider IDs of the simulator, the default first.
    static let ids = ["simulator", "simulator-minimax"]

    /// The IDs and their dialects, as far as the program's adapters support them.
    let dialects: [(id: String, dialect: String)]

    private let registry: ProviderRegistry
    private let server = VideoSimulator(SimulatorOptions(generationTime: 3))

    init(registry: ProviderRegistry) {
        self.registry = registry
        let known = Set(registry.plugins.map(\.dialect))
        dialects = zip(Self.ids, ["openai-videos", Self.miniMax]).filter { known.contains($0.1) }
            .map { (id: $0.0, dialect: $0.1) }
    }

    /// Returns the entry for one of the IDs, and starts the simulator.
    /// - Throws: ``VideoError`` if no adapter supports the dialect, or the simulator cannot be started.
    func entry(_ id: String) throws -> ProviderConfiguration {
        guard let dialect = dialects.first(where: { $0.id == id })?.dialect else {
            throw VideoError(
                .configurationInvalid,
                "No provider is configured, and this program has no dialect that the simulator supports.",
                advice: "Add a provider to providers.json, or give --dialect and --base-url."
            )
        }
        let base = try server.start().baseURL(for: dialect)
        var entry = ProviderConfiguration(id: id, dialect: dialect, baseURL: base)
        if dialect != Self.miniMax {
            // A named model, so that requests that it does not support are refused here, as with real providers.
            entry.model = "sora-2"
            entry.defaults = ["size": "1280x720"]
        }
        // The simulator offers every model forever, whatever its vendor did.
        entry.models = try registry.plugin(for: dialect).makeDialect(entry).models.map { model in
            var model = model
            model.retiresOn = nil
            return model
        }
        return entry
    }

    private static let miniMax = "minimax-v1"

    /// Returns whether a task was made by a simulator inside a process, which may have ended.
    static func made(_ task: VideoTask, _ directory: ProviderDirectory) -> Bool {
        ids.contains(task.provider.id) && task.provider.endpoint.origin.isLoopback
            && task.provider.keyVariable == nil && !directory.entries.contains { $0.id == task.provider.id }
    }
}
