/// The deadlines of one exchange. The client sets all of them, so every wait ends.
public struct HTTPTimeouts: Sendable, Hashable {
    /// The time to establish a connection, including TLS.
    public var connect: Duration
    /// The time from the start of the exchange until the head of the response arrives.
    public var head: Duration
    /// The longest pause between two bytes of the body.
    public var idle: Duration
    /// The time for the whole exchange, or nil for no limit, as for a large download that ``idle`` and
    /// ``minimumSpeed`` bound.
    public var total: Duration?
    /// The lowest average speed over ``idle``, in bytes per second; 0 for no minimum.
    public var minimumSpeed: Int
    /// How long the exchange continues after the caller is cancelled.
    ///
    /// A submit in progress waits for its response, so that a video isn't bought and then forgotten. A read stops
    /// immediately.
    public var cancellationGrace: Duration

    /// Creates limits. The defaults are those of ``read``.
    public init(
        connect: Duration = .seconds(10),
        head: Duration = .seconds(60),
        idle: Duration = .seconds(60),
        total: Duration? = .seconds(60),
        minimumSpeed: Int = 0,
        cancellationGrace: Duration = .zero
    ) {
        self.connect = connect
        self.head = head
        self.idle = idle
        self.total = total
        self.minimumSpeed = minimumSpeed
        self.cancellationGrace = cancellationGrace
    }

    /// The limits of a read, such as a status, a list, or a link: 60 s in total.
    public static let read = HTTPTimeouts()
    /// The limits of a submit: 120 s for the head, 150 s in total, and a grace period of 10 s if the caller is
    /// cancelled.
    public static let submit = submit(within: .seconds(120))

    /// Returns the limits of a submit whose response may take longer: the time for the head, 30 s more in total, and the
    /// grace period of ``submit``.
    package static func submit(within time: Duration) -> HTTPTimeouts {
        HTTPTimeouts(head: time, total: time + .seconds(30), cancellationGrace: .seconds(10))
    }
}
