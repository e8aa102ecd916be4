import Synchronization
public import VideoGeneration

/// A transport that sends nothing. It records the requests and responds to them from a script.
///
/// ```swift
/// let transport = ScriptedTransport([.response(HTTPResponse(status: 200, body: Array(#"{"id":"v1"}"#.utf8)))])
/// ```
public final class ScriptedTransport: HTTPTransport {
    /// The outcome of one request.
    public enum Step: Sendable {
        /// Delivers a response.
        case response(HTTPResponse)
        /// Fails with an error.
        case fail(HTTPTransportError)
        /// Delivers a response that is computed from the request.
        case respond(@Sendable (HTTPRequest) throws -> HTTPResponse)
    }

    private struct State {
        var steps: [Step]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>
    private let isEndless: Bool

    /// Creates a transport that plays a list of steps. A request after the last step fails as not sent.
    public init(_ steps: [Step] = []) {
        state = Mutex(State(steps: steps))
        isEndless = false
    }

    /// Creates a transport that responds to every request by one rule.
    public init(respond: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse) {
        state = Mutex(State(steps: [.respond(respond)]))
        isEndless = true
    }

    /// The requests so far, in order, including the header field with the key.
    public var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// Responds with the next step of the script, without waiting.
    /// - Throws: the error of the step or of the sink; `HTTPTransportError` if the script has no step left.
    public func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let step = state.withLock { state -> Step? in
            state.requests.append(request)
            return isEndless ? state.steps.first : state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        let response: HTTPResponse
        switch step {
        case .response(let next): response = next
        case .fail(let error): throw error
        case .respond(let respond): response = try respond(request)
        case nil: throw HTTPTransportError(.connectionFailed, .notSent, "The script has no response left.")
        }
        try await sink.receive(head: response.head)
        for start in stride(from: 0, to: response.body.count, by: 64 * 1024) {
            try await sink.receive(
                chunk: Array(response.body[start..<min(start + 64 * 1024, response.body.count)])
            )
        }
    }
}
