import Synchronization
public import VideoGeneration

/// A server on 127.0.0.1 that plays the provider of any dialect, with the dialect's sample responses and real MP4
/// files.
///
/// It recognizes each request by comparing it with what the dialect itself would send: the submit, the polls, the
/// requests for links, cancels, lists, look-ups and uploads. It responds with the samples of a `ConformanceScript`,
/// signs links to a second port that acts as the CDN, checks the key, and injects the faults of a ``FaultScript``.
///
/// ```swift
/// let provider = LoopbackProvider(dialect: AcmeDialect(), script: .acme)
/// let endpoint = try provider.start()
/// // … a client whose provider has this endpoint …
/// print(provider.ledger.videosBilled)
/// provider.stop()
/// ```
public final class LoopbackProvider: Sendable {
    private struct Running {
        var servers: [HTTPServer]
        var endpoint: Endpoint
    }

    private let dialect: any VideoDialect
    private let script: ConformanceScript
    private let backend: LoopbackBackend
    private let faults: FaultEngine
    private let running = Mutex<Running?>(nil)

    /// Creates a provider. Call ``start()`` to make it listen.
    public init(
        dialect: any VideoDialect,
        script: ConformanceScript,
        options: LoopbackOptions = LoopbackOptions(),
        faults: FaultScript = FaultScript()
    ) {
        self.dialect = dialect
        self.script = script
        backend = LoopbackBackend(options)
        self.faults = FaultEngine(faults)
    }

    deinit { stop() }

    /// Starts to listen, unless the provider is already running.
    /// - Returns: The address of the API.
    /// - Throws: An error with a readable description if a port cannot be opened, or `VideoError` if the path of the
    ///   options is not a path.
    @discardableResult
    public func start() throws -> Endpoint {
        try running.withLock { running in
            if let running { return running.endpoint }
            let options = backend.options
            let media = try HTTPServer(port: options.mediaPort, allowedOrigin: options.allowedOrigin)
            var servers = [media]
            do {
                let api = try HTTPServer(port: options.port, allowedOrigin: options.allowedOrigin)
                servers.append(api)
                let origins = Origins(api: "http://127.0.0.1:\(api.port)", media: "http://127.0.0.1:\(media.port)")
                let endpoint = try Endpoint(origins.api + options.path)
                let wire = LoopbackWire(dialect, script, at: endpoint)
                let links = LinkSigner(origin: origins.media, lifetime: options.linkLifetime)
                for server in servers {
                    server.serve(
                        LoopbackGateway(
                            wire: wire,
                            backend: backend,
                            faults: faults,
                            links: links,
                            origins: origins,
                            port: server.port
                        )
                    )
                }
                running = Running(servers: servers, endpoint: endpoint)
                return endpoint
            } catch {
                servers.forEach { $0.stop() }
                throw error
            }
        }
    }

    /// Closes every connection and releases the ports. Tasks and the ledger are kept, and the provider can be started
    /// again.
    public func stop() {
        let servers = running.withLock { running in
            defer { running = nil }
            return running?.servers ?? []
        }
        servers.forEach { $0.stop() }
    }

    /// Replaces the fault script. Its rules start to count from zero.
    public func use(_ faults: FaultScript) { self.faults.use(faults) }

    /// The requests and charges up to now. `GET /simulator/ledger` returns the same data as JSON.
    public var ledger: LoopbackLedger { backend.ledger }

    /// Returns the video of a task, even if the task is not finished, or nil if the ID is unknown.
    public func video(ofTask id: String) -> [UInt8]? { backend.task(id).map { backend.bytes(of: $0) } }
}
