import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
public import VideoGenerationCore
#endif

/// HTTP by Apple's stack, for Apple platforms; ``SystemTransport/shared`` is one there.
///
/// Reads share one session without cookies, cache or stored credentials. Everything that may buy travels in a
/// session of its own, on a connection that nobody used before, because a reused one may be tried twice
/// underneath. Deadlines are this package's, not the session's. Compiled on Linux too, as the
/// module `VideoURLSession`; FoundationNetworking breaks several of these promises there: use `CurlTransport`.
///
/// ``HTTPRequest/AddressPolicy/publicOnly`` is decided on the addresses that the name has just before the request;
/// unlike libcurl, this stack does not let anybody look at the socket itself.
public final class URLSessionTransport: HTTPTransport {
    private let delegate = SessionDelegate()
    private let shared: URLSession

    /// Starts the transport.
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
        // Deadlines are ours; these are only far away.
        configuration.timeoutIntervalForRequest = 7 * 24 * 3600
        configuration.timeoutIntervalForResource = 7 * 24 * 3600
        configuration.httpMaximumConnectionsPerHost = 64
        return URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
    }

    /// Sends a request; see ``HTTPTransport/send(_:timeouts:to:)``.
    public func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        try request.checkRules()
        guard let message = URLRequest(request) else {
            throw HTTPTransportError(.invalidRequest, .notSent, "The address \(request.url) cannot be sent.")
        }
        if request.peers == .publicOnly { try HostAddresses.checkPublic(request.url.origin) }
        if Task.isCancelled {
            throw HTTPTransportError(.cancelled, .notSent, "The request was cancelled before it was sent.")
        }
        let session = request.method.isSafe ? shared : Self.makeSession(delegate)
        let exchange = SessionExchange(session.dataTask(with: message), request, timeouts)
        delegate.add(exchange)
        defer {
            delegate.remove(exchange)
            exchange.stop()
            if session !== shared { session.finishTasksAndInvalidate() }
        }
        try await withTaskCancellationHandler {
            exchange.start()
            try await exchange.handover.deliver(to: sink) { exchange.makeRoom() }
        } onCancel: {
            exchange.cancel()
        }
    }
}

extension URLRequest {
    /// The same request in Foundation's form; nil where Foundation would change the address.
    init?(_ request: HTTPRequest) {
        guard let url = URL(string: request.url.string), url.absoluteString == request.url.string else { return nil }
        self.init(url: url)
        httpMethod = request.method.rawValue
        httpBody = request.body.map { Data($0) }
        httpShouldHandleCookies = false
        for field in request.sentFields { addValue(field.value, forHTTPHeaderField: field.name) }
    }
}
