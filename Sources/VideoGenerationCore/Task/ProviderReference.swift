/// Who took a task and how to reach them again: kept with the task, without the key.
///
/// A task goes back to the endpoint that took it, and to no other.
public struct ProviderReference: Sendable, Hashable, Codable {
    /// The provider's id in the program that ordered.
    public var id: String
    /// The dialect that was spoken.
    public var dialect: String
    /// Where.
    public var endpoint: Endpoint
    /// The environment variable that held the key.
    public var keyVariable: String?

    /// Makes a reference.
    public init(id: String, dialect: String, endpoint: Endpoint, keyVariable: String? = nil) {
        self.id = id
        self.dialect = dialect
        self.endpoint = endpoint
        self.keyVariable = keyVariable
    }
}
