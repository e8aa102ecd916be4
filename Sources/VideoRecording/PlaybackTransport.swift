import Synchronization
public import VideoGeneration

/// A transport that responds from a ``Recording`` and never contacts a server. A request that is not in the recording
/// fails.
///
/// Requests are compared by method, URL and body, after the same redaction as in the recording. Equal requests get
/// their responses in the order in which they were recorded. Each response is used once.
public final class PlaybackTransport: HTTPTransport {
    private let left: Mutex<[RecordedExchange]>

    private let standIn: (@Sendable (RecordedExchange) -> [UInt8])?

    /// Creates a transport that plays a recording.
    /// - Parameters:
    ///   - recording: the exchanges to play.
    ///   - standIn: returns a body for a recorded response whose body was left out, such as a video of your own. If
    ///     nil, a request for such a body fails.
    public init(_ recording: Recording, standIn: (@Sendable (RecordedExchange) -> [UInt8])? = nil) {
        left = Mutex(recording.exchanges)
        self.standIn = standIn
    }

    /// The exchanges that were not requested yet. Empty at the end of a test that plays everything.
    public var unplayed: [RecordedExchange] { left.withLock { $0 } }

    /// Responds to a request from the recording.
    /// - Throws: `HTTPTransportError` with code `invalidRequest` and progress `notSent` if the recording has no
    ///   response for the request; the error of the sink.
    public func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let exchange = left.withLock { left in
            left.firstIndex { $0.isAnswer(to: request) }.map { left.remove(at: $0) }
        }
        guard let exchange else {
            throw HTTPTransportError(
                .invalidRequest,
                .notSent,
                "The recording has no response for \(request). Nothing was sent. Record it again."
            )
        }
        var response = exchange.response
        if exchange.leftOut != nil {
            guard let standIn else {
                throw HTTPTransportError(
                    .invalidRequest,
                    .notSent,
                    "The recording has no body for \(request): it was left out. Nothing was sent."
                )
            }
            // The replacement is always the whole body, whatever range was requested.
            let type = response.head.fields["Content-Type"] ?? "video/mp4"
            response = HTTPResponse(status: 200, fields: ["Content-Type": type], body: standIn(exchange))
        }
        try await sink.receive(head: response.head)
        if !response.body.isEmpty { try await sink.receive(chunk: response.body) }
    }
}
