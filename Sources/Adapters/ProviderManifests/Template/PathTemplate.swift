import VideoGenerationCore

/// The path and the query of a request below the base URL.
struct PathTemplate: Sendable {
    private let segments: [TextTemplate]
    private let query: [QueryItem]
    /// Whether slashes and colons of values are kept.
    private let isVerbatim: Bool

    private struct QueryItem: Sendable {
        let name: String
        let value: TextTemplate
    }

    /// Names of query items that other APIs use for a key.
    private static let keyNames: Set<String> = [
        "key", "apikey", "token", "accesstoken", "secret", "clientsecret", "auth", "authorization", "password",
        "signature",
    ]

    /// Reads `path`, `verbatim` and `query` of an operation.
    init?(_ object: ManifestObject, _ scope: PlaceholderScope) {
        guard let node = object["path"], let path = object.text("path") else { return nil }
        let log = object.log
        guard !path.contains("://"), !path.hasPrefix("//") else {
            log.add(node, "A path is below the base URL. Write the host in \"baseURL\" or \"hosts\".")
            return nil
        }
        guard !path.contains("?"), !path.contains("#"), !path.contains("\\") else {
            log.add(node, "A path has no ?, # or backslash. Write the items of a query in \"query\".")
            return nil
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).drop { $0.isEmpty }
        guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            log.add(node, "A path has no empty part and no . or .. part. Write it such as \"/tasks/{id}\".")
            return nil
        }
        let segments = parts.compactMap { TextTemplate(node, scope, log, text: String($0)) }
        guard segments.count == parts.count else { return nil }
        self.segments = segments
        isVerbatim = object.bool("verbatim") ?? false
        query = Self.query(object, scope)
    }

    private static func query(_ object: ManifestObject, _ scope: PlaceholderScope) -> [QueryItem] {
        guard let node = object["query"] else { return [] }
        guard let members = node.members else {
            object.log.add(node, "This must be an object { … } of texts.")
            return []
        }
        return members.compactMap { member in
            let folded = member.key.lowercased().filter { $0 != "_" && $0 != "-" }
            guard !keyNames.contains(folded) else {
                object.log.add(
                    member.value,
                    "A key must not be part of a URL. It is sent in the header field of \"auth\"."
                )
                return nil
            }
            return TextTemplate(member.value, scope, object.log).map { QueryItem(name: member.key, value: $0) }
        }
    }

    /// Returns whether a placeholder is part of the path or the query.
    func uses(_ name: String) -> Bool {
        (segments + query.map(\.value)).contains { $0.placeholders.contains { $0.name == name } }
    }

    /// Returns the URL. An item of the query without a value is left out.
    /// - Throws: `VideoError` with code `invalidRequest` if a value of the path is missing or is not usable there.
    func url(_ values: inout some PlaceholderValues, at endpoint: Endpoint) throws -> HTTPURL {
        let path = try segments.map { segment in
            guard let text = try segment.text(&values) else {
                let name = segment.placeholders.first?.name ?? ""
                throw VideoError(
                    .invalidRequest,
                    "The address of the request needs a value for \(name), and there is none.",
                    advice: "Nothing was sent."
                )
            }
            return text
        }
        let items = try query.compactMap { item in try item.value.text(&values).map { (item.name, $0) } }
        if isVerbatim { return try endpoint.url(verbatim: path.joined(separator: "/"), query: items) }
        return try endpoint.url(path, query: items)
    }
}
