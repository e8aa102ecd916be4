import Synchronization
import VideoGeneration

/// A transport that gives every request the same response.
final class ScriptedModels: HTTPTransport {
    private let response: HTTPResponse
    private let sent = Mutex<[HTTPRequest]>([])

    init(status: Int, body: String) {
        response = HTTPResponse(status: status, fields: ["Content-Type": "application/json"], body: Array(body.utf8))
    }

    var requests: [HTTPRequest] { sent.withLock { $0 } }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        sent.withLock { $0.append(request) }
        try await sink.receive(head: response.head)
        try await sink.receive(chunk: response.body)
    }
}
