import Synchronization
public import VideoGeneration

/// Answers from a ``Recording``, strictly: a request that is not in it fails, and nothing is ever contacted.
///
/// Requests are compared by method, URL and body, after the same redaction as the recording. Equal requests
/// get their answers in the order in which these were recorded; each answer is given once.
public final class PlaybackTransport: HTTPTransport {
    private let left: Mutex<[RecordedExchange]>

    private let standIn: (@Sendable (RecordedExchange) -> [UInt8])?

    /// Plays a recording.
    /// - Parameters:
    ///   - recording: what is played.
    ///   - standIn: makes a body for one that was left out, such as a video of one's own; nil makes
    ///     asking for it an error.
    public init(_ recording: Recording, standIn: (@Sendable (RecordedExchange) -> [UInt8])? = nil) {
        left = Mutex(recording.exchanges)
        self.standIn = standIn
    }

    /// What was not asked for yet: empty at the end of a test that plays everything.
    public var unplayed: [RecordedExchange] { left.withLock { $0 } }

    /// Answers from the recording.
    /// - Throws: `HTTPTransportError` with code `invalidRequest`, not sent, where the recording has no answer.
    public func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let exchange = left.withLock { left in
            left.firstIndex { $0.isAnswer(to: request) }.map { left.remove(at: $0) }
        }
        guard let exchange else {
            throw HTTPTransportError(
                .invalidRequest,
                .notSent,
                "The recording has no answer for \(request). Record it again; nothing was contacted."
            )
        }
        var response = exchange.response
        if exchange.leftOut != nil {
            guard let standIn else {
                throw HTTPTransportError(
                    .invalidRequest,
                    .notSent,
                    "The recording has no body for \(request): it was left out. Nothing was contacted."
                )
            }
            // The stand-in is whole, whatever part was asked for.
            let type = response.head.fields["Content-Type"] ?? "video/mp4"
            response = HTTPResponse(status: 200, fields: ["Content-Type": type], body: standIn(exchange))
        }
        try await sink.receive(head: response.head)
        if !response.body.isEmpty { try await sink.receive(chunk: response.body) }
    }
}
