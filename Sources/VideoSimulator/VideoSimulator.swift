import Synchronization

/// An HTTP server on 127.0.0.1 that speaks the wire formats of MiniMax, OpenAI and their relays.
///
/// Use it to test adapters and HTTP clients without paying. They need no change except the base URL. The simulator
/// validates requests as the real backends do, takes time to generate a video, and makes a playable MP4. It signs
/// links to a second port that acts as the CDN. Its ``SimulatorLedger`` records every request and every charge. A
/// ``FaultScript`` describes the faults to inject.
///
/// ```swift
/// let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.5))
/// let ports = try simulator.start()
/// // … a client with the base URL "http://127.0.0.1:\(ports.api)/v1" …
/// print(simulator.ledger.videosBilled)
/// simulator.stop()
/// ```
public final class VideoSimulator: Sendable {
    /// The ports on 127.0.0.1 that a simulator listens on.
    public struct Ports: Sendable, Hashable {
        /// The port of the APIs.
        public let api: Int
        /// The port that acts as the CDN.
        public let media: Int

        /// Returns the base URL for a client: the root for MiniMax dialects, and `/v1` for every other dialect.
        /// - Parameter dialect: The name of the client's dialect, such as `openai-videos`.
        public func baseURL(for dialect: String) -> String {
            "http://127.0.0.1:\(api)" + (dialect.hasPrefix("minimax") ? "" : "/v1")
        }
    }

    /// The names of the dialects whose wire formats the simulator speaks.
    package static let dialects: Set = [
        "minimax-v1", "minimax-v2", "minimax-relay", "minimax-cometapi", "minimax-template", "openai-videos",
        "veo-unified", "newapi-task",
    ]

    private struct Running {
        var servers: [HTTPServer]
        var ports: Ports
    }

    private let backend: Backend
    private let faults: FaultEngine
    private let running = Mutex<Running?>(nil)

    /// Creates a simulator. Call ``start()`` to make it listen.
    public init(_ options: SimulatorOptions = SimulatorOptions(), faults: FaultScript = FaultScript()) {
        backend = Backend(options: options)
        self.faults = FaultEngine(faults)
    }

    deinit { stop() }

    /// Starts to listen, unless the simulator is already running.
    /// - Returns: The ports that it listens on.
    /// - Throws: An error with a readable description if a port cannot be opened.
    @discardableResult
    public func start() throws -> Ports {
        try running.withLock { running in
            if let running { return running.ports }
            let options = backend.options
            // The API returns links to the media port, so that port is opened first.
            let media = try HTTPServer(port: options.mediaPort, allowedOrigin: options.allowedOrigin)
            let api: HTTPServer
            do {
                api = try HTTPServer(port: options.port, allowedOrigin: options.allowedOrigin)
            } catch {
                media.stop()
                throw error
            }
            let origins = Origins(
                api: "http://127.0.0.1:\(api.port)",
                media: "http://127.0.0.1:\(media.port)"
            )
            let links = LinkSigner(origin: origins.media, lifetime: options.linkLifetime)
            func gateway(_ routes: [Route], requiresKey: Bool) -> Gateway {
                Gateway(
                    routes: routes,
                    backend: backend,
                    faults: faults,
                    links: links,
                    origins: origins,
                    requiresKey: requiresKey
                )
            }
            media.serve(gateway(MediaRoutes.all, requiresKey: false))
            api.serve(
                gateway(
                    MiniMaxV1Routes.all + MiniMaxV2Routes.all + OpenAIRoutes.all + RelayRoutes.all
                        + LedgerRoutes.all,
                    requiresKey: true
                )
            )
            let ports = Ports(api: api.port, media: media.port)
            running = Running(servers: [media, api], ports: ports)
            return ports
        }
    }

    /// Closes every connection and releases the ports. Tasks and the ledger are kept, and the simulator can be started
    /// again.
    public func stop() {
        let servers = running.withLock { running in
            defer { running = nil }
            return running?.servers ?? []
        }
        servers.forEach { $0.stop() }
    }

    /// Whether a client is connected or about to connect. A request in progress may still change the ledger.
    package var isBusy: Bool { running.withLock { $0?.servers.contains(where: \.isBusy) ?? false } }

    /// Replaces the fault script. Its rules start to count from zero.
    public func use(_ faults: FaultScript) { self.faults.use(faults) }

    /// The requests and charges up to now.
    public var ledger: SimulatorLedger { backend.ledger }

    /// Returns the video of a task, even if the task is not finished, or nil if the ID is unknown.
    public func video(ofTask id: String) -> [UInt8]? {
        (try? backend.task(id)).map(backend.bytes)
    }
}
