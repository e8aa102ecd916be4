/// A JSON value as a provider sent it.
///
/// Numbers keep their source text, so that an ID survives whether it is sent as a string or as a number. Parsing a
/// response is about 30 times faster than decoding this type with `JSONDecoder`, keeps the order of members, repairs
/// malformed UTF-8, and limits the depth of nesting. The accessors are lenient: a field of the wrong type is nil and
/// does not affect other fields.
public enum JSONValue: Sendable, Hashable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number, as its source text.
    case number(String)
    /// A string with its escapes resolved.
    case string(String)
    /// An array of JSON values.
    case array([JSONValue])
    /// An object whose members are in the order in which they were inserted.
    case object(JSONObject)
}

/// The members of a JSON object in the order in which they were inserted. If a key occurs twice, the last value counts.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
    private var members: [(key: String, value: JSONValue)] = []

    /// Creates an object without members.
    package init() {}

    /// Creates an object from a dictionary literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The value of a key. Setting the value of an existing key keeps its position; setting nil removes the member.
    public subscript(key: String) -> JSONValue? {
        get { members.last { $0.key == key }?.value }
        set {
            let index = members.lastIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// Appends a member without searching for the key. The parser uses this, because the last member of a key counts.
    mutating func append(_ key: String, _ value: JSONValue) { members.append((key, value)) }

    /// Whether the object has no members.
    package var isEmpty: Bool { members.isEmpty }

    /// Returns an iterator over the members in their order.
    public func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> {
        members.makeIterator()
    }

    /// Compares keys, values and order of two objects.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { $0.key == $1.key && $0.value == $1.value }
    }

    /// Hashes keys and values in their order.
    public func hash(into hasher: inout Hasher) {
        for member in members {
            hasher.combine(member.key)
            hasher.combine(member.value)
        }
    }
}
