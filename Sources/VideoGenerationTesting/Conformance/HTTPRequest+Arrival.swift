import VideoGeneration
import VideoPlatform

/// What a server sees in a request.
extension HTTPRequest {
    /// Whether an id arrives as it is: as one segment of the path, as one value of the query, or as a string
    /// of the JSON body, after the decoding that every server does.
    func delivers(_ id: String) -> Bool {
        let segments = url.path.split(separator: "/").map { PercentEncoding.decode($0) }
        let values = (url.query ?? "").split(separator: "&").compactMap { item -> String? in
            guard let equals = item.firstIndex(of: "=") else { return nil }
            return PercentEncoding.decode(String(item[item.index(after: equals)...].map { $0 == "+" ? " " : $0 }))
        }
        return segments.contains(id) || values.contains(id) || strings.contains(id)
    }

    /// Whether the prompt arrives byte for byte: as a string of a JSON body or as a part of a form.
    func delivers(prompt: String) -> Bool {
        if fields["Content-Type"]?.lowercased().hasPrefix("multipart/") == true {
            return body.map { ByteSearch.position(of: Array(prompt.utf8), in: $0) != nil } ?? false
        }
        return strings.contains { $0.utf8.elementsEqual(prompt.utf8) }
    }

    /// Whether a key is in a header.
    func carries(key: String) -> Bool { fields.contains { $0.value.contains(key) } }

    /// The strings of a JSON body.
    private var strings: [String] {
        guard let body, let json = try? JSONValue(parsing: body) else { return [] }
        return Self.strings(in: json)
    }

    private static func strings(in value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .number(let digits): [digits]
        case .array(let elements): elements.flatMap(strings)
        case .object(let object): object.flatMap { strings(in: $0.value) }
        case .null, .bool: []
        }
    }
}
