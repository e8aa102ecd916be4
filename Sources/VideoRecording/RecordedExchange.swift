public import VideoGeneration
import VideoPlatform

/// A request and its response, after redaction.
public struct RecordedExchange: Sendable, Hashable {
    /// The HTTP method of the request.
    public var method: String
    /// The URL of the request, without signatures.
    public var url: String
    /// The body of the request, without keys and pictures; nil if it had none.
    public var body: String?
    /// The HTTP status of the response.
    public var status: Int
    /// The header fields of the response that matter to a client of these APIs.
    public var fields: [HTTPField]
    /// The body of the response, without keys and signatures.
    public var responseBody: [UInt8]
    /// The length in bytes of a body that was left out, such as a video; nil if ``responseBody`` is the body.
    public var leftOut: Int64?
    /// The wall-clock time at which the request was sent.
    public var startedAt: Date
    /// The time from sending the request to the head of the response.
    public var wait: Duration
    /// The time from the head of the response to its end.
    public var receive: Duration

    /// Creates an exchange from parts that are already redacted.
    public init(
        method: String,
        url: String,
        body: String?,
        status: Int,
        fields: [HTTPField],
        responseBody: [UInt8],
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
        self.responseBody = responseBody
        self.leftOut = leftOut
        self.startedAt = startedAt
        self.wait = wait
        self.receive = receive
    }

    /// Creates an exchange from a request and its response, and redacts both.
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
        url = redaction.url(of: request)
        body = redaction.body(of: request)
        status = response.status
        fields = response.head.fields.compactMap(redaction.kept)
        responseBody = redaction.responseBody(response.body)
    }

    /// Returns whether a request is equal to the recorded one after the same redaction.
    func isAnswer(to request: HTTPRequest) -> Bool {
        let redaction = RecordingRedaction(request)
        return method == request.method.rawValue && url == redaction.url(of: request)
            && body == redaction.body(of: request)
    }

    /// The response to play.
    var response: HTTPResponse {
        HTTPResponse(status: status, fields: HTTPFields(fields), body: responseBody)
    }
}
