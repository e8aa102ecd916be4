/// How far a download is.
public struct DownloadProgress: Sendable, Hashable {
    /// The bytes that are here, those of earlier runs included.
    public var received: Int64
    /// The bytes in all, where the server says so.
    public var total: Int64?

    /// Makes a reading.
    public init(received: Int64, total: Int64? = nil) {
        self.received = received
        self.total = total
    }

    /// 0…1; nil where the total is unknown.
    public var fraction: Double? {
        total.flatMap { $0 > 0 ? min(Double(received) / Double($0), 1) : nil }
    }
}
