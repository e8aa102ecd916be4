import Foundation
import Synchronization
import VideoGeneration

/// Tokens that expire after an hour, as of a service account.
final class TokenSource: RequestAuthorizer {
    private struct Token {
        var number = 0
        var expiry = Date.distantPast
    }

    private let current = Mutex(Token())
    /// What the next renewal fails with.
    let failure = Mutex<(any Error & Sendable)?>(nil)

    var renewals: Int { current.withLock { $0.number } }

    func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields {
        if let failure = failure.withLock({ $0 }) { throw failure }
        let number = current.withLock { token in
            // A token that is about to expire could do so on its way.
            if token.expiry.timeIntervalSince(date) < 60 {
                token = Token(number: token.number + 1, expiry: date.addingTimeInterval(3600))
            }
            return token.number
        }
        return ["Authorization": "Bearer token-invented-\(number)"]
    }

    func scrubbing(_ text: String) -> String { text.replacing("token-invented", with: "‹redacted›") }
}
