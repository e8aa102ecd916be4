import LoopbackHTTP

/// An HTTP/1.1 server on 127.0.0.1 with limits on the requests that it accepts.
final class HTTPServer: Sendable {
    /// Creates the responses of a server.
    protocol Handler: Sendable {
        /// Checks a head before the body is read. A refusal ends the connection before the whole body is read.
        func refusal(of head: ServerRequest) -> BodyRefusal?
        /// Returns the response to a request.
        func respond(to request: ServerRequest) -> SimulatedResponse
    }

    /// How to end a request before its body is complete.
    struct BodyRefusal: Sendable {
        /// The number of bytes of the body to read before the connection is reset.
        var resetAfterBytes: Int
    }

    /// The maximum number of connections. Further connections are closed at once.
    static let connectionLimit = 512
    /// The maximum number of bytes of request bodies in memory, over all connections. Further requests are refused with
    /// 503.
    static let bodiesLimit = 256 << 20

    private let allowedOrigin: String?
    private let listener: LoopbackListener
    private let bodies = MemoryBudget(bytes: bodiesLimit)

    /// Opens the port.
    /// - Throws: ``LoopbackSocket/Failure`` if it cannot be opened.
    init(port: Int, allowedOrigin: String? = nil) throws {
        self.allowedOrigin = allowedOrigin
        listener = try LoopbackListener(port: port, connectionLimit: Self.connectionLimit)
    }

    /// The port that it listens on.
    var port: Int { listener.port }

    /// Whether a client is connected or about to connect.
    var isBusy: Bool { listener.isBusy }

    /// Starts to serve. Call this once.
    func serve(_ handler: any Handler) {
        listener.start { [self] connection in
            while serveRequest(on: connection, handler) {}
        }
    }

    /// Closes every connection and releases the port. It takes at most half a second.
    func stop() { listener.stop() }

    /// Serves one request. Returns false if the connection must end.
    private func serveRequest(on connection: LoopbackConnection, _ handler: any Handler) -> Bool {
        do throws(RequestReader.Failure) {
            var (head, request) = try RequestReader.readHead(from: connection)
            let policy = LoopbackPolicy(port: port, allowedOrigin: allowedOrigin)
            if let response = policy.refusal(of: request) { throw .refused(response) }
            if let refusal = handler.refusal(of: request) {
                _ = connection.read(count: refusal.resetAfterBytes, until: .now + .seconds(5))
                connection.resetOnClose()
                return false
            }
            let share = MemoryBudget.Share(of: bodies)
            request.body = try RequestReader.readBody(of: head, from: connection, share)
            let response = handler.respond(to: request)
            // Sending the response may take an hour and doesn't need the request's body.
            request.body = []
            share.giveBack()
            return ResponseWriter(
                connection: connection,
                response: response,
                method: request.method,
                keepsAlive: head.keepsAlive
            ).send()
        } catch {
            guard case .refused(let response) = error else { return false }
            _ = ResponseWriter(connection: connection, response: response, method: "", keepsAlive: false).send()
            connection.endWriting(discardingUpTo: 8 << 20, until: .now + .seconds(1))
            return false
        }
    }
}
