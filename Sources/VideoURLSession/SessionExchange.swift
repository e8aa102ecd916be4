import Dispatch
import Foundation
import Synchronization
import VideoGenerationCore

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// One exchange of a ``URLSessionTransport``: its task, its deadlines and its progress.
final class SessionExchange: Sendable {
    private struct State {
        var deadlines: DeadlineWatch
        var timer: (any DispatchSourceTimer)?
        var hasHead = false
        var expected: Int64?
        var received: Int64 = 0
        var isFull = false
        var isOver = false
    }

    let task: URLSessionDataTask
    let channel = ResponseChannel()
    private let origin: Origin
    private let timeouts: HTTPTimeouts
    private let hasBody: Bool
    private let state: Mutex<State>

    init(_ task: URLSessionDataTask, _ request: HTTPRequest, _ timeouts: HTTPTimeouts) {
        self.task = task
        self.timeouts = timeouts
        origin = request.url.origin
        hasBody = request.method != .head
        state = Mutex(State(deadlines: DeadlineWatch(timeouts, start: .now)))
    }

    // MARK: - Calls from the transport

    func start() {
        state.withLock {
            let timer = DispatchSource.makeTimerSource(queue: .global())
            timer.setEventHandler { [weak self] in self?.look() }
            Self.schedule(timer, $0.deadlines)
            timer.resume()
            $0.timer = timer
        }
        task.resume()
    }

    /// Handles a cancellation of the caller. A submit in progress continues until its grace period ends.
    func cancel() {
        let isOver = state.withLock {
            guard timeouts.cancellationGrace > .zero else { return true }
            $0.deadlines.cancel(at: .now)
            if let timer = $0.timer { Self.schedule(timer, $0.deadlines) }
            return false
        }
        if isOver {
            end(HTTPTransportError(.cancelled, progress, "The request to \(origin) was cancelled."))
        }
    }

    /// Continues after the caller took a full buffer.
    func resume() {
        let wasFull = state.withLock { state in
            defer { state.isFull = false }
            state.deadlines.resume(at: .now)
            return state.isFull
        }
        #if !canImport(FoundationNetworking)
        if wasFull { task.resume() }
        #else
        // FoundationNetworking restarts a suspended request from its beginning, so the task is never suspended.
        _ = wasFull
        #endif
    }

    func stop() {
        state.withLock {
            $0.isOver = true
            $0.timer?.cancel()
            $0.timer = nil
        }
        // Cancels on another thread, because FoundationNetworking can deadlock on the caller's thread.
        DispatchQueue.global().async { [task] in task.cancel() }
    }

    // MARK: - Events of the session

    func receive(_ response: URLResponse) -> Bool {
        guard let response = response as? HTTPURLResponse else {
            end(HTTPTransportError(.invalidResponse, .sent, "The response from \(origin) is not valid HTTP."))
            return false
        }
        var head = HTTPResponseHead(status: response.statusCode)
        for (name, value) in response.allHeaderFields {
            guard let field = HTTPField(name: "\(name)", value: "\(value)") else { continue }
            head.fields.append(field)
        }
        if let coding = head.fields["Content-Encoding"], coding.lowercased() != "identity" {
            end(
                HTTPTransportError(
                    .invalidResponse,
                    .headReceived,
                    "The response from \(origin) has an encoding that was not requested."
                )
            )
            return false
        }
        state.withLock {
            $0.hasHead = true
            $0.expected = hasBody && head.status != 204 && head.status != 304 ? head.contentLength : nil
            $0.deadlines.headArrived(at: .now)
            if let timer = $0.timer { Self.schedule(timer, $0.deadlines) }
        }
        channel.write(head: head)
        channel.wake()
        return true
    }

    func receive(_ data: Data) {
        state.withLock {
            // Done under the lock. Otherwise the caller could take the full buffer before it is marked as full, and
            // nothing would resume the task.
            let isFull = data.withUnsafeBytes { channel.write($0) }
            $0.received += Int64(data.count)
            $0.deadlines.received(data.count, at: .now)
            if isFull, !$0.isFull {
                $0.isFull = true
                $0.deadlines.hold()
                #if !canImport(FoundationNetworking)
                task.suspend()
                #endif
            }
        }
        channel.wake()
    }

    func complete(_ error: (any Error)?) {
        if let error {
            return end(failure(error))
        }
        let (expected, received) = state.withLock { ($0.expected, $0.received) }
        guard let expected, expected != received else {
            channel.finish(.success(()))
            return channel.wake()
        }
        end(
            HTTPTransportError(
                .connectionLost,
                progress,
                "The connection to \(origin) ended before the response was complete."
            )
        )
    }

    // MARK: - Ends

    private var progress: ExchangeProgress {
        state.withLock { !$0.hasHead ? .sent : $0.received == 0 ? .headReceived : .bodyReceived($0.received) }
    }

    private func end(_ error: HTTPTransportError) {
        channel.finish(.failure(error))
        channel.wake()
    }

    private func look() {
        let passed = state.withLock { state -> DeadlineWatch.Passed? in
            guard !state.isOver else { return nil }
            let passed = state.deadlines.passed(at: .now)
            if passed == nil, let timer = state.timer { Self.schedule(timer, state.deadlines) }
            return passed
        }
        if let passed { end(passed.error(origin, timeouts, progress)) }
    }

    private static func schedule(_ timer: any DispatchSourceTimer, _ deadlines: DeadlineWatch) {
        guard let next = deadlines.next else { return }
        timer.schedule(deadline: .now() + max((next - .now).seconds, 0) + 0.001)
    }

    /// Returns the error for a failed exchange. Only a failure before a connection is established proves that nothing
    /// was sent.
    private func failure(_ error: any Error) -> HTTPTransportError {
        let code = (error as? URLError)?.code
        let hasHead = state.withLock { $0.hasHead }
        switch code {
        case .cannotFindHost?, .dnsLookupFailed?:
            return .init(.nameNotResolved, .notSent, "The host name \(origin.host) could not be resolved.")
        case .cannotConnectToHost? where !hasHead, .notConnectedToInternet? where !hasHead:
            return .init(.connectionFailed, .notSent, "A connection to \(origin) could not be established.")
        case .serverCertificateUntrusted?, .serverCertificateHasBadDate?, .serverCertificateHasUnknownRoot?,
            .serverCertificateNotYetValid?:
            return .init(
                .certificateNotTrusted,
                .notSent,
                "A secure connection to \(origin) could not be established: its certificate is not trusted."
            )
        case .cancelled?:
            return .init(.cancelled, progress, "The request to \(origin) was cancelled.")
        case .badServerResponse? where hasHead, .cannotParseResponse?:
            return .init(.invalidResponse, progress, "The response from \(origin) is not valid HTTP.")
        default:
            return .init(
                .connectionLost,
                progress,
                "The connection to \(origin) ended before the response was complete."
            )
        }
    }
}
