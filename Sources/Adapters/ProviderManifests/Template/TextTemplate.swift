import VideoGenerationCore

/// A text with placeholders: `{seconds}s`.
///
/// A template that is one placeholder has the JSON type of its value. Inside a longer text a value is text.
struct TextTemplate: Sendable {
    private enum Part {
        case literal(String)
        case placeholder(Placeholder)
    }

    private let parts: [Part]

    /// The placeholders, in their order.
    var placeholders: [Placeholder] {
        parts.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// Parses a text. `{{` and `}}` are braces.
    /// - Returns: nil with a mistake in the log if a placeholder is not known or a brace is alone.
    init?(_ node: ManifestNode, _ scope: PlaceholderScope, _ log: ProblemLog, text: String? = nil) {
        guard let text = text ?? node.string else {
            log.add(node, "This must be a text in quotation marks.")
            return nil
        }
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "{" || character == "}" else {
                literal.append(character)
                continue
            }
            if rest.first == character {
                rest.removeFirst()
                literal.append(character)
                continue
            }
            guard character == "{", let end = rest.firstIndex(of: "}") else {
                log.add(node, "A brace is alone. Write {{ or }} for a brace, and {prompt} for a value.")
                return nil
            }
            let name = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            guard scope.names.contains(name) else {
                log.add(node, Self.unknown(name, scope))
                return nil
            }
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = ""
            parts.append(.placeholder(Placeholder(name: name)))
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
    }

    private static func unknown(_ name: String, _ scope: PlaceholderScope) -> String {
        if ["key", "apikey", "api_key", "token", "secret", "auth"].contains(name.lowercased()) {
            return
                "There is no placeholder for the key. It is sent in the header field of \"auth\" alone, never in a URL "
                + "or a body."
        }
        return "There is no placeholder {\(Redaction.singleLine(name, limit: 40))} in \(scope.place). "
            + NearestWord.hint(for: name, among: scope.names) + "Known: \(scope.names.joined(separator: ", "))."
    }

    /// Returns the text without placeholders; nil if it has some.
    var constant: String? {
        var text = ""
        for part in parts {
            guard case .literal(let literal) = part else { return nil }
            text += literal
        }
        return text
    }

    /// Returns the filled text; nil if a value is missing.
    func json(_ values: inout some PlaceholderValues) throws -> JSONValue? {
        if parts.count == 1, case .placeholder(let placeholder) = parts[0] { return try values.value(of: placeholder) }
        return try text(&values).map { .string($0) }
    }

    /// Returns the filled text; nil if a value is missing.
    func text(_ values: inout some PlaceholderValues) throws -> String? {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .placeholder(let placeholder):
                switch try values.value(of: placeholder) {
                case .string(let value)?: text += value
                case .number(let digits)?: text += digits
                case .bool(let value)?: text += value ? "true" : "false"
                case .null?, .array?, .object?, nil: return nil
                }
            }
        }
        return text
    }
}
