import VideoGeneration
import VideoSimulator

/// A submit over real sockets with a fault, judged by the server's ledger.
struct SocketTrial: Sendable {
    /// The expected end of a trial.
    enum Ending: Sendable {
        case stored
        /// The error with which the task ends, or nil for any; and the number of videos that are billed, if it is known.
        case failed(VideoError.Code?, billed: Int? = nil)
    }

    let name: String
    let ending: Ending
    var rules: [FaultRule] = []
    /// The end of the task at the provider.
    var end = LoopbackOptions.Ending.succeeded

    static let faults = [
        SocketTrial(name: "there is no fault", ending: .stored, rules: []),
        SocketTrial(
            name: "polls are reset, refused or get invalid responses",
            ending: .stored,
            rules: [
                FaultRule(on: .status, nth: 1, times: 1, .reset(afterBytes: 4)),
                FaultRule(on: .status, nth: 2, times: 1, .status(code: 503)),
                FaultRule(on: .status, nth: 3, times: 1, .captivePortal),
                FaultRule(on: .status, nth: 4, times: 1, .unknownStatus(word: "Conformance_Unheard_Of")),
                FaultRule(on: .file, nth: 1, times: 1, .reset(afterBytes: 4)),
            ]
        ),
        SocketTrial(
            name: "a link expires before the download",
            ending: .stored,
            rules: [FaultRule(on: .media, times: 1, .expired)]
        ),
        SocketTrial(
            name: "the download is interrupted twice",
            ending: .stored,
            rules: [
                FaultRule(on: .media, times: 2, .truncate(afterBytes: 20_000)),
                FaultRule(on: .content, times: 2, .truncate(afterBytes: 20_000)),
            ]
        ),
        SocketTrial(
            name: "the submit is read and billed, and the connection is closed",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .drop(billed: true))]
        ),
        SocketTrial(
            name: "the response to the submit is HTTP 500",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .status(code: 500))]
        ),
        SocketTrial(
            name: "the response to the submit is a redirect to another origin",
            ending: .failed(.outcomeUnknown),
            rules: [FaultRule(on: .submit, .redirect(to: "{media}/elsewhere", status: 307))]
        ),
    ]
}

/// The result of a trial.
struct SocketOutcome: Sendable {
    var task: Result<VideoTask, any Error>
    var submits: Int
    var videosBilled: Int
    var requests: String
    var keysAtMedia: [String]
    /// The hashes of the server's videos.
    var hashes: [String]

    var code: VideoError.Code? {
        guard case .failure(let error) = task else { return nil }
        return (error as? VideoError)?.code
    }

    /// The stored file, if its hash is one of the server's.
    var file: StoredVideo? { (try? task.get().file).flatMap { hashes.contains($0.sha256) ? $0 : nil } }

    init(_ task: Result<VideoTask, any Error>, _ ledger: SimulatorLedger) {
        self.task = task
        submits = ledger.submits
        videosBilled = ledger.videosBilled
        requests = "\(ledger.requests)"
        keysAtMedia = ledger.credentialsAtMedia
        hashes = ledger.tasks.values.compactMap(\.videoSHA256)
    }

    init(_ task: Result<VideoTask, any Error>, _ ledger: LoopbackLedger) {
        self.task = task
        submits = ledger.submits
        videosBilled = ledger.videosBilled
        requests = "\(ledger.requests.map { "\($0.purpose): \($0.method) \($0.target)" })"
        keysAtMedia = ledger.keysAtMedia
        hashes = ledger.tasks.values.compactMap(\.videoSHA256)
    }
}
