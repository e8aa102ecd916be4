public import VideoGeneration
public import VideoPlatform

/// One request and its answer, as far as they may be kept.
public struct RecordedExchange: Sendable, Hashable {
    /// The request's method.
    public var method: String
    /// The request's URL, signatures taken out.
    public var url: String
    /// The request's body, keys and pictures taken out; nil where there was none.
    public var body: String?
    /// The answer's status.
    public var status: Int
    /// The answer's header fields that mean something to a client of these APIs.
    public var fields: [HTTPField]
    /// The answer's body, keys and signatures taken out.
    public var answer: [UInt8]
    /// How long a body was that was left out, as a video's is; nil where ``answer`` is the body.
    public var leftOut: Int64?
    /// When the request was sent, by the wall clock.
    public var startedAt: Date
    /// From sending to the answer's head.
    public var wait: Duration
    /// From the answer's head to its end.
    public var receive: Duration

    /// Takes an exchange apart that was redacted already.
    public init(
        method: String,
        url: String,
        body: String?,
        status: Int,
        fields: [HTTPField],
        answer: [UInt8],
        leftOut: Int64? = nil,
        startedAt: Date = Date(timeIntervalSince1970: 0),
        wait: Duration = .zero,
        receive: Duration = .zero
    ) {
        self.method = method
        self.url = url
        self.body = body
        self.status = status
        self.fields = fields
        self.answer = answer
        self.leftOut = leftOut
        self.startedAt = startedAt
        self.wait = wait
        self.receive = receive
    }

    /// Redacts an exchange.
    init(
        _ request: HTTPRequest,
        _ response: HTTPResponse,
        leftOut: Int64?,
        startedAt: Date,
        wait: Duration,
        receive: Duration
    ) {
        self.leftOut = leftOut
        self.startedAt = startedAt
        self.wait = wait
        self.receive = receive
        let redaction = RecordingRedaction(request)
        method = request.method.rawValue
        url = redaction.link(request.url.string)
        body = redaction.body(of: request)
        status = response.status
        fields = response.head.fields.compactMap(redaction.kept)
        answer = redaction.answer(response.body)
    }

    /// Whether a request is the recorded one, after the same redaction.
    func isAnswer(to request: HTTPRequest) -> Bool {
        let redaction = RecordingRedaction(request)
        return method == request.method.rawValue && url == redaction.link(request.url.string)
            && body == redaction.body(of: request)
    }

    /// The answer to play.
    var response: HTTPResponse {
        HTTPResponse(status: status, fields: HTTPFields(fields), body: answer)
    }
}
