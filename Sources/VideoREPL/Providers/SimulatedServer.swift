import VideoGeneration
import VideoPlatform
import VideoSimulator

/// The server of the command `serve`: the simulator for the wire formats that it speaks, and a provider that plays the
/// sample responses of the adapter for all others.
final class SimulatedServer {
    /// What the command prints when the server listens.
    struct Report {
        /// The addresses, one in each line.
        var lines: [String]
        /// A command to try, without the name of the program.
        var command: String?
        var text: String
        var json: JSONValue
    }

    private let plugin: ProviderPlugin?
    private let options: SimulatorOptions
    private let faults: FaultScript
    private var stopServer: () -> Void = {}

    /// Creates a server.
    /// - Parameter plugin: The plugin whose dialect the server speaks; nil for all dialects of the simulator.
    init(_ plugin: ProviderPlugin?, port: Int, time: Duration, faults: FaultScript, allowedOrigin: String?) {
        self.plugin = plugin
        self.faults = faults
        options = SimulatorOptions(port: port, generationTime: time.seconds, allowedOrigin: allowedOrigin)
    }

    /// Starts to listen.
    /// - Throws: ``VideoError`` if the port is in use, or if the adapter of the dialect has no sample responses.
    func start() throws -> Report {
        guard let plugin else {
            let root = "http://127.0.0.1:\(try startSimulator().api)"
            return Report(
                lines: ["OpenAI style  \(root)/v1", "MiniMax       \(root)"],
                text: text,
                json: ["openAI": .string(root + "/v1"), "miniMax": .string(root)]
            )
        }
        let address = plugin.presets.first?.baseURL ?? ""
        let entry = ProviderConfiguration(id: plugin.dialect, dialect: plugin.dialect, baseURL: address)
        let dialect = try plugin.makeDialect(plugin.presets.first ?? entry)
        let base = try start(dialect, of: plugin, pathOf: address)
        return Report(
            lines: ["\(plugin.dialect)  \(base)"],
            command: SampleCommand(plugin, dialect, at: try Endpoint(base)).text,
            text: text,
            json: ["dialect": .string(plugin.dialect), "baseURL": .string(base)]
        )
    }

    /// Closes every connection.
    func stop() { stopServer() }

    private var text: String {
        "A video takes \(Format.decimal(options.generationTime, 1)) s, costs nothing and needs no key. "
            + "Ctrl-C stops the server."
    }

    private func start(_ dialect: any VideoDialect, of plugin: ProviderPlugin, pathOf address: String) throws -> String
    {
        if VideoSimulator.dialects.contains(plugin.dialect) {
            return try startSimulator().baseURL(for: plugin.dialect)
        }
        guard let samples = plugin.samples else {
            throw VideoError(
                .unsupported,
                "The adapter of \(plugin.dialect) has no sample responses, so no server can play its provider.",
                advice: "Give its ProviderPlugin the samples with which the conformance suite checks it."
            )
        }
        let provider = LoopbackProvider(
            dialect: dialect,
            script: samples,
            options: LoopbackOptions(
                port: options.port,
                path: HTTPURL(address)?.path.trimming { $0 == "/" }.withLeadingSlash ?? "",
                pace: .seconds(options.generationTime),
                allowedOrigin: options.allowedOrigin
            ),
            faults: faults
        )
        stopServer = { provider.stop() }
        return try naming { try provider.start().baseText }
    }

    private func startSimulator() throws -> VideoSimulator.Ports {
        let simulator = VideoSimulator(options, faults: faults)
        stopServer = { simulator.stop() }
        return try naming { try simulator.start() }
    }

    private func naming<Value>(_ start: () throws -> Value) throws -> Value {
        do { return try start() } catch {
            throw VideoError(
                .configurationInvalid,
                "The simulator cannot start: \(Redaction.singleLine("\(error)")).",
                advice: "Use another --port, or 0 for a free port."
            )
        }
    }
}

extension String {
    /// The path with a slash before it; empty if the path is empty.
    fileprivate var withLeadingSlash: String { isEmpty ? "" : "/" + self }
}
