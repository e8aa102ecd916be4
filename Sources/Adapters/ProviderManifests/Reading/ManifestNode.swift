import VideoGenerationCore

/// A value of a manifest with its place in the file.
struct ManifestNode {
    /// One member of an object.
    struct Member {
        let key: String
        /// The line of the key.
        let line: Int
        let value: ManifestNode
    }

    enum Content {
        case null
        case bool(Bool)
        case number(String)
        case string(String)
        case array([ManifestNode])
        case object([Member])
    }

    /// The line in the file, counted from 1.
    let line: Int
    /// The place of the value, such as `models[0].name`.
    let path: String
    let content: Content

    /// The text of a string; nil for other values.
    var string: String? { if case .string(let text) = content { text } else { nil } }
    /// The elements of an array; nil for other values.
    var elements: [ManifestNode]? { if case .array(let elements) = content { elements } else { nil } }
    /// The members of an object; nil for other values.
    var members: [Member]? { if case .object(let members) = content { members } else { nil } }

    /// The value without its place.
    var json: JSONValue {
        switch content {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let digits): return .number(digits)
        case .string(let text): return .string(text)
        case .array(let elements): return .array(elements.map(\.json))
        case .object(let members):
            var object: JSONObject = [:]
            for member in members { object[member.key] = member.value.json }
            return .object(object)
        }
    }
}
