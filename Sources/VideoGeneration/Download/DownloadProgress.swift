/// The progress of a download.
public struct DownloadProgress: Sendable, Hashable {
    /// The number of bytes received, including those of earlier runs.
    public var received: Int64
    /// The total number of bytes, or nil if the server doesn't declare it.
    public var total: Int64?

    /// Creates a progress value from byte counts.
    package init(received: Int64, total: Int64? = nil) {
        self.received = received
        self.total = total
    }

    /// The received fraction from 0 to 1, or nil if the total is unknown.
    public var fraction: Double? {
        total.flatMap { $0 > 0 ? min(Double(received) / Double($0), 1) : nil }
    }
}
