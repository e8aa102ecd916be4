public import VideoGeneration
import VideoPlatform

/// A sample response of a provider with placeholders: the text of its documentation, in which `<id>`, `<status>`,
/// `<link>`, `<file>` and `<reason>` replace the values.
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
    public func has(_ blank: Blank) -> Bool { text.contains(blank.rawValue) }

    /// Returns the response with its placeholders filled in. A placeholder without a value becomes the empty string.
    public func filled(_ values: [Blank: String] = [:]) -> HTTPResponse {
        var rest = text[...]
        var body = ""
        while let open = rest.firstIndex(of: "<") {
            body += rest[..<open]
            rest = rest[open...]
            if let blank = Blank.allCases.first(where: { rest.hasPrefix($0.rawValue) }) {
                body += JSONValue.string(values[blank] ?? "").description.dropFirst().dropLast()
                rest = rest.dropFirst(blank.rawValue.count)
            } else {
                body.append(rest.removeFirst())
            }
        }
        return HTTPResponse(status: status, fields: fields, body: Array((body + rest).utf8))
    }
}
