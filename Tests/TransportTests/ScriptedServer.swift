import Foundation
import LoopbackHTTP
import Synchronization

/// A loopback HTTP server that sends the responses of a test and counts the requests.
final class ScriptedServer: Sendable {
    /// A request as it was received.
    struct Request: Sendable {
        var method: String
        var target: String
        /// The whole head as text.
        var head: String
        var bodyLength: Int
        /// The number of its connection, counted from 0.
        var connection: Int
    }

    /// Responds to a request. Returns whether the connection stays open.
    typealias Behaviour = @Sendable (Request, LoopbackConnection) -> Bool

    let port: Int
    private let listener: LoopbackListener
    private let behaviours: [String: Behaviour]
    private let received = Mutex<[Request]>([])

    /// Listens on a port that the system chooses.
    init(_ behaviours: [String: Behaviour]) throws {
        self.behaviours = behaviours
        listener = try LoopbackListener()
        port = listener.port
        listener.start { [self] connection in serve(connection) }
    }

    /// Closes the port and every connection.
    func stop() { listener.stop() }

    var requests: [Request] { received.withLock(\.self) }
    var connectionCount: Int { listener.acceptedCount }

    /// The time limit of every wait for the client.
    static var deadline: ContinuousClock.Instant { .now + .seconds(120) }

    private func serve(_ connection: LoopbackConnection) {
        while let bytes = connection.readHead(until: Self.deadline), let head = RequestHead(bytes) {
            var length = 0
            if case .length(let announced) = head.framing { length = announced }
            let request = Request(
                method: head.method,
                target: head.target,
                head: String(decoding: bytes, as: UTF8.self),
                bodyLength: connection.skip(length, until: Self.deadline),
                connection: connection.number
            )
            received.withLock { $0.append(request) }
            let path = head.target.split(separator: "?").first.map(String.init) ?? head.target
            guard let behaviour = behaviours[path] ?? behaviours["*"], behaviour(request, connection) else { return }
        }
    }
}
