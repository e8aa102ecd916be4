import VideoGeneration
import VideoSimulator

/// A submit over real sockets with a fault, judged by the simulator's ledger.
struct SimulatorTrial: Sendable {
    /// The expected end of a trial.
    enum Ending: Sendable {
        case stored
        case failed(VideoError.Code)
    }

    let name: String
    let ending: Ending
    let rules: [FaultRule]

    static let all = [
        SimulatorTrial(name: "there is no fault", ending: .stored, rules: []),
        SimulatorTrial(
            name: "polls are reset, refused or get invalid responses",
            ending: .stored,
            rules: [
                FaultRule(on: .status, nth: 1, times: 1, .reset(afterBytes: 4)),
                FaultRule(on: .status, nth: 2, times: 1, .status(code: 503)),
                FaultRule(on: .status, nth: 3, times: 1, .captivePortal),
                FaultRule(on: .status, nth: 4, times: 1, .unknownStatus(word: "Conformance_Unheard_Of")),
            ]
        ),
        SimulatorTrial(
            name: "the download is interrupted twice",
            ending: .stored,
            rules: [
                FaultRule(on: .media, times: 2, .truncate(afterBytes: 40_000)),
                FaultRule(on: .content, times: 2, .truncate(afterBytes: 40_000)),
            ]
        ),
        SimulatorTrial(
            name: "the submit is read and billed, and the connection is closed",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .drop(billed: true))]
        ),
        SimulatorTrial(
            name: "the response to the submit is HTTP 500",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .status(code: 500))]
        ),
        SimulatorTrial(
            name: "the response to the submit is a redirect to another origin",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .redirect(to: "{media}/elsewhere", status: 307))]
        ),
    ]
}

/// The result of a trial.
struct SimulatorOutcome: Sendable {
    let task: Result<VideoTask, any Error>
    let ledger: SimulatorLedger

    var code: VideoError.Code? {
        guard case .failure(let error) = task else { return nil }
        return (error as? VideoError)?.code
    }

    /// The stored file, if its hash is the one in the simulator's ledger.
    var file: StoredVideo? {
        guard let file = try? task.get().file,
            ledger.tasks.values.contains(where: { $0.videoSHA256 == file.sha256 })
        else { return nil }
        return file
    }
}
