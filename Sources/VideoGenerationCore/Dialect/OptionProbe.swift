/// A question that costs nothing, and what its answer says about how a server wants to be spoken to.
///
/// Servers of one dialect differ in small ways, such as what they call a picture. Once the dialect is found out,
/// this finds out the options; those that the entry has already are kept.
public struct OptionProbe: Sendable {
    /// The question: a GET.
    let request: @Sendable (Endpoint) throws -> HTTPRequest
    /// The options that an answer speaks for; empty where it says nothing.
    let options: @Sendable (ResponseDocument) -> [String: JSONValue]

    /// Makes a probe.
    public init(
        _ request: @escaping @Sendable (Endpoint) throws -> HTTPRequest,
        options: @escaping @Sendable (ResponseDocument) -> [String: JSONValue]
    ) {
        self.request = request
        self.options = options
    }
}
