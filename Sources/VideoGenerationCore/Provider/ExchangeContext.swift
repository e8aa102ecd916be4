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
    var readTimeouts: HTTPTimeouts {
        var timeouts = HTTPTimeouts.read
        if let timeLimit { timeouts.total = min(timeouts.total ?? timeLimit, timeLimit) }
        return timeouts
    }
}
