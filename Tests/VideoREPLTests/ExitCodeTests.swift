import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("Exit codes are stable")
struct ExitCodeTests {
    static let cases: [(VideoError, Int32)] = [
        (.usage("x"), 2),
        (VideoError(.invalidRequest, "5 s is not one of 6, 10"), 2),
        (VideoError(.invalidRequest, "no", httpStatus: 400), 4),
        (VideoError(.modelUnavailable, "no such model"), 2),
        (VideoError(.modelUnavailable, "retired", httpStatus: 404), 4),
        (VideoError(.budgetExceeded, "too much"), 2),
        (VideoError(.configurationInvalid, "no https"), 3),
        (VideoError(.authenticationFailed, "no key"), 3),
        (VideoError(.notSent, "connection refused"), 3),
        (VideoError(.contentRejected, "no"), 4),
        (VideoError(.insufficientFunds, "no"), 4),
        (VideoError(.rateLimited, "no"), 4),
        (VideoError(.generationFailed, "broke"), 5),
        (VideoError(.taskExpired, "gone"), 5),
        (VideoError(.deadlineExceeded, "later"), 6),
        (VideoError(.busy, "another process is at it"), 6),
        (VideoError(.outcomeUnknown, "?"), 7),
        (VideoError(.truncated, "short"), 8),
        (VideoError(.outputExpired, "gone"), 8),
        (VideoError(.notAVideo, "html"), 8),
        (VideoError(.storageFailed, "full"), 8),
        (VideoError(.unsafeURL, "no"), 8),
    ]

    @Test("Each kind of failure has its code", arguments: cases)
    func code(error: VideoError, code: Int32) {
        #expect(ExitCode(error).rawValue == code)
    }

    @Test("An interruption is 130")
    func interrupted() { #expect(ExitCode(CancellationError()).rawValue == 130) }
}
