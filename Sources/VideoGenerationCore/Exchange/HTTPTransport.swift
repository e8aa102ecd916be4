/// Sends one request and hands over the answer. Nothing else: a transport follows no redirect, keeps no
/// cookie, retries nothing and decodes nothing.
///
/// Use ``SystemTransport/shared`` in an app, a scripted one in a test. Implement it to bring another HTTP
/// stack: everything that is not ``HTTPMethod/isSafe`` must travel on a connection that nobody used before
/// and that is closed afterwards, and ``ExchangeProgress/notSent`` may only be reported where it is proven.
public protocol HTTPTransport: Sendable {
    /// Sends a request and hands the answer to a sink, the head first, then the body in order.
    ///
    /// The sink's speed is the transfer's speed: the next chunk is not handed over before the last one
    /// was taken, and the transport buffers a few of them at most. An error that the sink throws ends
    /// the exchange and is thrown on as it is.
    /// - Throws: ``HTTPTransportError``, or what the sink threw.
    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws
}

/// Takes an answer as it arrives.
public protocol HTTPSink: AnyObject, Sendable {
    /// Takes status and header fields; called once, before any chunk.
    func receive(head: HTTPResponseHead) async throws
    /// Takes the next bytes of the body, at most some 512 KiB.
    func receive(chunk: [UInt8]) async throws
}

extension HTTPTransport {
    /// Sends a request and collects an answer that fits in memory.
    /// - Parameters:
    ///   - request: what is asked.
    ///   - timeouts: its deadlines.
    ///   - maximumBody: more than this many bytes is an error; 1 MiB by default, far more than any JSON answer
    ///     of these APIs.
    /// - Throws: ``HTTPTransportError``; code `tooLarge` where the body is larger.
    public func response(
        to request: HTTPRequest,
        timeouts: HTTPTimeouts = .read,
        maximumBody: Int = 1 << 20
    ) async throws -> HTTPResponse {
        let collector = HTTPCollector(maximumBody: maximumBody)
        try await send(request, timeouts: timeouts, to: collector)
        return try collector.response()
    }
}
