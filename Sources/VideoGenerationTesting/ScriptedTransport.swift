import Synchronization
public import VideoGeneration

/// A transport that sends nothing: it keeps what it was asked to send, and answers by a script.
///
/// ```swift
/// let transport = ScriptedTransport([.answer(HTTPResponse(status: 200, body: Array(#"{"id":"v1"}"#.utf8)))])
/// ```
public final class ScriptedTransport: HTTPTransport {
    /// What happens to one request.
    public enum Step: Sendable {
        /// It is answered.
        case answer(HTTPResponse)
        /// It fails.
        case fail(HTTPTransportError)
        /// It is answered in a way that depends on it.
        case respond(@Sendable (HTTPRequest) throws -> HTTPResponse)
    }

    private struct State {
        var steps: [Step]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>
    private let isEndless: Bool

    /// Takes the script; a request beyond its end fails as not sent.
    public init(_ steps: [Step] = []) {
        state = Mutex(State(steps: steps))
        isEndless = false
    }

    /// Answers every request by one rule.
    public init(respond: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse) {
        state = Mutex(State(steps: [.respond(respond)]))
        isEndless = true
    }

    /// What was sent, in order, the key's header included.
    public var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// Answers by the next step of the script.
    public func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let step = state.withLock { state -> Step? in
            state.requests.append(request)
            return isEndless ? state.steps.first : state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        let response: HTTPResponse
        switch step {
        case .answer(let answer): response = answer
        case .fail(let error): throw error
        case .respond(let respond): response = try respond(request)
        case nil: throw HTTPTransportError(.connectionFailed, .notSent, "The script has no answer left.")
        }
        try await sink.receive(head: response.head)
        for start in stride(from: 0, to: response.body.count, by: 64 * 1024) {
            try await sink.receive(
                chunk: Array(response.body[start..<min(start + 64 * 1024, response.body.count)])
            )
        }
    }
}
