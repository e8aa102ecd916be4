import Synchronization
import VideoPlatform

/// A minimal HTTP/1.1 server on loopback with fixed responses and one thread per connection.
///
/// It uses as little CPU as possible, so that a benchmark measures the client and not the server.
final class LoopbackServer: Sendable {
    let port: Int
    private let listener: Int32
    private let routes: LoopbackRoutes

    /// Opens a port that the system chooses.
    init(_ routes: LoopbackRoutes) throws {
        self.routes = routes
        listener = LoopbackSocket.make()
        var address = LoopbackSocket.address()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isOpen = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 1024) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isOpen else { throw BenchmarkError("No port on loopback could be opened.") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Serves until the process ends.
    func run() {
        signal(SIGPIPE, SIG_IGN)
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { continue }
            var yes: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            DetachedThread.start(stackSize: 256 << 10) { [routes] in
                var connection = LoopbackConnection(descriptor)
                while let request = connection.readRequest(), routes.answer(request, on: connection) {}
                close(descriptor)
            }
        }
    }
}
