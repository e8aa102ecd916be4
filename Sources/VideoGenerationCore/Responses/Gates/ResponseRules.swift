/// A dialect's declarations about the responses that prove a purchase or the end of a task.
///
/// Only a declared response counts as proof. A message, error code or key that is not declared here is shown to the
/// user and decides nothing.
/// ```swift
/// ResponseRules(
///     taskIDs: ["task_id"], codes: ["base_resp.status_code"],
///     [.submit(200, "1002", is: .notNow), .submit(200, 2000...2999, is: .refused), .poll(200, "1027", is: .failed)])
/// ```
public struct ResponseRules: Sendable, Hashable {
    /// The meaning of a declared response.
    public enum Meaning: String, Sendable, Hashable {
        /// The provider refused a submit before anything was made or billed.
        case refused
        /// The provider refused a submit before anything was made or billed, and the request may be sent again later.
        case notNow
        /// The idempotency key or the caller's ID of a submit was used before. An earlier submit may have bought the
        /// video.
        case usedBefore
        /// The task that was polled has failed.
        case failed
        /// The provider no longer knows the task that was polled.
        case gone
    }

    /// A declared response with its meaning.
    public struct Declaration: Sendable, Hashable {
        enum Codes: Sendable, Hashable {
            case any
            case listed([String])
            case range(ClosedRange<Int>)

            func contains(_ code: String) -> Bool {
                switch self {
                case .any: true
                case .listed(let codes): codes.contains(code)
                case .range(let range): Int(code).map(range.contains) ?? false
                }
            }
        }

        let operation: DialectOperation
        let statuses: ClosedRange<Int>
        let codes: Codes
        let meaning: Meaning

        /// Declares the response to a submit that has one of these codes and this HTTP status.
        public static func submit(_ status: Int, _ code: String, _ more: String..., is meaning: Meaning) -> Declaration
        {
            Declaration(operation: .submit, statuses: status...status, codes: .listed([code] + more), meaning: meaning)
        }

        /// The response of new-api if no channel serves the model. Its distributor sends it before it contacts any
        /// upstream.
        public static let noChannel = submit(503, "model_not_found", is: .refused)

        /// Declares the responses to a submit that have a code in this range and this HTTP status.
        public static func submit(_ status: Int, _ codes: ClosedRange<Int>, is meaning: Meaning) -> Declaration {
            Declaration(operation: .submit, statuses: status...status, codes: .range(codes), meaning: meaning)
        }

        /// Declares the response to a poll that has one of these codes and this HTTP status.
        public static func poll(_ status: Int, _ code: String, _ more: String..., is meaning: Meaning) -> Declaration {
            Declaration(operation: .status, statuses: status...status, codes: .listed([code] + more), meaning: meaning)
        }

        /// Declares every response to the request for the links that has this HTTP status. With the meaning `failed`,
        /// the response ends the task: fal validates a request after it was queued, and reports the error here.
        public static func file(_ status: Int, is meaning: Meaning) -> Declaration {
            Declaration(operation: .file, statuses: status...status, codes: .any, meaning: meaning)
        }

        /// Declares every response to a poll that has this HTTP status, independent of its code.
        public static func poll(_ status: Int, is meaning: Meaning) -> Declaration {
            Declaration(operation: .status, statuses: status...status, codes: .any, meaning: meaning)
        }
    }

    /// The places of the task's ID in the response to a submit, the preferred one first.
    ///
    /// A place consists of keys joined by dots, such as `data.task_id`. A place that leads to an array means its first
    /// element. The place `data` is for relays whose envelope has the ID itself as its data, and it counts only in a
    /// 2xx response. If the list is empty, ``ResponseReader`` fills it with its ID keys, at the top level and inside the
    /// envelopes of relays.
    package var taskIDs: [String]
    /// The places of the provider's code, such as `base_resp.status_code`.
    package var codes: [String]
    /// The places of a finished video's link in the response to a submit, or of the video itself in base64.
    package var outputs: [String]
    /// Whether every response to a poll names its task. If true, a response that does not is ignored.
    package var pollsNameTask: Bool
    /// The declared responses. The first one that matches counts.
    package var declarations: [Declaration]

    /// Returns the places of keys at the top level, inside the dialect's envelopes and inside those of relays.
    static func places(of keys: [String], in envelopes: [String]) -> [String] {
        ([""] + envelopes.map { $0 + "." } + ["data.", "data.data.", "task."]).flatMap { envelope in
            keys.map { envelope + $0 }
        }
    }

    /// The places in which relays and clones put an error code.
    public static let usualCodes = ["error.code", "code"]
    /// The places of the link, or of the video itself, in responses of servers that make the video before they respond.
    public static let usualOutputs = [
        "data.url", "video.url", "video_url", "videos.url", "output.url", "outputs.url", "output", "outputs",
        "result_url", "unsigned_urls", "data.b64_json", "b64_json",
    ]

    /// Creates rules. The defaults match most relays and clones.
    public init(
        taskIDs: [String] = [],
        codes: [String] = usualCodes,
        outputs: [String] = usualOutputs,
        pollsNameTask: Bool = false,
        _ declarations: [Declaration] = []
    ) {
        self.taskIDs = taskIDs
        self.codes = codes
        self.outputs = outputs
        self.pollsNameTask = pollsNameTask
        self.declarations = declarations
    }

    /// Returns the declared meaning of a response; nil if it is not declared.
    func meaning(of codes: [String], status: Int, _ operation: DialectOperation) -> Meaning? {
        declarations.first { declaration in
            declaration.operation == operation && declaration.statuses.contains(status)
                && (declaration.codes == .any || codes.contains(where: declaration.codes.contains))
        }?.meaning
    }
}
