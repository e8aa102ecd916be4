import Dispatch
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
import VideoGenerationCore
#endif

/// One exchange of a ``URLSessionTransport``: its task, its deadlines, and how far it got.
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
    let handover = ResponseChannel()
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

    // MARK: - The caller's side

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

    /// The caller was cancelled; a purchase under way goes on for its grace.
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

    /// The caller took a full buffer.
    func makeRoom() {
        let wasFull = state.withLock { state in
            defer { state.isFull = false }
            state.deadlines.resume(at: .now)
            return state.isFull
        }
        #if !canImport(FoundationNetworking)
        if wasFull { task.resume() }
        #else
        // FoundationNetworking restarts a suspended request from its beginning, so it is never suspended.
        _ = wasFull
        #endif
    }

    func stop() {
        state.withLock {
            $0.isOver = true
            $0.timer?.cancel()
            $0.timer = nil
        }
        // Never on the caller's thread: FoundationNetworking can deadlock there.
        DispatchQueue.global().async { [task] in task.cancel() }
    }

    // MARK: - What the session reports

    func receive(_ response: URLResponse) -> Bool {
        guard let response = response as? HTTPURLResponse else {
            end(HTTPTransportError(.invalidResponse, .sent, "The answer of \(origin) is no HTTP."))
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
                    "The answer of \(origin) is encoded as nobody asked."
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
        handover.put(head: head)
        handover.wake()
        return true
    }

    func receive(_ data: Data) {
        state.withLock {
            // In the lock: else the caller could take the full buffer before it is known to be full, and nobody would
            // go on then.
            let isFull = data.withUnsafeBytes { handover.put($0) }
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
        handover.wake()
    }

    func complete(_ error: (any Error)?) {
        if let error {
            return end(failure(error))
        }
        let (expected, received) = state.withLock { ($0.expected, $0.received) }
        guard let expected, expected != received else {
            handover.finish(.success(()))
            return handover.wake()
        }
        end(HTTPTransportError(.connectionLost, progress, "The connection to \(origin) ended before the answer did."))
    }

    // MARK: - Ends

    private var progress: ExchangeProgress {
        state.withLock { !$0.hasHead ? .sent : $0.received == 0 ? .headReceived : .bodyReceived($0.received) }
    }

    private func end(_ error: HTTPTransportError) {
        handover.finish(.failure(error))
        handover.wake()
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

    /// Only what fails before a connection stands proves that nothing was sent.
    private func failure(_ error: any Error) -> HTTPTransportError {
        let code = (error as? URLError)?.code
        let hasHead = state.withLock { $0.hasHead }
        switch code {
        case .cannotFindHost?, .dnsLookupFailed?:
            return .init(.nameNotResolved, .notSent, "The name \(origin.host) has no address.")
        case .cannotConnectToHost? where !hasHead, .notConnectedToInternet? where !hasHead:
            return .init(.connectionFailed, .notSent, "No connection to \(origin).")
        case .serverCertificateUntrusted?, .serverCertificateHasBadDate?, .serverCertificateHasUnknownRoot?,
            .serverCertificateNotYetValid?:
            return .init(.tlsFailed, .notSent, "No secure connection to \(origin).")
        case .cancelled?:
            return .init(.cancelled, progress, "The request to \(origin) was cancelled.")
        case .badServerResponse? where hasHead, .cannotParseResponse?:
            return .init(.invalidResponse, progress, "The answer of \(origin) is no HTTP.")
        default:
            return .init(.connectionLost, progress, "The connection to \(origin) ended before the answer did.")
        }
    }
}
