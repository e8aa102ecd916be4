/// The keys of a dialect in addition to the usual ones. Keys are compared without regard to case and style:
/// `failureCode` equals `failure_code`.
public struct ResponseKeys: Sendable, Hashable {
    /// The objects and arrays to descend into from the envelope to the task, besides `data` and `task`: `output` at
    /// DashScope, `response` at Vertex.
    public var envelopes: [String]
    /// The keys of a video's link; searched before the usual ones.
    public var links: [String]
    /// The keys of the reason for a failure.
    public var reasons: [String]
    /// The keys of an error code.
    public var codes: [String]
    /// The keys of the caller's own ID, which the provider repeats; see ``OwnIDField``. Keys joined by dots lead to a
    /// value inside.
    public var ownIDs: [String]
    /// The keys of the URL at which the task can be polled, besides `polling_url`. Keys may be joined by dots.
    public var pollingURLs: [String]
    /// The keys of the URL at which the result can be requested. Keys may be joined by dots.
    public var resultURLs: [String]
    /// The keys of the URL at which the task can be canceled. Keys may be joined by dots.
    public var cancelURLs: [String]
    /// The keys of the outputs besides the video, such as `last_frame_url: .lastFrame`. They are searched at any depth of
    /// a finished task.
    public var extraOutputs: [String: VideoOutput.Kind]

    /// Creates a set of keys.
    public init(
        envelopes: [String] = [],
        links: [String] = [],
        reasons: [String] = [],
        codes: [String] = [],
        ownIDs: [String] = [],
        pollingURLs: [String] = [],
        resultURLs: [String] = [],
        cancelURLs: [String] = [],
        extraOutputs: [String: VideoOutput.Kind] = [:]
    ) {
        self.envelopes = envelopes
        self.links = links
        self.reasons = reasons
        self.codes = codes
        self.ownIDs = ownIDs
        self.pollingURLs = pollingURLs
        self.resultURLs = resultURLs
        self.cancelURLs = cancelURLs
        self.extraOutputs = extraOutputs
    }
}
