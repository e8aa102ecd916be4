public import VideoGeneration
import VideoPlatform

/// An answer of a provider with blanks: what its documents show, the values replaced by `<id>`, `<status>`,
/// `<link>`, `<file>` and `<reason>`.
///
/// ```swift
/// let running: SampleResponse = #"{"id": "<id>", "status": "<status>", "progress": 40}"#
/// let refused = SampleResponse(#"{"error": {"message": "<reason>"}}"#, status: 400)
/// ```
/// A blank stands inside a JSON string; what is filled in is escaped.
public struct SampleResponse: Sendable, ExpressibleByStringLiteral {
    /// What can be filled in.
    public enum Blank: String, Sendable, Hashable, CaseIterable {
        /// The provider's id of the task.
        case id = "<id>"
        /// The provider's word for the task's state.
        case status = "<status>"
        /// The link to the video.
        case link = "<link>"
        /// The provider's id of the video's file.
        case file = "<file>"
        /// The provider's own words for what went wrong.
        case reason = "<reason>"
    }

    /// The body, with blanks.
    public var text: String
    /// The HTTP status.
    public var status: Int
    /// The header fields.
    public var fields: HTTPFields

    /// Takes a body.
    public init(_ text: String, status: Int = 200, fields: HTTPFields = ["Content-Type": "application/json"]) {
        self.text = text
        self.status = status
        self.fields = fields
    }

    /// Takes a body that comes with HTTP 200.
    public init(stringLiteral text: String) { self.init(text) }

    /// Whether a blank is in it.
    public func has(_ blank: Blank) -> Bool { text.contains(blank.rawValue) }

    /// The answer with its blanks filled in; a blank without a value becomes the empty string.
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
