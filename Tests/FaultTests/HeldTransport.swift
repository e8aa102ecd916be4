import VideoGeneration
import VideoGenerationTesting
import VideoRecording

/// The machine's transport, whose answers to submits wait until they may come: what happens meanwhile is no race.
struct HeldTransport: HTTPTransport {
    private let arrival = AsyncStream<Void>.makeStream()
    private let gate = AsyncStream<Void>.makeStream()

    /// Returns once an answer waits.
    func hasAnswer() async { for await _ in arrival.stream { return } }

    /// Lets all answers come.
    func release() { gate.continuation.finish() }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        guard request.method == .post else {
            return try await SystemTransport.shared.send(request, timeouts: timeouts, to: sink)
        }
        let held = HeadSink(sink) { _ in
            arrival.continuation.yield()
            for await _ in gate.stream {}
        }
        try await SystemTransport.shared.send(request, timeouts: timeouts, to: held)
    }
}
