import VideoGenerationCore

/// The JSON body of a request with placeholders.
///
/// A member or an array element whose value is missing disappears. An object or array with placeholders of which none has
/// a value disappears as a whole, together with its constants.
indirect enum BodyTemplate: Sendable {
    case constant(JSONValue)
    case text(TextTemplate)
    case array([BodyTemplate])
    case object([Member])
    /// One element for each reference of the request, by its kind.
    case references([MediaInput.Kind: BodyTemplate])

    struct Member: Sendable {
        let key: String
        let value: BodyTemplate
    }

    /// The name of the only member of an array element that stands for the references.
    static let referencesKey = "$references"

    /// Reads a template.
    init?(_ node: ManifestNode, _ scope: PlaceholderScope, _ log: ProblemLog) {
        switch node.content {
        case .null, .bool, .number: self = .constant(node.json)
        case .string:
            guard let text = TextTemplate(node, scope, log) else { return nil }
            self = text.constant.map { .constant(.string($0)) } ?? .text(text)
        case .array(let elements):
            self = .array(elements.compactMap { Self.references(in: $0, scope, log) ?? BodyTemplate($0, scope, log) })
        case .object(let members):
            for member in members where member.key.hasPrefix("$") {
                log.add(
                    member.value,
                    "\(member.key.quoted) is not known here. \"\(Self.referencesKey)\" is the only member of an element "
                        + "of an array, in a submit."
                )
            }
            self = .object(
                members.compactMap { member in
                    BodyTemplate(member.value, scope, log).map { Member(key: member.key, value: $0) }
                }
            )
        }
    }

    private static func references(in node: ManifestNode, _ scope: PlaceholderScope, _ log: ProblemLog)
        -> BodyTemplate?
    {
        guard let members = node.members, members.count == 1, let member = members.first, member.key == referencesKey,
            scope.names.contains("firstFrame")
        else { return nil }
        guard let kinds = member.value.members, !kinds.isEmpty else {
            log.add(member.value, "This must be an object with a template for picture, video or audio.")
            return .constant(.null)
        }
        var templates: [MediaInput.Kind: BodyTemplate] = [:]
        for kind in kinds {
            guard let known = MediaInput.Kind(rawValue: kind.key) else {
                log.add(kind.value, "\(kind.key.quoted) is no kind of reference. Write picture, video or audio.")
                continue
            }
            templates[known] = BodyTemplate(kind.value, scope.withReference(), log)
        }
        return .references(templates)
    }

    /// Returns the body; members without a value are left out.
    func body(_ values: inout some PlaceholderValues) throws -> JSONObject {
        try filled(&values).value?.object ?? [:]
    }

    /// Returns whether a placeholder is part of the body.
    func uses(_ name: String) -> Bool {
        switch self {
        case .constant: false
        case .text(let template): template.placeholders.contains { $0.name == name }
        case .array(let elements): elements.contains { $0.uses(name) }
        case .object(let members): members.contains { $0.value.uses(name) }
        case .references(let kinds): kinds.values.contains { $0.uses(name) }
        }
    }

    /// A filled part of a body.
    private struct Filled {
        /// nil if the part disappears.
        var value: JSONValue?
        /// Whether the part has placeholders.
        var isTemplate = false
        /// Whether one of the placeholders has a value.
        var hasValue = false

        mutating func add(_ part: Filled) {
            isTemplate = isTemplate || part.isTemplate
            hasValue = hasValue || part.hasValue
        }
    }

    private func filled(_ values: inout some PlaceholderValues) throws -> Filled {
        switch self {
        case .constant(let value): return Filled(value: value)
        case .text(let template):
            let value = try template.json(&values)
            return Filled(value: value, isTemplate: true, hasValue: value != nil)
        case .object(let members):
            var object: JSONObject = [:]
            var result = Filled()
            for member in members {
                let part = try member.value.filled(&values)
                object[member.key] = part.value
                result.add(part)
            }
            if result.hasValue || !result.isTemplate { result.value = .object(object) }
            return result
        case .array(let templates):
            var elements: [JSONValue] = []
            var result = Filled()
            for template in templates {
                for part in try template.elements(&values) {
                    if let value = part.value { elements.append(value) }
                    result.add(part)
                }
            }
            if result.hasValue || !result.isTemplate { result.value = .array(elements) }
            return result
        case .references: return Filled(isTemplate: true)
        }
    }

    /// Returns the elements that an element of an array stands for.
    private func elements(_ values: inout some PlaceholderValues) throws -> [Filled] {
        guard case .references(let templates) = self else { return [try filled(&values)] }
        var parts = [Filled(isTemplate: true)]
        for index in 0..<values.referenceCount {
            guard let kind = values.select(reference: index), let template = templates[kind] else { continue }
            parts.append(try template.filled(&values))
        }
        _ = values.select(reference: nil)
        return parts
    }
}

extension JSONObject {
    /// Adds the options of a request, sorted by key. An option replaces a member with the same key, except that an
    /// object adds its members to an object.
    mutating func mergeDeeply(_ options: [String: JSONValue]) {
        for option in options.sorted(by: { $0.key < $1.key }) {
            if var inner = self[option.key]?.object, let more = option.value.object {
                inner.mergeDeeply(Dictionary(more.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
                self[option.key] = .object(inner)
            } else {
                self[option.key] = option.value
            }
        }
    }
}
