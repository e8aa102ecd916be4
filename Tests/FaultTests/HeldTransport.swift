import VideoGeneration

/// The machine's transport, whose answers wait until they may come: what happens meanwhile is no race.
struct HeldTransport: HTTPTransport {
    private let arrival = AsyncStream<Void>.makeStream()
    private let gate = AsyncStream<Void>.makeStream()

    /// Returns once an answer waits.
    func hasAnswer() async { for await _ in arrival.stream { return } }

    /// Lets all answers come.
    func release() { gate.continuation.finish() }

    func send(_ request: HTTPRequest, limits: HTTPLimits, to sink: some HTTPSink) async throws {
        try await SystemTransport.shared.send(request, limits: limits, to: Sink(sink: sink, transport: self))
    }

    private final class Sink<Other: HTTPSink>: HTTPSink {
        private let sink: Other
        private let transport: HeldTransport

        init(sink: Other, transport: HeldTransport) {
            self.sink = sink
            self.transport = transport
        }

        func receive(head: HTTPResponseHead) async throws {
            transport.arrival.continuation.yield()
            for await _ in transport.gate.stream {}
            try await sink.receive(head: head)
        }

        func receive(chunk: [UInt8]) async throws { try await sink.receive(chunk: chunk) }
    }
}
