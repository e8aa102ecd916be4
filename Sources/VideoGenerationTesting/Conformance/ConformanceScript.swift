public import VideoGeneration

/// A provider's responses in each situation of a task's life: everything that the author of an adapter writes for
/// ``ProviderConformance``.
///
/// The samples are responses from the provider's documentation, with placeholders for the values; see ``SampleResponse``.
/// The suite finds out by itself which request gets which sample.
public struct ConformanceScript: Sendable {
    /// A response that refuses a submit.
    public struct Refusal: Sendable {
        /// The error code that the adapter must report.
        public var code: VideoError.Code
        /// The provider's response, with `<reason>` in place of its message.
        public var response: SampleResponse

        /// Creates a refusal from the expected error code and the response.
        public init(_ code: VideoError.Code, _ response: SampleResponse) {
            self.code = code
            self.response = response
        }
    }

    /// Returns a request that the provider accepts, for a prompt of the suite.
    public var request: @Sendable (_ prompt: String) -> VideoRequest
    /// The response to an accepted submit, with `<id>`.
    public var accepted: SampleResponse
    /// Responses that refuse a submit. At least one is required.
    public var refusals: [Refusal]
    /// Every status word of the provider, and its meaning.
    public var words: [String: RemoteState]
    /// The response to a poll before the end, with `<status>`, and with `<id>` if the provider repeats it.
    public var running: SampleResponse
    /// The response to a poll after success, with `<status>`, and with `<link>` or `<file>` if the provider sends them.
    public var succeeded: SampleResponse
    /// The response to a poll after a failure, with `<status>` and `<reason>`.
    public var failed: SampleResponse
    /// The response to the request for the links, with `<link>`. Nil if the response to the poll has the links, or if
    /// the provider serves the bytes itself.
    public var file: SampleResponse?
    /// A response to a poll that reports success without a video. Nil if the provider serves the bytes itself, so that
    /// no response has to name them.
    public var withoutOutput: SampleResponse?
    /// A list with one task, with `<id>`. Nil if the provider has no list.
    public var list: SampleResponse?
    /// The response to a successful cancel. Nil if the provider has no such operation.
    public var stopped: SampleResponse?

    /// Creates a script from sample responses.
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

    /// Returns the first word for a state in alphabetical order; nil if there is none.
    func word(for state: RemoteState) -> String? { words.filter { $0.value == state }.keys.min() }

    /// Returns the sample response to a poll in a state.
    func sample(for state: RemoteState) -> SampleResponse {
        switch state {
        case .queued, .running: running
        case .succeeded: succeeded
        case .failed, .cancelled, .expired: failed
        }
    }
}
