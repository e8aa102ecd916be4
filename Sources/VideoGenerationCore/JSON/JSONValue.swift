/// A JSON value as a provider sent it, numbers digit for digit.
///
/// Foundation reads a number as `Double` or `Int64`, and task ids have up to 18 digits and more. Here a
/// number stays the text it was, so that an id survives whether it comes as a string or as a number. The
/// accessors are liberal: a wrong type in one field loses that field only.
public enum JSONValue: Sendable, Hashable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number, as it was written.
    case number(String)
    /// A string, escapes resolved.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object in the order of its keys.
    case object(JSONObject)
}

/// The members of a JSON object, in order; of a key that stands twice, the last one counts.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
    private var members: [(key: String, value: JSONValue)] = []

    /// Makes an empty object.
    public init() {}

    /// Makes an object from literals.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The value of a key; setting one that exists replaces it in place, nil removes it.
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

    /// Appends a member without looking for the key: for the parser, where the last one counts anyway.
    mutating func append(_ key: String, _ value: JSONValue) { members.append((key, value)) }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// Goes through the members in order.
    public func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> {
        members.makeIterator()
    }

    /// Equal keys and values in the same order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { $0.key == $1.key && $0.value == $1.value }
    }

    /// Hashes keys and values in order.
    public func hash(into hasher: inout Hasher) {
        for member in members {
            hasher.combine(member.key)
            hasher.combine(member.value)
        }
    }
}
