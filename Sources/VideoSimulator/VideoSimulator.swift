import Synchronization

/// Video backends on this machine: the MiniMax, OpenAI and relay wire formats, on 127.0.0.1.
///
/// Real adapters and other people's clients run against it as they are: it validates like the real ones,
/// takes its time, makes a real MP4, signs links on a second port that plays the CDN, and keeps books about
/// what was asked and what it would have billed. What goes wrong is written in a ``FaultScript``.
///
/// ```swift
/// let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.5))
/// let ports = try simulator.start()
/// // … a client with the base URL "http://127.0.0.1:\(ports.api)/v1" …
/// print(simulator.ledger.videosBilled)
/// simulator.stop()
/// ```
public final class VideoSimulator: Sendable {
    /// Where it listens, on 127.0.0.1.
    public struct Ports: Sendable, Hashable {
        /// The APIs.
        public let api: Int
        /// The CDN.
        public let media: Int

        /// Where a client finds the APIs: the MiniMax style at the root, every other one below `/v1`.
        /// - Parameter dialect: the name of the client's dialect, such as `openai-videos`.
        public func baseURL(for dialect: String) -> String {
            "http://127.0.0.1:\(api)" + (dialect.hasPrefix("minimax") ? "" : "/v1")
        }
    }

    private struct Running {
        var servers: [HTTPServer]
        var ports: Ports
    }

    private let backend: Backend
    private let faults: FaultEngine
    private let running = Mutex<Running?>(nil)

    /// Makes a simulator that does not listen yet.
    public init(_ options: SimulatorOptions = SimulatorOptions(), faults: FaultScript = FaultScript()) {
        backend = Backend(options: options)
        self.faults = FaultEngine(faults)
    }

    deinit { stop() }

    /// Begins to listen; when it listens already, only says where.
    /// - Throws: an error with a sentence for people where a port cannot be had.
    @discardableResult
    public func start() throws -> Ports {
        try running.withLock { running in
            if let running { return running.ports }
            let options = backend.options
            // The API hands out links, so it has to know the other port first.
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
            func gateway(_ routes: [Route], asksForKey: Bool) -> Gateway {
                Gateway(
                    routes: routes,
                    backend: backend,
                    faults: faults,
                    links: links,
                    origins: origins,
                    asksForKey: asksForKey
                )
            }
            media.serve(gateway(MediaRoutes.all, asksForKey: false))
            api.serve(
                gateway(
                    MiniMaxRoutes.all + MiniMaxV2Routes.all + OpenAIRoutes.all + RelayRoutes.all
                        + LedgerRoutes.all,
                    asksForKey: true
                )
            )
            let ports = Ports(api: api.port, media: media.port)
            running = Running(servers: [media, api], ports: ports)
            return ports
        }
    }

    /// Ends every connection and gives the ports back. Tasks and books stay; it can be started again.
    public func stop() {
        let servers = running.withLock { running in
            defer { running = nil }
            return running?.servers ?? []
        }
        servers.forEach { $0.stop() }
    }

    /// Whether a client is connected or about to be: what is in hand may still change the books.
    package var isBusy: Bool { running.withLock { $0?.servers.contains(where: \.isBusy) ?? false } }

    /// Replaces the fault script; its counting begins anew.
    public func use(_ faults: FaultScript) { self.faults.use(faults) }

    /// What was asked and what is billed, up to now.
    public var ledger: SimulatorLedger { backend.ledger }

    /// The video of a task, whether or not it is finished; nil for an unknown id.
    public func video(ofTask id: String) -> [UInt8]? {
        (try? backend.task(id)).map(backend.bytes)
    }
}
