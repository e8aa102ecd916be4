import Synchronization
public import VideoGeneration

/// Answers from a ``Recording``, strictly: a request that is not in it fails, and nothing is ever contacted.
///
/// Requests are compared by method, URL and body, after the same redaction as the recording. Equal requests
/// get their answers in the order in which these were recorded; each answer is given once.
public final class PlaybackTransport: HTTPTransport {
    private let left: Mutex<[RecordedExchange]>

    /// Plays a recording.
    public init(_ recording: Recording) { left = Mutex(recording.exchanges) }

    /// What was not asked for yet: empty at the end of a test that plays everything.
    public var unplayed: [RecordedExchange] { left.withLock { $0 } }

    /// Answers from the recording.
    /// - Throws: `HTTPTransportError` with code `invalidRequest`, not sent, where the recording has no answer.
    public func send(_ request: HTTPRequest, limits: HTTPLimits, to sink: some HTTPSink) async throws {
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
        let response = exchange.response
        try await sink.receive(head: response.head)
        if !response.body.isEmpty { try await sink.receive(chunk: response.body) }
    }
}
