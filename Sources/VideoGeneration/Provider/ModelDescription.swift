/// What is known about a model.
public struct ModelDescription: Sendable, Hashable, Codable {
    /// The provider's name.
    public var name: String

    /// Makes a description.
    public init(name: String) { self.name = name }
}
