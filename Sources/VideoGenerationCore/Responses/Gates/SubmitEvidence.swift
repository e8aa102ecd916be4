/// The facts that a response to a submit proves. They are read only from the places that a dialect declares.
public struct SubmitEvidence: Sendable, Hashable {
    /// The provider's ID of the task; nil if no declared place contains one.
    package var taskID: String?
    /// Whether the response contains a finished video.
    package var hasOutput: Bool
    /// The codes at the declared places, as they were sent.
    package var codes: [String]
    /// Whether the body has the API's own format, such as a JSON object, which shows that the API itself responded.
    package var isSpoken: Bool
    /// Whether the body was cut off. Such a response proves nothing.
    package var isCutOff: Bool

    /// Creates evidence for an API whose format is not JSON. For JSON, ``ResponseRules`` describe how to read it.
    public init(
        taskID: String? = nil,
        hasOutput: Bool = false,
        codes: [String] = [],
        isSpoken: Bool = true,
        isCutOff: Bool = false
    ) {
        self.taskID = taskID
        self.hasOutput = hasOutput
        self.codes = codes
        self.isSpoken = isSpoken
        self.isCutOff = isCutOff
    }
}

extension SubmitEvidence {
    /// The longest ID that is accepted. A longer one does not fit into a URL.
    private static let longestID = 2_048

    /// Reads the evidence from a response to a submit.
    init(_ response: HTTPResponse, by reader: ResponseReader, at endpoint: Endpoint) {
        let rules = reader.rules
        let json = try? JSONValue(parsingResponse: response.body)
        let isShort = response.head.contentLength.map { Int64(response.body.count) < $0 } ?? false
        self.init(isSpoken: json?.object != nil, isCutOff: isShort || json == nil && response.body.isBeginningOfJSON)
        guard let json, json.object != nil, !isCutOff else { return }
        codes = rules.codes.compactMap { json.declared($0)?.identifier }
        // An error may have text in the place of its data: `{"code": "busy", "data": "later"}`.
        let places = rules.taskIDs.filter { response.head.isSuccess || $0 != "data" }
        let values = places.lazy.compactMap { json.declared($0) }
        // A number is a row number if another place contains a string.
        taskID = values.compactMap(\.text).first(where: Self.isID) ?? values.compactMap(Self.number).first
        let links = reader.links(at: endpoint)
        let document = ResponseDocument(head: response.head, json: json, keys: reader.keys)
        hasOutput =
            rules.outputs.contains { place in
                guard let value = json.declared(place) else { return false }
                return links.link(value) != nil || response.head.isSuccess && links.content(value, at: place) != nil
            }
            || reader.reportedState(document) == .succeeded && !reader.found(in: document, at: endpoint).isEmpty
    }

    private static func isID(_ text: String) -> Bool {
        text.utf8.count <= longestID && HTTPURL(text) == nil
    }

    private static func number(_ value: JSONValue) -> String? {
        guard case .number(let text) = value, text.utf8.count <= longestID else { return nil }
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        let isWhole = digits.allSatisfy { (0x30...0x39).contains($0) }
        return isWhole && digits.contains { $0 != 0x30 } ? text : nil
    }
}

extension JSONValue {
    /// Returns the value at a declared place: keys joined by dots, with an array standing for its first element.
    /// - Parameter anyStyle: Whether a key also stands for its other styles. A proof needs the key as it was declared.
    func declared(_ place: String, anyStyle: Bool = false) -> JSONValue? {
        var value = self
        for key in place.split(separator: ".").map(String.init) {
            let element = value.firstElement
            guard let next = anyStyle ? element.object?[anyStyle: key] : element[key] else { return nil }
            value = next
        }
        return value.firstElement
    }

    private var firstElement: JSONValue {
        if case .array(let elements) = self, let first = elements.first { return first }
        return self
    }
}

extension [UInt8] {
    /// Whether the bytes are a JSON object or array whose end is missing. A text that only begins with a bracket, such
    /// as `[error] no such key`, is not one.
    fileprivate var isBeginningOfJSON: Bool {
        let text = starts(with: [0xEF, 0xBB, 0xBF]) ? self[3...] : self[...]
        guard let first = text.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return false }
        do { _ = try JSONValue(parsingResponse: self) } catch let error as JSONParsingError {
            let rest = self[Swift.min(error.offset, count)...]
            return rest.isEmpty || ["true", "false", "null"].contains { $0.utf8.starts(with: rest) }
        } catch {}
        return false
    }
}
