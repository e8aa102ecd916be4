/// What a dialect declares about the responses that decide about money and about the end of a task.
///
/// Only a declaration counts as proof. A sentence, an error code or a key that is not declared here informs the
/// reader and decides nothing; see ``PurchaseOutcome``.
/// ```swift
/// ResponseRules(
///     taskIDs: ["task_id"], codes: ["base_resp.status_code"],
///     [.submit(200, "1002", is: .notNow), .submit(200, 2000...2999, is: .refused), .poll(200, "1027", is: .failed)])
/// ```
public struct ResponseRules: Sendable, Hashable {
    /// The meaning of a declared response.
    public enum Meaning: String, Sendable, Hashable {
        /// A submit was refused before anything was made or billed.
        case refused
        /// A submit was turned away before anything was made or billed, and may be sent again later.
        case notNow
        /// The key or the caller's own ID of a submit was used before, so that an earlier sending may have bought.
        case usedBefore
        /// The task of a poll failed.
        case failed
        /// The provider no longer knows the task of a poll.
        case gone
    }

    /// One declared response.
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

        /// Declares the response to a submit that has one of these codes under an HTTP status.
        public static func submit(_ status: Int, _ code: String, _ more: String..., is meaning: Meaning) -> Declaration
        {
            Declaration(operation: .submit, statuses: status...status, codes: .listed([code] + more), meaning: meaning)
        }

        /// new-api's response if no channel serves the model: its distributor sends it before it asks any upstream.
        public static let noChannel = submit(503, "model_not_found", is: .refused)

        /// Declares the responses to a submit that have a code within a range under an HTTP status.
        public static func submit(_ status: Int, _ codes: ClosedRange<Int>, is meaning: Meaning) -> Declaration {
            Declaration(operation: .submit, statuses: status...status, codes: .range(codes), meaning: meaning)
        }

        /// Declares the response to a poll that has one of these codes under an HTTP status.
        public static func poll(_ status: Int, _ code: String, _ more: String..., is meaning: Meaning) -> Declaration {
            Declaration(operation: .status, statuses: status...status, codes: .listed([code] + more), meaning: meaning)
        }

        /// Declares every response to a poll under an HTTP status, whatever its code.
        public static func poll(_ status: Int, is meaning: Meaning) -> Declaration {
            Declaration(operation: .status, statuses: status...status, codes: .any, meaning: meaning)
        }
    }

    /// The places of the task's ID in the response to a submit, the best first: keys joined by dots, such as
    /// `data.task_id`. An array on the way stands for its first element. The place `data`, for relays whose envelope
    /// has the ID itself as its data, counts in a 2xx response alone. If the list is empty, ``ResponseReader`` fills it with its ID keys, at the
    /// top and inside the envelopes of relays.
    public var taskIDs: [String]
    /// The places of the provider's code, such as `base_resp.status_code`.
    public var codes: [String]
    /// The places of a finished video's link in the response to a submit.
    public var outputs: [String]
    /// Whether each response to a poll names its task. One that does not is then taken for no response.
    public var pollsNameTask: Bool
    /// The declared responses. The first one that matches counts.
    public var declarations: [Declaration]

    /// The places of keys at the top and inside the envelopes of relays.
    static func places(of keys: [String]) -> [String] {
        ["", "data.", "data.data.", "task."].flatMap { envelope in keys.map { envelope + $0 } }
    }

    /// The places at which relays and clones put a code.
    public static let usualCodes = ["error.code", "code"]
    /// The places at which servers that make the video while the caller waits put its link.
    public static let usualOutputs = [
        "data.url", "video.url", "video_url", "videos.url", "output.url", "outputs.url", "output", "outputs",
        "result_url", "unsigned_urls",
    ]

    /// Makes rules. The defaults are what most relays and clones do.
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

    /// The declared meaning of a response; nil if it is not declared.
    func meaning(of codes: [String], status: Int, _ operation: DialectOperation) -> Meaning? {
        declarations.first { declaration in
            declaration.operation == operation && declaration.statuses.contains(status)
                && (declaration.codes == .any || codes.contains(where: declaration.codes.contains))
        }?.meaning
    }
}
