import VideoGeneration
import VideoPlatform

/// A request as a server sees it.
extension HTTPRequest {
    /// Returns whether an id arrives unchanged: as one segment of the path, as one value of the query, or as a string
    /// in the JSON body, after the decoding that every server does.
    func delivers(_ id: String) -> Bool {
        let segments = url.path.split(separator: "/").map { PercentEncoding.decode($0) }
        let values = (url.query ?? "").split(separator: "&").compactMap { item -> String? in
            guard let equals = item.firstIndex(of: "=") else { return nil }
            return PercentEncoding.decode(String(item[item.index(after: equals)...].map { $0 == "+" ? " " : $0 }))
        }
        return segments.contains(id) || values.contains(id) || strings.contains(id)
    }

    /// Returns whether the prompt arrives byte for byte: as a string in a JSON body or as a part of a form.
    func delivers(prompt: String) -> Bool {
        if fields["Content-Type"]?.lowercased().hasPrefix("multipart/") == true {
            return body.map { ByteSearch.position(of: Array(prompt.utf8), in: $0) != nil } ?? false
        }
        return strings.contains { $0.utf8.elementsEqual(prompt.utf8) }
    }

    /// Returns whether a header field contains a key.
    func carries(key: String) -> Bool { fields.contains { $0.value.contains(key) } }

    /// The strings in the JSON body.
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
