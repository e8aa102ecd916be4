import Foundation
import Synchronization
import VideoGenerationCore

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Forwards the events of a session to the exchange that they belong to. Follows no redirect and provides no
/// credential.
final class SessionDelegate: NSObject, URLSessionDataDelegate {
    private let exchanges = Mutex<[ObjectIdentifier: SessionExchange]>([:])

    func add(_ exchange: SessionExchange) {
        exchanges.withLock { $0[ObjectIdentifier(exchange.task)] = exchange }
    }

    func remove(_ exchange: SessionExchange) {
        exchanges.withLock { $0[ObjectIdentifier(exchange.task)] = nil }
    }

    private func exchange(_ task: URLSessionTask) -> SessionExchange? {
        exchanges.withLock { $0[ObjectIdentifier(task)] }
    }

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        completionHandler(exchange(dataTask)?.receive(response) == true ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        exchange(dataTask)?.receive(data)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        exchange(task)?.complete(error)
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if canImport(Darwin)
        // The system validates certificates.
        if challenge.protectionSpace.authenticationMethod == NSURLAuthenticationMethodServerTrust {
            return completionHandler(.performDefaultHandling, nil)
        }
        #endif
        // No password is ever provided.
        completionHandler(.rejectProtectionSpace, nil)
    }
}
