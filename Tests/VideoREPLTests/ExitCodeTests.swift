import Foundation
import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("Exit codes are stable", .timeLimit(.minutes(20)))
struct ExitCodeTests {
    static let cases: [(VideoError, Int32)] = [
        (.usage("x"), 2),
        (VideoError(.invalidRequest, "5 s is not one of 6, 10"), 2),
        (VideoError(.invalidRequest, "no", httpStatus: 400), 4),
        (VideoError(.modelUnavailable, "no such model"), 2),
        (VideoError(.modelUnavailable, "retired", httpStatus: 404), 4),
        (VideoError(.budgetExceeded, "too much"), 2), (VideoError(.priceUnknown, "no price"), 2),
        (VideoError(.labelInUse, "another request has the label"), 2),
        (VideoError(.notSubmitted, "it waits"), 2),
        (VideoError(.noCandidate, "none can make it"), 2),
        (VideoError(.noCandidate, "all refused", httpStatus: 402), 4),
        (VideoError(.configurationInvalid, "no https"), 3),
        (VideoError(.authenticationFailed, "no key"), 3),
        (VideoError(.notSent, "connection refused"), 3),
        (VideoError(.contentRejected, "no"), 4),
        (VideoError(.insufficientFunds, "no"), 4),
        (VideoError(.rateLimited, "no"), 4),
        (VideoError(.generationFailed, "broke"), 5),
        (VideoError(.taskExpired, "gone"), 5),
        (VideoError(.deadlineExceeded, "later"), 6),
        (VideoError(.busy, "another process is using it"), 6),
        (VideoError(.outcomeUnknown, "?"), 7),
        (VideoError(.truncated, "short"), 8),
        (VideoError(.outputExpired, "gone"), 8),
        (VideoError(.notAVideo, "html"), 8), (VideoError(.unexpectedFormat, "gif"), 8),
        (VideoError(.storageFailed, "full"), 8),
        (VideoError(.unsafeURL, "no"), 8),
    ]

    @Test("Each kind of failure has its code", arguments: cases)
    func code(error: VideoError, code: Int32) {
        #expect(ExitCode(error).rawValue == code)
    }

    @Test("The label of another request is a mistake on the line, whatever became of the task that has it")
    func labelInUse() throws {
        for state in VideoTask.State.allCases {
            let task = try Self.task(state)
            #expect(ExitCode(VideoError(.labelInUse, "another request"), task: task) == .usage, "\(state)")
        }
    }

    private static func task(_ state: VideoTask.State, isAccepted: Bool = true, failure: VideoError? = nil) throws
        -> VideoTask
    {
        let reference = ProviderReference(id: "relay", dialect: "test", endpoint: try Endpoint("https://a.example"))
        var task = VideoTask(
            id: try #require(VideoTask.ID(rawValue: "v1-k3f9")),
            provider: reference,
            request: VideoRequest(prompt: "a boat"),
            createdAt: Date(timeIntervalSince1970: 1_790_000_000)
        )
        task.state = state
        if isAccepted { task.remote = RemoteTask(id: "video_1") }
        task.failure = failure
        return task
    }

    static let codes: [VideoError.Code] = [
        .invalidRequest, .authenticationFailed, .permissionDenied, .insufficientFunds, .quotaExhausted, .rateLimited,
        .contentRejected, .modelUnavailable, .taskNotFound, .providerUnavailable, .refused, .generationFailed,
        .taskExpired, .outputMissing, .outputExpired, .malformedResponse, .outcomeUnknown, .deadlineExceeded,
        .cancelled, .notSent, .connectionLost, .truncated, .notAVideo, .sizeLimitExceeded, .unsafeURL, .storageFailed,
        .unexpectedFormat,
        .budgetExceeded, .priceUnknown, .unsupported, .busy, .configurationInvalid, VideoError.Code(rawValue: "newer"),
    ]

    @Test("Once a provider accepted a task, no error of any kind is 4", arguments: codes)
    func afterAcceptance(code: VideoError.Code) throws {
        for state in VideoTask.State.allCases where state != .intent {
            for status in [nil, 403, 429] {
                let error = VideoError(code, "no", httpStatus: status)
                #expect(ExitCode(error, task: try Self.task(state)) != .refused, "\(state)")
            }
        }
    }

    static let stages: [(VideoError.Code, Int?, VideoTask.State, Int32)] = [
        (.contentRejected, 200, .failed, 5), (.insufficientFunds, 200, .failed, 5),
        (.generationFailed, nil, .failed, 5),
        (.invalidRequest, nil, .failed, 5), (.taskExpired, nil, .expired, 5), (.cancelled, nil, .cancelled, 5),
        (.deadlineExceeded, nil, .running, 6), (.busy, nil, .running, 6), (.rateLimited, 429, .running, 6),
        (.providerUnavailable, 503, .queued, 6), (.notSent, nil, .running, 6), (.refused, 403, .running, 6),
        (.authenticationFailed, 401, .running, 3), (.configurationInvalid, nil, .running, 3),
        (.taskNotFound, 404, .running, 5), (.outputExpired, 403, .succeeded, 8), (.notSent, nil, .succeeded, 8),
        (.permissionDenied, 403, .succeeded, 8), (.authenticationFailed, 401, .succeeded, 8),
        (.rateLimited, 429, .succeeded, 8), (.insufficientFunds, 402, .succeeded, 8), (.notAVideo, nil, .succeeded, 8),
        (.unsafeURL, nil, .succeeded, 8), (.storageFailed, nil, .succeeded, 8), (.outputExpired, 404, .expired, 8),
        (.outcomeUnknown, nil, .outcomeUnknown, 7), (.storageFailed, nil, .submitting, 7),
        (.storageFailed, nil, .outcomeUnknown, 7), (.taskNotFound, 404, .outcomeUnknown, 7),
        (.invalidRequest, nil, .stored, 2), (VideoError.Code(rawValue: "usage"), nil, .running, 2),
    ]

    @Test("The code says how far the purchase got", arguments: stages)
    func stage(code: VideoError.Code, status: Int?, state: VideoTask.State, number: Int32) throws {
        let error = VideoError(code, "no", httpStatus: status)
        let isEnded = [.failed, .expired, .cancelled].contains(state)
        #expect(ExitCode(error, task: try Self.task(state, failure: isEnded ? error : nil)).rawValue == number)
    }

    @Test("A refused request is 4, and an acceptance that could not be recorded is 7")
    func edges() throws {
        let refused = VideoError(.contentRejected, "no", httpStatus: 400)
        #expect(ExitCode(refused, task: try Self.task(.failed, isAccepted: false, failure: refused)) == .refused)
        let unwritten = VideoError(.storageFailed, "full", taskID: "video_1", purchase: .made)
        for state in [.submitting, .outcomeUnknown] as [VideoTask.State] {
            #expect(ExitCode(unwritten, task: try Self.task(state)) == .outcomeUnknown)
        }
        #expect(ExitCode(unwritten, task: nil) == .outcomeUnknown)
        #expect(ExitCode(VideoError(.storageFailed, "full"), task: nil) == .savingFailed)
        #expect(ExitCode(CancellationError(), task: try Self.task(.running)) == .interrupted)
    }

    @Test("An interruption is 130")
    func interrupted() { #expect(ExitCode(CancellationError()).rawValue == 130) }
}
