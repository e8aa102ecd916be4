/// Header fields in the order in which they were sent. Names are compared without regard to case.
public struct HTTPFields: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
    private var fields: [HTTPField] = []

    /// Creates an empty list of fields.
    package init() {}

    /// Creates a list of existing fields.
    package init(_ fields: [HTTPField]) { self.fields = fields }

    /// Creates fields from literals, and leaves out those that are illegal in HTTP.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.compactMap { HTTPField(name: $0.0, value: $0.1) }
    }

    /// The first value of a name. Setting a value replaces every field of that name, and setting nil removes them.
    /// An illegal value removes them too.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            fields.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue, let field = HTTPField(name: name, value: newValue) { fields.append(field) }
        }
    }

    /// Returns all values of a name, in order.
    public func values(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// Adds a field after the others.
    public mutating func append(_ field: HTTPField) { fields.append(field) }

    /// Returns an iterator over the fields, in order.
    public func makeIterator() -> IndexingIterator<[HTTPField]> { fields.makeIterator() }
}
