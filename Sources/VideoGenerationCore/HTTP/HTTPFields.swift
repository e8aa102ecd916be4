/// Header fields in the order in which they were sent, looked up without regard to case.
public struct HTTPFields: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
    private var fields: [HTTPField] = []

    /// Makes an empty list.
    public init() {}

    /// Takes fields that exist already.
    public init(_ fields: [HTTPField]) { self.fields = fields }

    /// Makes fields from literals; one that would be illegal is left out.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.compactMap { HTTPField(name: $0.0, value: $0.1) }
    }

    /// The first value of a name; setting replaces every field of that name, nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
        set {
            fields.removeAll { $0.name.lowercased() == name.lowercased() }
            if let newValue, let field = HTTPField(name: name, value: newValue) { fields.append(field) }
        }
    }

    /// All values of a name, in order.
    public func values(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// Adds a field behind the others.
    public mutating func append(_ field: HTTPField) { fields.append(field) }

    /// Goes through the fields in order.
    public func makeIterator() -> IndexingIterator<[HTTPField]> { fields.makeIterator() }
}
