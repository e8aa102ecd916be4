import VideoGeneration
import VideoSimulator

/// A purchase on real sockets, with something going wrong, judged by the simulator's books.
struct SimulatorTrial: Sendable {
    /// How it has to end.
    enum Ending: Sendable {
        case stored
        case failed(VideoError.Code)
    }

    let name: String
    let ending: Ending
    let rules: [FaultRule]

    static let all = [
        SimulatorTrial(name: "nothing goes wrong", ending: .stored, rules: []),
        SimulatorTrial(
            name: "polls are reset, refused and nonsense",
            ending: .stored,
            rules: [
                FaultRule(on: .status, nth: 1, times: 1, .reset(afterBytes: 4)),
                FaultRule(on: .status, nth: 2, times: 1, .status(code: 503)),
                FaultRule(on: .status, nth: 3, times: 1, .captivePortal),
                FaultRule(on: .status, nth: 4, times: 1, .unknownStatus(word: "Conformance_Unheard_Of")),
            ]
        ),
        SimulatorTrial(
            name: "the download is cut off twice",
            ending: .stored,
            rules: [
                FaultRule(on: .media, times: 2, .truncate(afterBytes: 40_000)),
                FaultRule(on: .content, times: 2, .truncate(afterBytes: 40_000)),
            ]
        ),
        SimulatorTrial(
            name: "the purchase is read and billed, and the connection closed",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .drop(billed: true))]
        ),
        SimulatorTrial(
            name: "the purchase is answered with HTTP 500",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .status(code: 500))]
        ),
        SimulatorTrial(
            name: "the purchase is answered with a redirect to another origin",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .redirect(to: "{media}/elsewhere", status: 307))]
        ),
    ]
}

/// What came of a trial.
struct SimulatorOutcome: Sendable {
    let task: Result<VideoTask, any Error>
    let ledger: SimulatorLedger

    var code: VideoError.Code? {
        guard case .failure(let error) = task else { return nil }
        return (error as? VideoError)?.code
    }

    /// The stored file, where its hash is the one that the simulator knows.
    var file: StoredVideo? {
        guard let file = try? task.get().file,
            ledger.tasks.values.contains(where: { $0.videoSHA256 == file.sha256 })
        else { return nil }
        return file
    }
}
