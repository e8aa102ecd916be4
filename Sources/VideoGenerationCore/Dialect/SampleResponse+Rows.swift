extension SampleResponse {
    /// Returns the response of a list: the row with `<id>` is repeated for each of the rows.
    ///
    /// A sample without such a row describes one task, so it is filled in with the first row.
    package func filled(rows: [[Blank: String]]) -> HTTPResponse {
        guard let json = try? JSONValue(parsing: Array(text.utf8)), let list = json.repeating(rows) else {
            return filled(rows.first ?? [:])
        }
        return HTTPResponse(status: status, fields: fields, body: list.bytes)
    }

    /// Whether the sample is a list, so that it can describe several tasks or none.
    package var isList: Bool { (try? JSONValue(parsing: Array(text.utf8)))?.repeating([]) != nil }
}

extension JSONValue {
    /// Returns the value with the first array that describes tasks replaced; nil if there is none.
    fileprivate func repeating(_ rows: [[SampleResponse.Blank: String]]) -> JSONValue? {
        switch self {
        case .array(let elements):
            if let row = elements.first, row.object != nil, row.contains(.id) {
                return .array(rows.map { row.filled($0) })
            }
            return nil
        case .object(var object):
            for (key, value) in object {
                guard let list = value.repeating(rows) else { continue }
                object[key] = list
                return .object(object)
            }
            return nil
        default: return nil
        }
    }

    private func contains(_ blank: SampleResponse.Blank) -> Bool {
        switch self {
        case .string(let text): text.contains(blank.rawValue)
        case .array(let elements): elements.contains { $0.contains(blank) }
        case .object(let object): object.contains { $0.value.contains(blank) }
        default: false
        }
    }

    private func filled(_ values: [SampleResponse.Blank: String]) -> JSONValue {
        switch self {
        case .string(let text):
            let isURL = SampleResponse.isURL(text)
            return .string(
                SampleResponse.Blank.allCases.reduce(text) {
                    $0.replacing($1.rawValue, with: SampleResponse.encoded(values[$1] ?? "", $1, isInURL: isURL))
                }
            )
        case .array(let elements): return .array(elements.map { $0.filled(values) })
        case .object(var object):
            for (key, value) in object { object[key] = value.filled(values) }
            return .object(object)
        default: return self
        }
    }
}
