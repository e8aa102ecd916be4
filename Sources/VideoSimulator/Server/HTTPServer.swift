import Dispatch
import Synchronization
import VideoPlatform

/// An HTTP/1.1 server on 127.0.0.1 with a thread for each connection.
///
/// It uses its own threads because its waits block, and must not block the concurrency threads of the host program.
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

    private struct State {
        var isServing = false
        var isStopped = false
        var connections: Set<Int32> = []
    }

    /// The maximum number of connections. Further connections are closed at once.
    static let connectionLimit = 512
    /// The maximum number of bytes of request bodies in memory, over all connections. Further requests are refused with
    /// 503.
    static let bodiesLimit = 256 << 20

    let port: Int
    private let allowedOrigin: String?
    private let listener: Int32
    private let state = Mutex(State())
    private let closed = DispatchSemaphore(value: 0)
    private let bodies = MemoryBudget(bytes: bodiesLimit)

    /// Opens the port.
    /// - Throws: ``Socket/Failure`` if it cannot be opened.
    init(port: Int, allowedOrigin: String? = nil) throws {
        self.allowedOrigin = allowedOrigin
        (listener, self.port) = try Socket.listen(port: port)
    }

    /// Starts to serve. Call it once.
    func serve(_ handler: any Handler) {
        let isServing = thread { $0.acceptConnections(handler) }
        state.withLock { $0.isServing = isServing }
    }

    /// Closes every connection and releases the port. It takes at most half a second.
    func stop() {
        let isServing = state.withLock { state in
            state.isStopped = true
            state.connections.forEach(Socket.hangUp)
            return state.isServing
        }
        guard isServing else {
            close(listener)
            return
        }
        Socket.hangUp(listener)
        closed.wait()
        closed.signal()
    }

    /// Whether a client is connected or about to connect.
    var isBusy: Bool {
        Socket.wait(listener, for: Int32(POLLIN), seconds: 0) || state.withLock { !$0.connections.isEmpty }
    }

    private func thread(_ work: @escaping @Sendable (HTTPServer) -> Void) -> Bool {
        DetachedThread.start(stackSize: 1 << 20) { work(self) }
    }

    private func acceptConnections(_ handler: any Handler) {
        while !state.withLock(\.isStopped) {
            // On platforms on which `shutdown` doesn't wake `poll`, the timeout limits how long a stopped server holds
            // its port.
            guard Socket.wait(listener, for: Int32(POLLIN), seconds: 0.5) else { continue }
            guard let descriptor = Socket.accept(listener) else {
                // The process may be out of descriptors. Retrying at once would loop without progress.
                _ = Socket.wait(-1, for: 0, seconds: 0.05)
                continue
            }
            let isTaken = state.withLock { state in
                !state.isStopped && state.connections.count < Self.connectionLimit
                    && state.connections.insert(descriptor).inserted
            }
            if !isTaken { close(descriptor) } else if !thread({ $0.serve(descriptor, handler) }) { drop(descriptor) }
        }
        close(listener)
        closed.signal()
    }

    private func serve(_ descriptor: Int32, _ handler: any Handler) {
        var connection = Connection(descriptor: descriptor)
        while serveRequest(on: &connection, handler) {}
        drop(descriptor)
    }

    private func drop(_ descriptor: Int32) {
        // Closed under the lock, because a new connection may get the same descriptor as soon as it is closed.
        state.withLock { state in
            state.connections.remove(descriptor)
            _ = close(descriptor)
        }
    }

    /// Serves one request. Returns false if the connection must end.
    private func serveRequest(on connection: inout Connection, _ handler: any Handler) -> Bool {
        do throws(RequestReader.Failure) {
            let head = try RequestReader.readHead(from: &connection)
            let policy = LoopbackPolicy(port: port, allowedOrigin: allowedOrigin)
            if let answer = policy.refusal(of: head.request) { throw .refused(answer) }
            if let refusal = handler.refusal(of: head.request) {
                _ = connection.read(count: refusal.resetAfterBytes, until: .now + .seconds(5))
                Socket.resetOnClose(connection.descriptor)
                return false
            }
            var request = head.request
            let share = MemoryBudget.Share(of: bodies)
            request.body = try RequestReader.readBody(of: head, from: &connection, share)
            let answer = handler.respond(to: request)
            // Sending the response may take an hour and doesn't need the request's body.
            request.body = []
            share.giveBack()
            return ResponseWriter(
                connection: connection,
                answer: answer,
                request: request,
                keepsAlive: head.keepsAlive
            ).send()
        } catch {
            guard case .refused(let answer) = error else { return false }
            let request = ServerRequest(method: "", target: "/", fields: [])
            _ = ResponseWriter(
                connection: connection,
                answer: answer,
                request: request,
                keepsAlive: false
            ).send()
            Socket.endWriting(connection.descriptor)
            connection.drain(limit: 8 << 20, until: .now + .seconds(1))
            return false
        }
    }
}
