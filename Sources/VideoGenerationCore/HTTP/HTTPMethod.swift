/// An HTTP method that this package sends.
public enum HTTPMethod: String, Sendable, Hashable, CaseIterable {
    /// Reads a resource. Can share a connection and can be repeated.
    case get = "GET"
    /// Reads only the head of a resource.
    case head = "HEAD"
    /// Creates a task in most cases. Sent once, on a fresh connection.
    case post = "POST"
    /// Cancels or removes a resource. Sent once, on a fresh connection, like ``post``.
    case delete = "DELETE"

    /// Whether sending the request twice does no harm.
    public var isSafe: Bool { self == .get || self == .head }
}
