import Synchronization
import VideoGeneration
import VideoGenerationTesting

/// A transport that holds each request for a token until the test releases it.
final class HeldToken: HTTPTransport {
    private let base: any HTTPTransport
    private let state = Mutex((exchanges: 0, isReleased: false))

    init(_ base: any HTTPTransport) { self.base = base }

    /// The requests for a token so far.
    var exchanges: Int { state.withLock { $0.exchanges } }

    func release() async throws {
        try await BoundedWait.until("an exchange") { exchanges > 0 }
        // The other callers come to wait meanwhile.
        for _ in 0..<200 { await Task.yield() }
        state.withLock { $0.isReleased = true }
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        if request.url.origin.description == "https://oauth2.googleapis.com" {
            state.withLock { $0.exchanges += 1 }
            do {
                try await BoundedWait.until("the release") { state.withLock { $0.isReleased } }
            } catch is CancellationError {
                throw HTTPTransportError(.cancelled, .sent, "The request was cancelled.")
            }
        }
        try await base.send(request, timeouts: timeouts, to: sink)
    }
}
