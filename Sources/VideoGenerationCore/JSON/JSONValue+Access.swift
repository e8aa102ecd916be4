extension JSONValue {
    /// The member of an object; nil if there is no such key or the value is not an object.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The value at a path of keys; nil if one of the keys is missing.
    package subscript(path keys: String...) -> JSONValue? {
        keys.reduce(self as JSONValue?) { $0?[$1] }
    }

    /// The elements of an array; nil if the value is not an array.
    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object; nil if the value is not an object.
    public var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// The text of a string that is not blank; nil for every other value.
    public var text: String? {
        guard case .string(let string) = self else { return nil }
        return string.allSatisfy(\.isWhitespace) ? nil : string
    }

    /// An ID: the text of a string, or the digits of a number exactly as written. Nil for blank strings, the number
    /// `0`, `null` and other types.
    public var identifier: String? {
        switch self {
        case .string: text
        case .number(let digits): digits == "0" ? nil : digits
        default: nil
        }
    }

    /// A finite number. Numbers in strings (`"5.0"`) are accepted.
    package var double: Double? {
        let text: String
        switch self {
        case .number(let digits): text = digits
        case .string(let string): text = string.trimmed
        default: return nil
        }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// An exact decimal number, such as an amount of money. Numbers in strings (`"0.25"`) are accepted. Nil for a number
    /// with more than 38 digits, which would be rounded, or with an exponent beyond 100.
    public var decimal: Decimal? {
        switch self {
        case .number(let digits): Decimal(exactly: digits)
        case .string(let string): Decimal(exactly: string.trimmed)
        default: nil
        }
    }

    /// A number rounded to an integer (`5.0` is 5). Numbers in strings (`"8"`) are accepted.
    public var int: Int? { double.flatMap { Int(exactly: $0.rounded()) } }

    /// A Boolean. The strings `"true"` and `"false"` are accepted.
    public var bool: Bool? {
        switch self {
        case .bool(let value): value
        case .string(let string): ["true": true, "false": false][string.lowercased()]
        default: nil
        }
    }

    /// Whether the value is empty: `null`, a blank string, `{}` or `[]`. APIs use these interchangeably.
    public var isBlank: Bool {
        switch self {
        case .null: true
        case .string: text == nil
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }

    /// A point in time from seconds or milliseconds since 1970 (milliseconds from 1e11 on) or from ISO 8601; nil for 0
    /// and for year 1, which APIs use for "none".
    public var date: Date? {
        if let number = double {
            guard number > 0, number < 1e14 else { return nil }
            return Date(timeIntervalSince1970: number >= 1e11 ? (number / 1000).rounded(.down) : number)
        }
        guard let text else { return nil }
        // Foundation's parser accepts at most milliseconds. A fraction of a second does not matter for an expiry.
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
    /// Creates a string value from a literal.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Creates a number value from a literal.
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    /// Creates a Boolean value from a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Creates an array value from a literal.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// Creates an object value from a literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
    /// Creates a number value from an integer.
    public init(_ value: Int) { self = .number(String(value)) }
    /// Creates a string value from a string.
    package init(_ value: String) { self = .string(value) }
}
