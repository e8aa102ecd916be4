/// An HTTP method that this package sends.
public enum HTTPMethod: String, Sendable, Hashable, CaseIterable {
    /// Reads a resource. Can share a connection and can be repeated.
    case get = "GET"
    /// Reads only the head of a resource.
    case head = "HEAD"
    /// Creates a task in most cases. Sent once, on a fresh connection.
    case post = "POST"
    /// Replaces a resource: uploads a file, or cancels a task at some APIs. Sent once, like ``post``.
    case put = "PUT"
    /// Cancels or removes a resource. Sent once, on a fresh connection, like ``post``.
    case delete = "DELETE"

    /// Whether sending a request with this method twice does no harm.
    public var isSafe: Bool { self == .get || self == .head }
}
