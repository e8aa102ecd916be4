import VideoGeneration
import VideoPlatform

/// A request as a server sees it.
extension HTTPRequest {
    /// Returns whether an id arrives unchanged: as segments of the path, as one value of the query, or as a string in
    /// the JSON body, after the decoding that every server does.
    func delivers(_ id: String) -> Bool {
        let segments = url.path.split(separator: "/").map { PercentEncoding.decode($0) }
        let values = (url.query ?? "").split(separator: "&").compactMap { item -> String? in
            guard let equals = item.firstIndex(of: "=") else { return nil }
            return PercentEncoding.decode(String(item[item.index(after: equals)...].map { $0 == "+" ? " " : $0 }))
        }
        return contains(id, inPath: segments) || values.contains(id) || strings.contains(id)
    }

    /// Returns whether an id is a whole segment, several whole ones if it contains slashes, or the part of a segment
    /// before a verb such as `:cancel`.
    private func contains(_ id: String, inPath segments: [String?]) -> Bool {
        if segments.contains(where: { $0 == id || $0?.hasPrefix(id + ":") == true }) { return true }
        let path = "/" + segments.map { $0 ?? "" }.joined(separator: "/") + "/"
        return id.contains("/") && (path.contains("/\(id)/") || path.contains("/\(id):"))
    }

    /// Returns whether the prompt arrives byte for byte: as a string in a JSON body or as a part of a form.
    func delivers(prompt: String) -> Bool {
        if fields["Content-Type"]?.lowercased().hasPrefix("multipart/") == true {
            return body.map { ByteSearch.position(of: Array(prompt.utf8), in: $0) != nil } ?? false
        }
        return strings.contains { $0.utf8.elementsEqual(prompt.utf8) }
    }

    /// Returns whether a request has the same method and URL, and the same body if it is a POST.
    func isSame(as other: HTTPRequest?) -> Bool {
        method == other?.method && url == other?.url && (method != .post || body == other?.body)
    }

    /// Returns whether a header field or a member of the body has the caller's own ID as its value.
    func carries(ownID: String) -> Bool { fields.contains { $0.value == ownID } || delivers(prompt: ownID) }

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
