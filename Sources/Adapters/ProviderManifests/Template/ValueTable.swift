import VideoGenerationCore

/// A field of the wire format that follows from fields of the request, such as `ratio` from a size or an aspect ratio.
///
/// The first case whose condition holds counts. A case lists rows of known values, or passes one field on.
struct ValueTable: Sendable {
    /// A part of the request that a table can use.
    enum Field: String, CaseIterable, Sendable { case size, aspectRatio, resolution, seconds }

    private struct Row: Sendable {
        let values: [Field: String]
        let send: JSONValue
    }

    private struct Case: Sendable {
        let condition: RequestCondition
        let fields: [Field]
        let rows: [Row]?
        let standard: JSONValue?
    }

    private let cases: [Case]

    /// Reads an array of cases.
    init?(_ node: ManifestNode, _ log: ProblemLog) {
        guard let elements = node.elements, !elements.isEmpty, elements.count <= 200 else {
            log.add(node, "This must be an array [ … ] of one to 200 cases.")
            return nil
        }
        cases = elements.compactMap { ManifestObject($0, .valueCase, log).map(Self.makeCase) }
    }

    private static func makeCase(_ object: ManifestObject) -> Case {
        let fields = object.nodes("fields").compactMap { object.choice(of: $0, Field.allCases) }
        if object["rows"] == nil, fields.count != 1 {
            object.problem("fields", "A case without rows passes one field on. Name one field, or add rows.")
        }
        let rows = object.objects("rows", .valueRow).map { row in
            var values: [Field: String] = [:]
            for field in Field.allCases {
                guard let value = row[field.rawValue] else { continue }
                if !fields.contains(field) { row.problem(field.rawValue, "Add this field to \"fields\" of the case.") }
                switch value.json {
                case .string(let text): values[field] = text.lowercased()
                case .number(let digits): values[field] = digits
                default: row.problem(field.rawValue, "This must be a text or a number.")
                }
            }
            return Row(values: values, send: scalar("send", row) ?? .null)
        }
        return Case(
            condition: RequestCondition(object.object("for", .condition)),
            fields: fields,
            rows: object["rows"] == nil ? nil : rows,
            standard: scalar("default", object)
        )
    }

    private static func scalar(_ name: String, _ object: ManifestObject) -> JSONValue? {
        guard let node = object[name] else { return nil }
        switch node.json {
        case .string, .number, .bool: return node.json
        case .null, .array, .object:
            object.problem(name, "This must be a text, a number, true or false.")
            return nil
        }
    }

    /// Returns the value to send, and the fields of the request that it covers; nil if no case applies.
    /// - Throws: `VideoError` with code `invalidRequest` if the request names a value that no row has.
    func value(for request: VideoRequest, isListed: Bool, by dialect: String) throws -> (
        value: JSONValue?, used: [String]
    )? {
        guard let found = cases.first(where: { $0.condition.holds(for: request, isListed: isListed) }) else {
            return nil
        }
        let asked = found.fields.filter { request.text(of: $0) != nil }
        guard !asked.isEmpty else { return (found.standard, []) }
        let used = asked.map(\.rawValue)
        guard let rows = found.rows else { return (request.json(of: asked[0]), used) }
        if let row = rows.first(where: { row in
            asked.allSatisfy { row.values[$0] == request.text(of: $0)?.lowercased() }
        }) {
            return (row.send, used)
        }
        let wish = asked.compactMap { request.text(of: $0) }.joined(separator: " with ")
        let known = rows.prefix(12).map { row in
            Field.allCases.compactMap { row.values[$0] }.joined(separator: " ")
        }
        throw VideoError(
            .invalidRequest,
            "\(dialect) does not take \(Redaction.singleLine(wish, limit: 60)) with this model and input.",
            advice: "Nothing was sent. Known: \(known.joined(separator: ", "))."
        )
    }
}

extension VideoRequest {
    fileprivate func json(of field: ValueTable.Field) -> JSONValue? {
        field == .seconds ? seconds.map { JSONValue($0) } : text(of: field).map { .string($0) }
    }

    fileprivate func text(of field: ValueTable.Field) -> String? {
        switch field {
        case .size: size?.description
        case .aspectRatio: aspectRatio
        case .resolution: resolution
        case .seconds: seconds.map { "\($0)" }
        }
    }
}
