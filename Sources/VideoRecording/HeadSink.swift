package import VideoGeneration

/// A sink that inspects or changes the head of a response before it forwards the head to another sink. The body is
/// forwarded unchanged.
package final class HeadSink<Sink: HTTPSink>: HTTPSink {
    private let sink: Sink
    private let look: @Sendable (inout HTTPResponseHead) async throws -> Void

    package init(_ sink: Sink, look: @escaping @Sendable (inout HTTPResponseHead) async throws -> Void) {
        self.sink = sink
        self.look = look
    }

    package func receive(head: HTTPResponseHead) async throws {
        var head = head
        try await look(&head)
        try await sink.receive(head: head)
    }

    package func receive(chunk: [UInt8]) async throws { try await sink.receive(chunk: chunk) }
}
