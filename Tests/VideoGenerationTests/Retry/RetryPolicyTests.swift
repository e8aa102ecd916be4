import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct RetryPolicyTests {
    private func decide(
        _ phase: RetryPolicy.Phase,
        _ error: VideoError,
        failures: Int = 1,
        random: Double = 1
    ) -> RetryPolicy.Decision {
        var budget = RetryQuota()
        return RetryPolicy().decide(phase, error, failures: failures, random: random, budget: &budget)
    }

    private static let notSent = VideoError(.notSent, "", isTransient: true, progress: .notSent)
    private static let lost = VideoError(.connectionLost, "", isTransient: true, progress: .sent)
    private static let throttled = VideoError(.rateLimited, "", isTransient: true, httpStatus: 429)

    @Test("A purchase is tried again only where it is proven that nobody took it")
    func purchases() {
        #expect(decide(.submit, Self.notSent) == .retry(after: .milliseconds(500)))
        #expect(decide(.submit, Self.throttled) == .retry(after: .seconds(1)))
        #expect(decide(.submit, Self.lost) == .stop(.pointless))
        #expect(decide(.submit, VideoError(.outcomeUnknown, "", isTransient: true)) == .stop(.pointless))
        #expect(
            decide(.submit, VideoError(.providerUnavailable, "", isTransient: true, httpStatus: 500))
                == .stop(.pointless)
        )
    }

    @Test("S15 503 is never sent again, with Retry-After or without")
    func unavailable() {
        let bare = VideoError(.providerUnavailable, "", isTransient: true, httpStatus: 503)
        var dated = bare
        dated.retryAfter = .seconds(4)
        #expect(decide(.submit, bare) == .stop(.pointless))
        #expect(decide(.submit, dated) == .stop(.pointless))
    }

    @Test("S3 a purchase is tried three times at the most")
    func attempts() {
        #expect(decide(.submit, Self.notSent, failures: 2) == .retry(after: .seconds(1)))
        #expect(decide(.submit, Self.notSent, failures: 3) == .stop(.attemptsUsedUp))
    }

    @Test("S13 Retry-After of an hour stops a purchase at once")
    func patience() {
        var asked = Self.throttled
        asked.retryAfter = .seconds(3600)
        #expect(decide(.submit, asked) == .stop(.waitTooLong))
        #expect(decide(.poll, asked) == .retry(after: .seconds(3600)))
    }

    @Test("Polls go on however often they fail, at growing intervals up to 20 s")
    func polls() {
        let delays = [1, 2, 4, 6, 50].map { decide(.poll, Self.lost, failures: $0) }
        #expect(
            delays
                == [.milliseconds(500), .seconds(1), .seconds(4), .seconds(16), .seconds(20)].map {
                    .retry(after: $0)
                }
        )
        #expect(decide(.poll, Self.lost, failures: 3, random: 0) == .retry(after: .milliseconds(200)))
    }

    @Test("S29 an empty budget forbids retries of purchases, and slows polls down")
    func emptyBudget() {
        var budget = RetryQuota()
        while budget.withdraw(isThrottled: true) {}
        let policy = RetryPolicy()
        #expect(
            policy.decide(.submit, Self.notSent, failures: 1, random: 1, budget: &budget)
                == .stop(.budgetUsedUp)
        )
        #expect(
            policy.decide(.poll, Self.lost, failures: 1, random: 1, budget: &budget)
                == .retry(after: .seconds(20))
        )
        for _ in 0..<20 { budget.deposit() }
        #expect(
            policy.decide(.submit, Self.notSent, failures: 1, random: 1, budget: &budget)
                == .retry(after: .milliseconds(500))
        )
    }
}
