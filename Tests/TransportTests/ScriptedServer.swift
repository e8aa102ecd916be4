import Foundation
import Synchronization

/// A loopback HTTP server that does exactly what a test tells it to, and counts what it sees.
final class ScriptedServer: Sendable {
    /// One request as it came in.
    struct Request: Sendable {
        var method: String
        var target: String
        /// The whole head as text.
        var head: String
        var bodyLength: Int
        /// Which connection it came on, from 0.
        var connection: Int
    }

    /// Answers one request; returns whether the connection stays open.
    typealias Behaviour = @Sendable (Request, Connection) -> Bool

    private struct State {
        var requests: [Request] = []
        var connections: [Connection] = []
        var isStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let behaviours: [String: Behaviour]
    private let state = Mutex(State())

    /// Listens on a port that the system chooses.
    init(_ behaviours: [String: Behaviour]) throws {
        self.behaviours = behaviours
        (listener, port) = try Loopback.listen()
        Thread.detachNewThread { [self] in accept() }
    }

    /// Closes the port and every connection.
    func stop() {
        let connections = state.withLock { state in
            state.isStopped = true
            return state.connections
        }
        connections.forEach { $0.hangUp() }
        Loopback.shutDown(listener)
    }

    var requests: [Request] { state.withLock { $0.requests } }
    var connectionCount: Int { state.withLock { $0.connections.count } }

    private func accept() {
        while let descriptor = Loopback.accept(listener) {
            let connection = Connection(descriptor)
            let number = state.withLock { state -> Int? in
                if state.isStopped { return nil }
                state.connections.append(connection)
                return state.connections.count - 1
            }
            guard let number else { break }
            Thread.detachNewThread { [self] in serve(connection, number) }
        }
        Loopback.close(listener)
    }

    private func serve(_ connection: Connection, _ number: Int) {
        while let head = connection.readHead() {
            let words = head.split(separator: " ", maxSplits: 2)
            guard words.count == 3 else { break }
            let length = head.lowercased().components(separatedBy: "\r\n")
                .first { $0.hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
            let target = String(words[1])
            let request = Request(
                method: String(words[0]),
                target: target,
                head: head,
                bodyLength: connection.read(upTo: length ?? 0),
                connection: number
            )
            state.withLock { $0.requests.append(request) }
            let path = target.split(separator: "?").first.map(String.init) ?? target
            guard let behaviour = behaviours[path] ?? behaviours["*"], behaviour(request, connection) else {
                break
            }
        }
        connection.close()
    }
}
