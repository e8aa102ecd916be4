package import VideoGeneration

/// A sink that looks at an answer's head, or changes it, before another one takes it; the body goes on as it is.
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
