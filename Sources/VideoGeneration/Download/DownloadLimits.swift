/// What a download may take.
public struct DownloadLimits: Sendable, Hashable {
    /// The largest file that is taken, in bytes; 2 GiB, a hundred times the largest video of these providers.
    public var maximumSize: Int64
    /// The deadlines of one exchange. The lowest speed in it ends a connection that drips.
    public var http: HTTPTimeouts
    /// How long a link may take to begin to answer while there is another one to try.
    public var patience: Duration
    /// How many connections one file may have, once a single one has turned out to be slow; 1 for never more than
    /// one, 32 at most. Six is what Chrome, Firefox and Safari open to one host over HTTP/1.1.
    public var connections: Int
    /// Whether a file that is no MP4 is kept as it came; false. Its size, and its SHA-256 if the provider tells one,
    /// are checked all the same. Whether it is whole and plays is not. A destination whose name has no suffix gets one
    /// that fits.
    public var acceptsAny: Bool

    /// Makes limits.
    public init(
        maximumSize: Int64 = 2 << 30,
        http: HTTPTimeouts = HTTPTimeouts(
            head: .seconds(60),
            idle: .seconds(30),
            total: nil,
            minimumSpeed: 1024
        ),
        patience: Duration = .milliseconds(1500),
        connections: Int = 6,
        acceptsAny: Bool = false
    ) {
        self.maximumSize = maximumSize
        self.http = http
        self.patience = patience
        self.connections = connections
        self.acceptsAny = acceptsAny
    }
}
