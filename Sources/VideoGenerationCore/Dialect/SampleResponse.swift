/// A sample response of a provider with placeholders: the text of its documentation, in which ``Blank`` values such as
/// `<id>`, `<status>` and `<link>` replace the values.
///
/// ```swift
/// let running: SampleResponse = #"{"id": "<id>", "status": "<status>", "progress": 40}"#
/// let refused = SampleResponse(#"{"error": {"message": "<reason>"}}"#, status: 400)
/// ```
/// A placeholder belongs inside a JSON string. Values are escaped when they are filled in.
public struct SampleResponse: Sendable, ExpressibleByStringLiteral {
    /// A placeholder in a sample.
    public enum Blank: String, Sendable, Hashable, CaseIterable {
        /// The provider's id of the task.
        case id = "<id>"
        /// The provider's word for the task's state.
        case status = "<status>"
        /// The link to the video.
        case link = "<link>"
        /// The provider's id of the video's file.
        case file = "<file>"
        /// The provider's message about the error.
        case reason = "<reason>"
        /// The provider's own address: the base URL without a slash at its end.
        case base = "<base>"
        /// The caller's own id of the task.
        case own = "<own>"
        /// The bytes of the video in base64.
        case data = "<data>"
    }

    /// The text of the body, with placeholders.
    public var text: String
    /// The HTTP status of the response.
    public var status: Int
    /// The header fields of the response.
    public var fields: HTTPFields

    /// Creates a sample from a body, an HTTP status and header fields.
    public init(_ text: String, status: Int = 200, fields: HTTPFields = ["Content-Type": "application/json"]) {
        self.text = text
        self.status = status
        self.fields = fields
    }

    /// Creates a sample from a body, with HTTP status 200.
    public init(stringLiteral text: String) { self.init(text) }

    /// Returns whether the body contains a placeholder.
    package func has(_ blank: Blank) -> Bool { text.contains(blank.rawValue) }

    /// Returns the response with its placeholders filled in. A placeholder without a value becomes the empty string.
    ///
    /// In a URL, which is a string with `<base>` or `://`, IDs are percent-encoded, as a provider sends them.
    public func filled(_ values: [Blank: String] = [:]) -> HTTPResponse {
        var rest = text[...]
        var body = ""
        // The text of the current JSON string up to here, before values are filled in.
        var string = ""
        while let open = rest.firstIndex(of: "<") {
            body += rest[..<open]
            string = rest[..<open].lastIndex(of: "\"").map { String(rest[$0..<open]) } ?? string + rest[..<open]
            rest = rest[open...]
            if let blank = Blank.allCases.first(where: { rest.hasPrefix($0.rawValue) }) {
                let value = Self.encoded(values[blank] ?? "", blank, isInURL: Self.isURL(string))
                body += JSONValue.string(value).description.dropFirst().dropLast()
                string += blank.rawValue
                rest = rest.dropFirst(blank.rawValue.count)
            } else {
                body.append(rest.removeFirst())
            }
        }
        return HTTPResponse(status: status, fields: fields, body: Array((body + rest).utf8))
    }

    /// Returns whether a text is the beginning of a URL.
    static func isURL(_ text: String) -> Bool { text.contains(Blank.base.rawValue) || text.contains("://") }

    /// Returns a value as it stands in a string.
    static func encoded(_ value: String, _ blank: Blank, isInURL: Bool) -> String {
        isInURL && [.id, .file, .own].contains(blank) ? PercentEncoding.encode(value) : value
    }
}
