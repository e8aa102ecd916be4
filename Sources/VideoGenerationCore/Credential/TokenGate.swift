import Synchronization

/// Holds an access token, and lets one of many callers obtain the next one while the others wait for it.
final class TokenGate: Sendable {
    private enum Turn: Sendable {
        case token(Secret)
        case failed(VideoError)
        /// The caller has to obtain the token.
        case lead
        case cancelled
    }

    private struct Held {
        var secret: Secret
        /// The times between which the token is used.
        var validity: Range<Date>
    }

    private struct State {
        var held: Held?
        /// The tokens that a text may still contain, the newest last.
        var forms: [KeyForms] = []
        var isBusy = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Turn, Never>] = [:]
    }

    /// A token is renewed so long before it expires, in seconds, that a request with it can still wait in a queue.
    private static let margin: TimeInterval = 300
    /// A clock that was set back by more than this does not tell how old a token is.
    private static let clockTolerance: TimeInterval = 60

    private let state = Mutex(State())

    /// Returns the token if it is valid at a time.
    func token(at date: Date) -> Secret? { state.withLock { Self.valid($0.held, at: date) } }

    /// Returns the token, and obtains a new one if it expires soon. A failure is the failure of all callers that waited
    /// for it. If the caller that obtains the token is cancelled, another one continues.
    func token(at date: Date, obtain: () async throws -> AccessToken) async throws -> Secret {
        switch await turn(at: date) {
        case .token(let secret): return secret
        case .failed(let error): throw error
        case .cancelled: throw CancellationError()
        case .lead: break
        }
        do {
            let token = try await obtain()
            keep(token, at: date)
            release(.token(token.secret))
            return token.secret
        } catch let error as VideoError {
            release(.failed(error))
            throw error
        } catch {
            handOver()
            throw error
        }
    }

    /// Returns a text without the tokens.
    func scrubbing(_ text: String) -> String {
        state.withLock { $0.forms }.reduce(text) { $1.removed(from: $0) }
    }

    private static func valid(_ held: Held?, at date: Date) -> Secret? {
        held.flatMap { $0.validity.contains(date) ? $0.secret : nil }
    }

    private func turn(at date: Date) async -> Turn {
        let waiter = state.withLock { state in
            state.nextWaiter &+= 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let turn: Turn? = state.withLock { state in
                    if let secret = Self.valid(state.held, at: date) { return .token(secret) }
                    // The handler ran already, or will find the waiter.
                    if Task.isCancelled { return .cancelled }
                    if !state.isBusy {
                        state.isBusy = true
                        return .lead
                    }
                    state.waiters[waiter] = continuation
                    return nil
                }
                if let turn { continuation.resume(returning: turn) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume(returning: .cancelled)
        }
    }

    private func keep(_ token: AccessToken, at date: Date) {
        let seconds = max(token.lifetime - min(Self.margin, token.lifetime / 2), 0)
        let validity = date.addingTimeInterval(-Self.clockTolerance)..<date.addingTimeInterval(seconds)
        let forms = KeyForms(token.secret.value)
        state.withLock { state in
            state.held = Held(secret: token.secret, validity: validity)
            state.forms = state.forms.suffix(1) + [forms]
        }
    }

    /// Ends the turn of the caller that obtained a token.
    private func release(_ turn: Turn) {
        let waiters = state.withLock { state in
            state.isBusy = false
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume(returning: turn) }
    }

    /// Passes the turn to a caller that waits.
    private func handOver() {
        let next: CheckedContinuation<Turn, Never>? = state.withLock { state in
            let first = state.waiters.keys.min()
            state.isBusy = first != nil
            return first.flatMap { state.waiters.removeValue(forKey: $0) }
        }
        next?.resume(returning: .lead)
    }
}
