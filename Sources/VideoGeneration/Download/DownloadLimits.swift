/// The limits of a download: size, time and connections.
public struct DownloadLimits: Sendable, Hashable {
    /// The largest file to accept, in bytes. The default of 2 GiB is a hundred times the largest video of these
    /// providers.
    public var maximumSize: Int64
    /// The deadlines of one exchange. Their minimum speed ends a connection that is too slow.
    public var http: HTTPTimeouts
    /// How long a link can take to start its response while there is another link to try.
    public var responseTimeout: Duration
    /// The maximum number of connections for one file after a single connection has proved slow, from 1 to 32. With
    /// 1, a download never uses more than one connection. Chrome, Firefox and Safari open at most 6
    /// connections to one host over HTTP/1.1, which is the default.
    public var connections: Int
    /// Whether a file that isn't an MP4 is saved unchanged. With the default `false`, such a file is an error with code
    /// ``VideoError/Code/unexpectedFormat``.
    ///
    /// The size of such a file is still checked, and so is its SHA-256 if the provider gives one. Whether it is
    /// complete and playable is not checked. A destination whose name has no suffix gets a matching one.
    public var acceptsAny: Bool

    /// Creates limits for the downloads of a client.
    public init(
        maximumSize: Int64 = 2 << 30,
        http: HTTPTimeouts = HTTPTimeouts(
            head: .seconds(60),
            idle: .seconds(30),
            total: nil,
            minimumSpeed: 1024
        ),
        responseTimeout: Duration = .milliseconds(1500),
        connections: Int = 6,
        acceptsAny: Bool = false
    ) {
        self.maximumSize = maximumSize
        self.http = http
        self.responseTimeout = responseTimeout
        self.connections = connections
        self.acceptsAny = acceptsAny
    }
}
