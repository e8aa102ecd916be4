import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct RetryHintTests {
    @Test("P15 Retry-After as a date: what is over waits for nothing, what is ahead is waited for, nonsense is no hint")
    func dates() throws {
        let moment = Date(timeIntervalSince1970: 1_792_567_680)
        let hint = RetryHint(["Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"])
        #expect(hint.date == moment && hint.delay == nil)
        for text in ["tomorrow", "Wed, 21 Foo 2026 07:28:00 GMT", "Wed, 99 Oct 2026 99:28:00 GMT", "nan", ""] {
            let hint = RetryHint(["Retry-After": text])
            #expect(hint.date == nil && hint.delay == nil, "\(text)")
        }
        let error = VideoError(.providerUnavailable, "later", isTransient: true, retryAfterDate: moment)
        let origin = try Endpoint("https://api.example.com").origin
        func wait(secondsBefore seconds: TimeInterval) -> RetryPolicy.Decision {
            RetryQuotas().decide(
                RetryPolicy(),
                .poll,
                error,
                failures: 1,
                at: origin,
                now: moment.addingTimeInterval(-seconds),
                random: SeededRandom(seed: 1)
            )
        }
        guard case .retry(let over) = wait(secondsBefore: -7200) else { throw CancellationError() }
        #expect(over <= RetryPolicy().baseDelay)
        #expect(wait(secondsBefore: 90) == .retry(after: .seconds(90)))
    }
}
