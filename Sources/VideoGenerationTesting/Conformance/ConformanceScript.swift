public import VideoGeneration

/// What a provider answers in each situation of a task's life: all that an adapter's author writes to have
/// it checked by ``ProviderConformance``.
///
/// The samples are answers as the provider's documents show them, with blanks for the values; see
/// ``SampleResponse``. Which request is answered by which sample, the suite finds out by itself.
public struct ConformanceScript: Sendable {
    /// An answered no to a purchase.
    public struct Refusal: Sendable {
        /// The kind of error that the adapter shall make of it.
        public var code: VideoError.Code
        /// What the provider answers, `<reason>` where its own words stand.
        public var answer: SampleResponse

        /// Takes an answer and what it means.
        public init(_ code: VideoError.Code, _ answer: SampleResponse) {
            self.code = code
            self.answer = answer
        }
    }

    /// A request that the provider takes, for a prompt of the suite's.
    public var request: @Sendable (_ prompt: String) -> VideoRequest
    /// The answer to a purchase, with `<id>`.
    public var accepted: SampleResponse
    /// Answered noes to a purchase, one at least.
    public var refusals: [Refusal]
    /// Every word for a task's state, and what it means.
    public var words: [String: RemoteState]
    /// The answer to a poll before the end, with `<status>` and, where the provider repeats it, `<id>`.
    public var running: SampleResponse
    /// The answer to a poll after success, with `<status>`, and with `<link>` or `<file>` where it tells them.
    public var succeeded: SampleResponse
    /// The answer to a poll after a failure, with `<status>` and `<reason>`.
    public var failed: SampleResponse
    /// The answer to the question for the links, with `<link>`; nil where the poll's answer tells them, or
    /// where the provider serves the bytes itself.
    public var file: SampleResponse?
    /// A poll's answer that says success and names no video; nil where the provider serves the bytes itself,
    /// so that no answer has to name them.
    public var withoutOutput: SampleResponse?
    /// The list with one task in it, with `<id>`; nil where there is no list.
    public var list: SampleResponse?
    /// The answer to a wish to stop a task that was heard; nil where there is no such operation.
    public var stopped: SampleResponse?

    /// Writes a script.
    public init(
        request: @escaping @Sendable (_ prompt: String) -> VideoRequest = { VideoRequest(prompt: $0) },
        accepted: SampleResponse,
        refusals: [Refusal],
        words: [String: RemoteState],
        running: SampleResponse,
        succeeded: SampleResponse,
        failed: SampleResponse,
        file: SampleResponse? = nil,
        withoutOutput: SampleResponse? = nil,
        list: SampleResponse? = nil,
        stopped: SampleResponse? = nil
    ) {
        self.request = request
        self.accepted = accepted
        self.refusals = refusals
        self.words = words
        self.running = running
        self.succeeded = succeeded
        self.failed = failed
        self.file = file
        self.withoutOutput = withoutOutput
        self.list = list
        self.stopped = stopped
    }

    /// The word for a state that sorts first; nil where there is none.
    func word(for state: RemoteState) -> String? { words.filter { $0.value == state }.keys.min() }

    /// The sample of a poll's answer in a state.
    func sample(for state: RemoteState) -> SampleResponse {
        switch state {
        case .queued, .running: running
        case .succeeded: succeeded
        case .failed, .cancelled, .expired: failed
        }
    }
}
