import Foundation
import Synchronization
import VideoGeneration

/// A transport that takes note of the time at which a server says it answers, so that this machine's clock can
/// be held against it.
final class DatedTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let date = Mutex<Date?>(nil)

    init(_ transport: any HTTPTransport) { self.transport = transport }

    /// The server's time at its last answer; nil where it told none.
    var serverTime: Date? { date.withLock { $0 } }

    func send(_ request: HTTPRequest, limits: HTTPLimits, to sink: some HTTPSink) async throws {
        let dated = DatedSink(sink) { head in
            guard let time = RetryHint.date(of: head.fields) else { return }
            self.date.withLock { $0 = time }
        }
        try await transport.send(request, limits: limits, to: dated)
    }
}

/// Hands everything on, and shows the head to somebody else as well.
private final class DatedSink<Sink: HTTPSink>: HTTPSink {
    private let sink: Sink
    private let see: @Sendable (HTTPResponseHead) -> Void

    init(_ sink: Sink, see: @escaping @Sendable (HTTPResponseHead) -> Void) {
        self.sink = sink
        self.see = see
    }

    func receive(head: HTTPResponseHead) async throws {
        see(head)
        try await sink.receive(head: head)
    }

    func receive(chunk: [UInt8]) async throws { try await sink.receive(chunk: chunk) }
}
