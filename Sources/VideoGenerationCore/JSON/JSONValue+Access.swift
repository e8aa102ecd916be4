extension JSONValue {
    /// The member of an object; nil for another key or another type.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The value at a path of keys.
    public subscript(path keys: String...) -> JSONValue? {
        keys.reduce(self as JSONValue?) { $0?[$1] }
    }

    /// The elements of an array; nil for another type.
    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object; nil for another type.
    public var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// A string that is not blank; nil for everything else.
    public var text: String? {
        guard case .string(let string) = self else { return nil }
        return string.allSatisfy(\.isWhitespace) ? nil : string
    }

    /// An id: a string, or a number digit for digit. Empty strings, `null`, `0` and other types are none.
    public var identifier: String? {
        switch self {
        case .string: text
        case .number(let digits): digits == "0" ? nil : digits
        default: nil
        }
    }

    /// A finite number, also from a string (`"5.0"`).
    public var double: Double? {
        let text: String
        switch self {
        case .number(let digits): text = digits
        case .string(let string): text = string.trimmed
        default: return nil
        }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// A whole number, also from a string or with a fraction of zero (`"8"`, `5.0`).
    public var int: Int? { double.flatMap { Int(exactly: $0.rounded()) } }

    /// `true` or `false`, also as a string.
    public var bool: Bool? {
        switch self {
        case .bool(let value): value
        case .string(let string): ["true": true, "false": false][string.lowercased()]
        default: nil
        }
    }

    /// Whether there is nothing in it: `null`, `""`, `{}`, `[]`. APIs use them for one another.
    public var isBlank: Bool {
        switch self {
        case .null: true
        case .string: text == nil
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }

    /// A moment: seconds, milliseconds (from 1e11 on) or ISO 8601; 0 and year 1 mean none.
    public var date: Date? {
        if let number = double {
            guard number > 0, number < 1e14 else { return nil }
            return Date(timeIntervalSince1970: number >= 1e11 ? (number / 1000).rounded(.down) : number)
        }
        guard let text else { return nil }
        // Foundation's parser takes at most milliseconds; a fraction adds nothing to an expiry.
        let whole = text.prefix { $0 != "." }
        let plain = String(whole + text.dropFirst(whole.count + 1).drop { $0.isASCII && $0.isNumber })
        guard let date = try? Date(plain, strategy: .iso8601), date.timeIntervalSince1970 > 0 else {
            return nil
        }
        return date
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Makes a string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes a number.
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    /// Makes `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes an array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// Makes an object.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
    /// Makes a number.
    public init(_ value: Int) { self = .number(String(value)) }
    /// Makes a string.
    public init(_ value: String) { self = .string(value) }
}
