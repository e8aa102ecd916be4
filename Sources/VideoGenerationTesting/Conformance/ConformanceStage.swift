import Synchronization
import VideoGeneration

/// The transport of a provider under test. A rule produces the responses, every request is recorded, and a call can be
/// cancelled at a chosen moment of its exchange.
final class ConformanceStage: HTTPTransport {
    /// The suspension points of an exchange.
    enum Moment: CaseIterable {
        case beforeSending, sent, headReceived, inBody, answered

        var progress: ExchangeProgress {
            switch self {
            case .beforeSending: .notSent
            case .sent: .sent
            case .headReceived: .headReceived
            case .inBody, .answered: .bodyReceived(1)
            }
        }
    }

    /// The record of one call of a provider's method.
    struct Scene<Value: Sendable>: Sendable {
        var result: Result<Value, any Error>
        var requests: [HTTPRequest]
        var timeouts: [HTTPTimeouts]
        /// Whether the cancellation reached the transport.
        var heardCancellation: Bool
    }

    /// The error of a call that did not end.
    struct Endless: Error, CustomStringConvertible {
        let description: String
        static let hangs = Endless(description: "the call did not end within \(ConformanceStage.patience)")
        static let circles = Endless(
            description: "the call sent more than \(ConformanceStage.maximumRequests) requests"
        )
    }

    typealias Rule = @Sendable (HTTPRequest) throws -> HTTPResponse

    /// The time after which a call counts as hanging. The stage itself responds at once, even on a busy machine.
    private static let patience: Duration = .seconds(60)
    /// The time after which a cancellation counts as lost. Shorter than ``patience``, so that this is detected first.
    static let propagation: Duration = .seconds(10)
    /// A provider that sends more requests in one call is taken to be in an endless loop.
    private static let maximumRequests = 8

    private struct State {
        var rule: Rule
        var moment: Moment?
        var cancel: @Sendable () -> Void
        var abandon: @Sendable () -> Void
        var requests: [HTTPRequest] = []
        var timeouts: [HTTPTimeouts] = []
        var heardCancellation = true
    }

    private let state = Mutex<State?>(nil)

    /// Calls a method of the provider and responds to its requests by a rule.
    func play<Value: Sendable>(
        _ rule: @escaping Rule,
        cancelAt moment: Moment? = nil,
        _ verb: @escaping @Sendable () async throws -> Value
    ) async -> Scene<Value> {
        let (cancels, canceller) = AsyncStream<Void>.makeStream()
        let (results, finish) = AsyncStream<Result<Value, any Error>>.makeStream()
        state.withLock {
            $0 = State(
                rule: rule,
                moment: moment,
                cancel: { canceller.yield() },
                abandon: { finish.yield(.failure(Endless.circles)) }
            )
        }
        let work = Task {
            do { finish.yield(.success(try await verb())) } catch { finish.yield(.failure(error)) }
        }
        let cancelling = Task { for await _ in cancels { work.cancel() } }
        let watchdog = Task {
            try await Task.sleep(for: Self.patience)
            work.cancel()
            finish.yield(.failure(Endless.hangs))
        }
        var result: Result<Value, any Error> = .failure(Endless.hangs)
        for await first in results {
            result = first
            break
        }
        watchdog.cancel()
        canceller.finish()
        await cancelling.value
        let played = state.withLock { $0 }
        return Scene(
            result: result,
            requests: played?.requests ?? [],
            timeouts: played?.timeouts ?? [],
            heardCancellation: played?.heardCancellation ?? true
        )
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let scene = state.withLock { state in
            state?.requests.append(request)
            state?.timeouts.append(timeouts)
            return state
        }
        guard let scene else {
            throw HTTPTransportError(.connectionFailed, .notSent, "A request was sent outside of a check.")
        }
        if scene.requests.count > Self.maximumRequests {
            scene.abandon()
            // Never resumed, to stop a call that is in an endless loop.
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        }
        try await reach(.beforeSending)
        try await reach(.sent)
        let response = try scene.rule(request)
        try await sink.receive(head: response.head)
        try await reach(.headReceived)
        let half = response.body.count / 2
        if half > 0 { try await sink.receive(chunk: Array(response.body[..<half])) }
        try await reach(.inBody)
        if half < response.body.count { try await sink.receive(chunk: Array(response.body[half...])) }
        try await reach(.answered)
    }

    /// Cancels the call at its chosen moment, then behaves like a transport that was cancelled there.
    private func reach(_ moment: Moment) async throws {
        guard let cancel = state.withLock({ $0?.moment == moment ? $0?.cancel : nil }) else { return }
        cancel()
        do {
            try await Task.sleep(for: Self.propagation)
            state.withLock { $0?.heardCancellation = false }
        } catch {
            // The sleep was cancelled, as expected.
        }
        // A complete response is delivered even if the call was cancelled, because it may hold the id of a paid task.
        if moment == .answered { return }
        throw HTTPTransportError(.cancelled, moment.progress, "The request was cancelled.")
    }
}
