import Dispatch
import Synchronization
import VideoPlatform

/// A port on 127.0.0.1 with a thread that accepts connections and a thread for each connection.
///
/// It uses its own threads because its waits block, and must not block the concurrency threads of the host program.
package final class LoopbackListener: Sendable {
    private struct State {
        var isServing = false
        var isStopped = false
        var connections: Set<Int32> = []
        var acceptedCount = 0
    }

    /// The port that it listens on.
    package let port: Int
    private let connectionLimit: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let closed = DispatchSemaphore(value: 0)

    /// Opens a port.
    /// - Parameters:
    ///   - port: The port, or 0 for one that the system chooses.
    ///   - connectionLimit: The maximum number of connections. Further connections are closed at once.
    package init(port: Int = 0, connectionLimit: Int = .max) throws(LoopbackSocket.Failure) {
        self.connectionLimit = connectionLimit
        (listener, self.port) = try LoopbackSocket.listen(on: port)
    }

    /// Starts to accept connections. Call it once.
    /// - Parameter serve: Serves a connection on a thread of that connection. The connection is closed when it returns.
    package func start(_ serve: @escaping @Sendable (LoopbackConnection) -> Void) {
        let isServing = thread { $0.acceptConnections(serve) }
        state.withLock { $0.isServing = isServing }
    }

    /// Closes every connection and releases the port. It takes at most half a second.
    package func stop() {
        let isServing = state.withLock { state in
            state.isStopped = true
            state.connections.forEach(LoopbackSocket.hangUp)
            return state.isServing
        }
        guard isServing else {
            close(listener)
            return
        }
        LoopbackSocket.hangUp(listener)
        closed.wait()
        closed.signal()
    }

    /// The number of connections accepted up to now.
    package var acceptedCount: Int { state.withLock(\.acceptedCount) }

    /// Whether a client is connected or about to connect.
    package var isBusy: Bool {
        LoopbackSocket.wait(listener, for: Int32(POLLIN), until: .now) || state.withLock { !$0.connections.isEmpty }
    }

    private func thread(_ work: @escaping @Sendable (LoopbackListener) -> Void) -> Bool {
        DetachedThread.start(stackSize: 1 << 20) { work(self) }
    }

    private func acceptConnections(_ serve: @escaping @Sendable (LoopbackConnection) -> Void) {
        while !state.withLock(\.isStopped) {
            // On platforms on which `shutdown` doesn't wake `poll`, the timeout limits how long a stopped listener holds
            // its port.
            guard LoopbackSocket.wait(listener, for: Int32(POLLIN), until: .now + .milliseconds(500)) else { continue }
            guard let descriptor = LoopbackSocket.accept(listener) else {
                // The process may be out of descriptors. Retrying at once would loop without progress.
                if !state.withLock(\.isStopped) {
                    _ = LoopbackSocket.wait(-1, for: 0, until: .now + .milliseconds(50))
                }
                continue
            }
            guard let number = register(descriptor) else {
                close(descriptor)
                continue
            }
            let isServed = thread { listener in
                serve(LoopbackConnection(descriptor, number: number))
                listener.drop(descriptor)
            }
            if !isServed { drop(descriptor) }
        }
        close(listener)
        closed.signal()
    }

    /// Returns the number of a new connection, or nil if it must be closed.
    private func register(_ descriptor: Int32) -> Int? {
        state.withLock { state in
            guard !state.isStopped, state.connections.count < connectionLimit else { return nil }
            state.connections.insert(descriptor)
            state.acceptedCount += 1
            return state.acceptedCount - 1
        }
    }

    private func drop(_ descriptor: Int32) {
        // Closed under the lock, because a new connection may get the same descriptor as soon as it is closed.
        state.withLock { state in
            state.connections.remove(descriptor)
            _ = close(descriptor)
        }
    }
}
