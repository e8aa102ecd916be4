/// The deadlines of one exchange. Every wait has one, and it is ours.
public struct HTTPTimeouts: Sendable, Hashable {
    /// Until the connection stands, TLS included.
    public var connect: Duration
    /// From the start until the answer's head is there.
    public var head: Duration
    /// The longest silence inside the body.
    public var idle: Duration
    /// The whole exchange; nil for none, as for a large download under ``idle`` and ``minimumSpeed``.
    public var total: Duration?
    /// The lowest average over ``idle``, in bytes a second; 0 for no rule.
    public var minimumSpeed: Int
    /// How much longer the exchange goes on when the caller is cancelled. A purchase that is under way
    /// waits for its answer, so that a video is not bought and forgotten; a read stops at once.
    public var cancellationGrace: Duration

    /// Makes limits.
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

    /// A status request, a list, a link: 60 s in all.
    public static let read = HTTPTimeouts()
    /// A purchase: 120 s for the answer, and 10 s more when the caller gives up.
    public static let submit = HTTPTimeouts(
        head: .seconds(120),
        total: .seconds(150),
        cancellationGrace: .seconds(10)
    )
    /// A download: no total, 30 s of silence at most.
    public static let download = HTTPTimeouts(head: .seconds(60), idle: .seconds(30), total: nil)
}
