/// The provider that accepted a task, with its address and without its key.
///
/// Every later request about the task goes to this endpoint and to no other.
public struct ProviderReference: Sendable, Hashable, Codable {
    /// The provider's ID in the program that submitted the task.
    public var id: String
    /// The name of the dialect.
    public var dialect: String
    /// The address of the API.
    public var endpoint: Endpoint
    /// The environment variable that held the key.
    package var keyVariable: String?

    /// Creates a reference to a provider.
    package init(id: String, dialect: String, endpoint: Endpoint, keyVariable: String? = nil) {
        self.id = id
        self.dialect = dialect
        self.endpoint = endpoint
        self.keyVariable = keyVariable
    }
}
