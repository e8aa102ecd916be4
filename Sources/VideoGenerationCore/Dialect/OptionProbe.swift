/// A free request whose response shows which options a server needs.
///
/// Servers of one dialect differ in details, such as the name of the field for a picture. After the dialect is detected,
/// this request detects the options. Options that the configuration already has are kept.
public struct OptionProbe: Sendable {
    /// Returns the GET request to send.
    let request: @Sendable (Endpoint) throws -> HTTPRequest
    /// Returns the options that a response shows; empty if it shows none.
    let options: @Sendable (ResponseDocument) -> [String: JSONValue]

    /// Creates a probe from its request and the reading of the response.
    public init(
        _ request: @escaping @Sendable (Endpoint) throws -> HTTPRequest,
        options: @escaping @Sendable (ResponseDocument) -> [String: JSONValue]
    ) {
        self.request = request
        self.options = options
    }
}
