/// A provider's responses in each situation of a task's life, as data beside a dialect.
///
/// The samples are responses from the provider's documentation, with placeholders for the values; see ``SampleResponse``.
/// `ProviderConformance` in VideoGenerationTesting checks a dialect with them, and `LoopbackProvider` in VideoSimulator
/// plays the provider on this machine. Both find out by themselves which request gets which sample.
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

    /// The header field that carries the key, with `<key>` in its place.
    public var key: String
    /// Returns a request that the provider accepts, for a prompt of the suite.
    public var request: @Sendable (_ prompt: String) -> VideoRequest
    /// The response to an accepted submit, with `<id>`.
    public var accepted: SampleResponse
    /// Responses that refuse a submit. At least one is required.
    public var refusals: [Refusal]
    /// Every status word of the provider, and its meaning; empty if the provider sends none, such as `done: true`.
    public var words: [String: RemoteState]
    /// The response to a poll before the end, with `<status>`, and with `<id>` if the provider repeats it.
    public var running: SampleResponse
    /// The responses to a poll in the states that ``running``, ``succeeded`` and ``failed`` do not describe, such as a
    /// cancelled task in an API without status words.
    public var others: [RemoteState: SampleResponse]
    /// The response to a poll after success, with `<status>`, and with `<link>` or `<file>` if the provider sends them.
    public var succeeded: SampleResponse
    /// The response to a poll after a failure, with `<status>` and `<reason>`.
    public var failed: SampleResponse
    /// Further responses to a poll after a failure, each with the error that the task must end with.
    public var failures: [Refusal]
    /// A response to the request for the links that ends the task, with `<reason>`. Nil if the provider has none.
    public var failedFile: Refusal?
    /// The response to the request for the links, with `<link>`. Nil if the response to the poll has the links, or if
    /// the provider serves the bytes itself.
    public var file: SampleResponse?
    /// A response to a poll that reports success without a video. Nil if the provider serves the bytes itself, so that
    /// no response has to name them.
    public var withoutOutput: SampleResponse?
    /// A list with one task, with `<id>`. Nil if the provider has no list.
    public var list: SampleResponse?
    /// The response to a request for the task with the caller's own ID, with `<id>` and `<own>`. Nil if the provider
    /// cannot look tasks up.
    public var lookup: SampleResponse?
    /// The responses to the requests that upload one file, in order. Empty if the provider needs no upload.
    public var uploads: [SampleResponse]
    /// The amount that the sample ``succeeded`` charges; nil if the provider reports none.
    public var charge: Charge?
    /// The response to a successful cancel. Nil if the provider has no such operation.
    public var stopped: SampleResponse?
    /// The response to a poll of a task that the provider does not know. Nil if it is not documented.
    public var unknownTask: SampleResponse?

    /// Creates a script from sample responses.
    public init(
        key: String = "Authorization: Bearer <key>",
        request: @escaping @Sendable (_ prompt: String) -> VideoRequest = { VideoRequest(prompt: $0) },
        accepted: SampleResponse,
        refusals: [Refusal],
        words: [String: RemoteState] = [:],
        running: SampleResponse,
        others: [RemoteState: SampleResponse] = [:],
        succeeded: SampleResponse,
        failed: SampleResponse,
        failures: [Refusal] = [],
        file: SampleResponse? = nil,
        failedFile: Refusal? = nil,
        withoutOutput: SampleResponse? = nil,
        list: SampleResponse? = nil,
        lookup: SampleResponse? = nil,
        uploads: [SampleResponse] = [],
        charge: Charge? = nil,
        stopped: SampleResponse? = nil,
        unknownTask: SampleResponse? = nil
    ) {
        self.key = key
        self.request = request
        self.accepted = accepted
        self.refusals = refusals
        self.words = words
        self.running = running
        self.others = others
        self.succeeded = succeeded
        self.failed = failed
        self.failures = failures
        self.file = file
        self.failedFile = failedFile
        self.withoutOutput = withoutOutput
        self.list = list
        self.lookup = lookup
        self.uploads = uploads
        self.charge = charge
        self.stopped = stopped
        self.unknownTask = unknownTask
    }

    /// Returns the first word for a state in alphabetical order; nil if there is none.
    package func word(for state: RemoteState) -> String? { words.filter { $0.value == state }.keys.min() }

    /// Returns the sample response to a poll in a state.
    package func sample(for state: RemoteState) -> SampleResponse {
        if let sample = others[state] { return sample }
        return switch state {
        case .queued, .running: running
        case .succeeded: succeeded
        case .failed, .cancelled, .expired: failed
        }
    }
}
