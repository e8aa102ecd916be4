import Dispatch
import Synchronization
import VideoPlatform

/// An HTTP/1.1 server on 127.0.0.1 with a thread for each connection.
///
/// Threads of its own, because its waits block and must not hold up the program that it runs in.
final class HTTPServer: Sendable {
    /// What answers requests.
    protocol Handler: Sendable {
        /// Looks at a head before the body is read; an answer here ends the connection without reading it.
        func refusal(of head: ServerRequest) -> BodyRefusal?
        /// Answers a request.
        func answer(_ request: ServerRequest) -> SimulatedResponse
    }

    /// How a request ends whose body is not wanted to its end.
    struct BodyRefusal: Sendable {
        /// After so many bytes the connection is reset.
        var resetAfterBytes: Int
    }

    private struct State {
        var isServing = false
        var isStopped = false
        var connections: Set<Int32> = []
    }

    /// Connections at a time; more are turned away.
    static let connectionLimit = 512
    /// Bytes of request bodies in memory at a time, of all connections together; more are asked to come back.
    static let bodiesLimit = 256 << 20

    let port: Int
    private let allowedOrigin: String?
    private let listener: Int32
    private let state = Mutex(State())
    private let closed = DispatchSemaphore(value: 0)
    private let bodies = MemoryBudget(bytes: bodiesLimit)

    /// Opens the port.
    /// - Throws: ``Socket/Failure`` where it cannot be had.
    init(port: Int, allowedOrigin: String? = nil) throws {
        self.allowedOrigin = allowedOrigin
        (listener, self.port) = try Socket.listen(port: port)
    }

    /// Begins to serve; to be called once.
    func serve(_ handler: any Handler) {
        let isServing = thread { $0.acceptConnections(handler) }
        state.withLock { $0.isServing = isServing }
    }

    /// Ends every connection and gives the port back, which takes half a second at most.
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

    /// Whether somebody is connected, or about to be.
    var isBusy: Bool {
        Socket.wait(listener, for: Int32(POLLIN), seconds: 0) || state.withLock { !$0.connections.isEmpty }
    }

    private func thread(_ work: @escaping @Sendable (HTTPServer) -> Void) -> Bool {
        DetachedThread.start(stackSize: 1 << 20) { work(self) }
    }

    private func acceptConnections(_ handler: any Handler) {
        while !state.withLock(\.isStopped) {
            // The time bounds how long a stopped server holds its port where hanging up wakes nobody.
            guard Socket.wait(listener, for: Int32(POLLIN), seconds: 0.5) else { continue }
            guard let descriptor = Socket.accept(listener) else {
                // Out of descriptors, perhaps: not to be asked again at once.
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
        // Under the lock, because the number may be another connection's as soon as it is closed.
        state.withLock { state in
            state.connections.remove(descriptor)
            _ = close(descriptor)
        }
    }

    /// Serves one request; false ends the connection.
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
            let answer = handler.answer(request)
            // An answer may take an hour to go out, and no longer needs what was asked.
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
