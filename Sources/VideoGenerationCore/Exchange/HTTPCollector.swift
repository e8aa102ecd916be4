import Synchronization

/// A sink that collects a small response in memory.
final class HTTPCollector: HTTPSink {
    private struct State {
        var head: HTTPResponseHead?
        var body: [UInt8] = []
    }

    private let maximumBody: Int
    private let state = Mutex(State())

    init(maximumBody: Int) { self.maximumBody = maximumBody }

    func receive(head: HTTPResponseHead) async throws { state.withLock { $0.head = head } }

    func receive(chunk: [UInt8]) async throws {
        try state.withLock {
            guard $0.body.count + chunk.count <= maximumBody else {
                throw HTTPTransportError(
                    .tooLarge,
                    .bodyReceived(Int64($0.body.count)),
                    "The response is larger than \(maximumBody) bytes."
                )
            }
            $0.body += chunk
        }
    }

    func response() throws -> HTTPResponse {
        try state.withLock {
            guard let head = $0.head else {
                throw HTTPTransportError(.invalidResponse, .sent, "The response has no head.")
            }
            return HTTPResponse(head: head, body: $0.body)
        }
    }
}
