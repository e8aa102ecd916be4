/// The facts about one exchange that the caller knows and the provider doesn't: how to send it, how long it may take,
/// and which task it is for.
///
/// ``VideoGenerating`` gets one with each verb. A provider that wraps another one passes it on unchanged.
public struct ExchangeContext: Sendable {
    /// The transport that carries the request.
    public var transport: any HTTPTransport
    /// The time, for an authorizer that signs or renews a token.
    public var date: Date
    /// The longest that the exchange may take, if the caller waits no longer than that; nil for the provider's own
    /// timeouts. A submit ignores it, because its outcome has to be known.
    public var timeLimit: Duration?
    /// A value that is the same each time one task is submitted, and different for every other task; nil if the
    /// request submits nothing. An API with a field for it recognizes a request that arrives twice.
    public var idempotencyKey: String?
    /// The place for a video in the response to a submit; nil to drop its bytes.
    package var files: (any ReceivedFiles)?
    /// The machine's key files and signatures; nil if the authorizer cannot use them.
    package var signer: (any AssertionSigner)?
    /// Receives each input that is about to be uploaded.
    package var willUpload: (@Sendable (MediaInput) -> Void)?

    /// Creates the context of one exchange.
    public init(
        transport: any HTTPTransport,
        date: Date,
        timeLimit: Duration? = nil,
        idempotencyKey: String? = nil
    ) {
        self.transport = transport
        self.date = date
        self.timeLimit = timeLimit
        self.idempotencyKey = idempotencyKey
    }

    /// The timeouts of a request that changes nothing, within ``timeLimit``.
    var readTimeouts: HTTPTimeouts { readTimeouts(isLarge: false) }

    /// The longest time for a response with a file inside.
    static let fileTime = Duration.seconds(600)

    /// Returns the timeouts of a request that changes nothing, within ``timeLimit``.
    /// - Parameter isLarge: Whether the response may contain a file.
    func readTimeouts(isLarge: Bool) -> HTTPTimeouts {
        var timeouts = HTTPTimeouts.read
        if isLarge { timeouts.allowFile() }
        if let timeLimit { timeouts.total = min(timeouts.total ?? timeLimit, timeLimit) }
        return timeouts
    }

    /// The slowest connection on which an upload succeeds, in bytes per second: 1 Mbit/s.
    private static let slowestUpload = 128 << 10

    /// The timeouts of a request that uploads a file. The response begins only after the whole body was sent.
    func uploadTimeouts(of request: HTTPRequest) -> HTTPTimeouts {
        var timeouts = readTimeouts
        guard timeLimit == nil else { return timeouts }
        let extra = Duration.seconds((request.body?.count ?? 0) / Self.slowestUpload)
        timeouts.head += extra
        timeouts.total = timeouts.total.map { $0 + extra }
        return timeouts
    }
}

extension HTTPTimeouts {
    /// Allows the time for a file in the body. A slow trickle still ends.
    mutating func allowFile() {
        total = head + ExchangeContext.fileTime
        minimumSpeed = 1 << 10
    }
}
