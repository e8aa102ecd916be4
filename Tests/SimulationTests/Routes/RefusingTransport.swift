import VideoGeneration
import VideoRecording

/// A transport that tells an unknown outcome of a purchase as a refusal.
struct RefusingTransport: HTTPTransport {
    let transport: SimulatedTransport

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        guard request.method == .post else { return try await transport.send(request, timeouts: timeouts, to: sink) }
        let changed = HeadSink(sink) { head in
            if head.status >= 500 { head = HTTPResponse(status: 403).head }
        }
        do {
            try await transport.send(request, timeouts: timeouts, to: changed)
        } catch let error as HTTPTransportError where error.progress == .sent {
            try await sink.receive(head: HTTPResponse(status: 403).head)
        }
    }
}
