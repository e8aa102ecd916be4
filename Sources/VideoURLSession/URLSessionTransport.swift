import Foundation
import Synchronization
public import VideoGenerationCore

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A transport that uses Apple's HTTP stack. ``SystemTransport/shared`` is one on Apple platforms.
///
/// Reads share one session without cookies, cache or stored credentials. Every request that may cost money uses its own
/// session and a new connection, because URLSession may repeat a request on a reused connection. This package's
/// deadlines apply, not those of the session. The class is also compiled on Linux, as the module `VideoURLSession`, but
/// FoundationNetworking breaks several of these guarantees. Use `SystemTransport.shared` there.
///
/// ``HTTPRequest/AddressPolicy/publicOnly`` is checked with the addresses that the host name has just before the request.
/// Unlike libcurl, this stack does not give access to the socket itself.
public final class URLSessionTransport: HTTPTransport {
    private let delegate = SessionDelegate()
    private let shared: URLSession

    /// Creates the transport and its shared session.
    public init() { shared = Self.makeSession(delegate) }

    deinit { shared.finishTasksAndInvalidate() }

    private static func makeSession(_ delegate: SessionDelegate) -> URLSession {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        // This package enforces its own deadlines, so the session's are very long.
        configuration.timeoutIntervalForRequest = 7 * 24 * 3600
        configuration.timeoutIntervalForResource = 7 * 24 * 3600
        configuration.httpMaximumConnectionsPerHost = 64
        return URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
    }

    /// Sends a request; see ``HTTPTransport/send(_:timeouts:to:)``.
    /// - Throws: ``HTTPTransportError`` if the exchange fails or the task is cancelled, and any error of the sink.
    public func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        try request.checkRules()
        guard let message = URLRequest(request) else {
            throw HTTPTransportError(.invalidRequest, .notSent, "The URL \(request.url) cannot be sent.")
        }
        if request.peers == .publicOnly { try HostAddresses.checkPublic(request.url.origin) }
        if Task.isCancelled {
            throw HTTPTransportError(.cancelled, .notSent, "The request was cancelled before it was sent.")
        }
        let session = request.isSafe ? shared : Self.makeSession(delegate)
        let exchange = SessionExchange(session.dataTask(with: message), request, timeouts)
        delegate.add(exchange)
        defer {
            delegate.remove(exchange)
            exchange.stop()
            if session !== shared { session.finishTasksAndInvalidate() }
        }
        try await withTaskCancellationHandler {
            exchange.start()
            try await exchange.channel.drain(into: sink) { exchange.resume() }
        } onCancel: {
            exchange.cancel()
        }
    }
}

extension URLRequest {
    /// Creates a Foundation request. Nil if Foundation would change the URL.
    init?(_ request: HTTPRequest) {
        guard let url = URL(string: request.url.string), url.absoluteString == request.url.string else { return nil }
        self.init(url: url)
        httpMethod = request.method.rawValue
        httpBody = request.body.map { Data($0) }
        httpShouldHandleCookies = false
        for field in request.sentFields { addValue(field.value, forHTTPHeaderField: field.name) }
    }
}
