/// An HTTP method that this package sends.
public enum HTTPMethod: String, Sendable, Hashable, CaseIterable {
    /// Reads; may share a connection, may be repeated.
    case get = "GET"
    /// Reads the head only.
    case head = "HEAD"
    /// Buys, most of the time: travels on a connection that nobody used before, once.
    case post = "POST"
    /// Cancels or removes: treated like ``post``.
    case delete = "DELETE"

    /// Whether sending it twice does no harm.
    public var isSafe: Bool { self == .get || self == .head }
}
