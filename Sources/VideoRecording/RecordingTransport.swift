import Synchronization
public import VideoGeneration

/// A transport that sends through another transport and records the redacted exchanges for ``PlaybackTransport``.
///
/// Use it for a provider once, by hand, with a real key. Never use it in a test that runs automatically.
/// ```swift
/// let transport = RecordingTransport(SystemTransport.shared)
/// // … a provider on this transport buys one video …
/// try transport.recording.write(to: "Tests/AcmeTests/Recordings/accepted.har")
/// ```
public final class RecordingTransport: HTTPTransport {
    /// The largest recorded body, in bytes. Of longer ones, such as videos, only the size is kept.
    private static let maximumBody = 1 << 20

    private let transport: any HTTPTransport
    private let clock: any EngineClock
    /// The exchanges in the order in which they began; nil for one that is in progress or failed.
    private let exchanges = Mutex<[RecordedExchange?]>([])

    /// Creates a transport that records the exchanges of another transport.
    public init(_ transport: any HTTPTransport, clock: any EngineClock = SystemClock()) {
        self.transport = transport
        self.clock = clock
    }

    /// The exchanges so far, without those that failed.
    public var recording: Recording { Recording(exchanges.withLock { $0.compactMap { $0 } }) }

    /// Sends a request through the other transport and records the exchange.
    /// - Throws: the error of the other transport or of the sink.
    public func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let tee = Tee(sink, clock)
        let (startedAt, start) = (clock.now, clock.uptime)
        let index = exchanges.withLock { exchanges in
            exchanges.append(nil)
            return exchanges.count - 1
        }
        try await transport.send(request, timeouts: timeouts, to: tee)
        guard let (response, leftOut, headArrival) = tee.response else { return }
        let exchange = RecordedExchange(
            request,
            response,
            leftOut: leftOut,
            startedAt: startedAt,
            wait: headArrival - start,
            receive: clock.uptime - headArrival
        )
        exchanges.withLock { $0[index] = exchange }
    }

    /// Forwards a response and collects it.
    private final class Tee<Sink: HTTPSink>: HTTPSink {
        private let sink: Sink
        private let clock: any EngineClock
        private let state = Mutex<(head: (HTTPResponseHead, at: Duration)?, body: [UInt8], size: Int64)>((nil, [], 0))

        init(_ sink: Sink, _ clock: any EngineClock) {
            self.sink = sink
            self.clock = clock
        }

        /// The response, the length of its body if the body was left out, and the time at which its head arrived.
        var response: (HTTPResponse, leftOut: Int64?, headArrival: Duration)? {
            state.withLock { state in
                guard let (head, headArrival) = state.head else { return nil }
                guard !state.body.beginsLikeMP4, state.size == Int64(state.body.count) else {
                    return (HTTPResponse(head: head), state.size, headArrival)
                }
                return (HTTPResponse(head: head, body: state.body), nil, headArrival)
            }
        }

        func receive(head: HTTPResponseHead) async throws {
            state.withLock { $0.head = (head, clock.uptime) }
            try await sink.receive(head: head)
        }

        func receive(chunk: [UInt8]) async throws {
            state.withLock { state in
                state.size += Int64(chunk.count)
                state.body += chunk.prefix(RecordingTransport.maximumBody - state.body.count)
            }
            try await sink.receive(chunk: chunk)
        }
    }
}
