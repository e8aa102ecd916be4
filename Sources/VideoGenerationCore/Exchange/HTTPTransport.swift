/// A type that sends one request and delivers the response.
///
/// A transport follows no redirects, keeps no cookies, retries nothing, and decodes nothing.
///
/// Use `SystemTransport.shared` in an app and a scripted transport in a test. Implement this protocol to use
/// another HTTP stack. An implementation must send every request whose method isn't ``HTTPMethod/isSafe`` on a
/// fresh connection that is closed afterwards, and it must report ``ExchangeProgress/notSent`` only if that is proven.
public protocol HTTPTransport: Sendable {
    /// Sends a request and delivers the response to a sink: the head first, then the body in order.
    ///
    /// The sink sets the speed of the transfer: the transport delivers a chunk only after the sink took the
    /// previous one, and buffers a few chunks at most. An error that the sink throws ends the exchange and is
    /// rethrown unchanged.
    /// - Throws: ``HTTPTransportError``, or the sink's error. If the Swift task is cancelled, the error has the
    ///   code ``HTTPTransportError/Code/cancelled``.
    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws
}

/// A receiver that takes a response as it arrives.
public protocol HTTPSink: AnyObject, Sendable {
    /// Takes the status and the header fields. Called once, before any chunk.
    /// - Throws: any error, such as `CancellationError`. It ends the exchange, and the transport rethrows it.
    func receive(head: HTTPResponseHead) async throws
    /// Takes the next bytes of the body, at most about 512 KiB.
    /// - Throws: any error, such as `CancellationError`. It ends the exchange, and the transport rethrows it.
    func receive(chunk: [UInt8]) async throws
}

extension HTTPTransport {
    /// Sends a request and collects a response that fits in memory.
    /// - Parameters:
    ///   - request: The request to send.
    ///   - timeouts: The deadlines of the exchange.
    ///   - maximumBody: The largest body to accept, in bytes; 1 MiB by default, which is far more than any JSON
    ///     response of these APIs.
    /// - Returns: The whole response, whatever its status.
    /// - Throws: ``HTTPTransportError``, with the code `tooLarge` if the body is larger than `maximumBody`, or
    ///   `cancelled` if the Swift task is cancelled.
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
