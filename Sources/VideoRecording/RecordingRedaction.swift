import VideoGeneration
import VideoPlatform

/// Removes everything from an exchange that must not reach the disk.
///
/// A header field is left out unless it is known to be harmless: all fields of the request, and all but a few of the
/// response.
struct RecordingRedaction {
    /// The replacement for removed text. It is valid in a URL, so that a link stays a link.
    static let mark = "REDACTED"

    private static let responseFields: Set<String> = [
        "content-type", "retry-after", "retry-after-ms", "openai-poll-after-ms", "location", "etag",
        "content-range", "accept-ranges", "x-request-id", "x-should-retry",
    ]
    /// The value of a query item or a JSON member is a secret if its name contains one of these.
    private static let secretNames = [
        "sign", "token", "key", "secret", "access", "credential", "password", "auth", "policy", "cookie",
    ]
    private static let maximumRequest = 256 * 1024

    /// The key that the request carried, in all its encodings.
    private let secrets: [KeyForms]

    init(_ request: HTTPRequest) {
        let values = request.fields.filter { !["content-type", "accept"].contains($0.name.lowercased()) }.map(\.value)
        // In `Bearer …`, the key is the word after the scheme.
        let keys = values.compactMap { $0.split(separator: " ").last.map(String.init) }.filter { $0.utf8.count >= 8 }
        secrets = keys.map(KeyForms.init)
    }

    /// Returns a URL without the values of secret query items.
    func link(_ text: String) -> String {
        guard let mark = text.firstIndex(of: "?") else { return scrubbed(text) }
        let items = text[text.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let kept = items.map { item -> String in
            guard let equals = item.firstIndex(of: "="), Self.isSecret(item[..<equals]) else { return String(item) }
            return item[...equals] + Self.mark
        }
        return scrubbed(text[...mark] + kept.joined(separator: "&"))
    }

    /// Returns a request's body: JSON without secrets and pictures, or only the size if it is a form.
    func body(of request: HTTPRequest) -> String? {
        guard let body = request.body else { return nil }
        guard body.count <= Self.maximumRequest, let json = try? JSONValue(parsing: body) else {
            return "\(body.count) bytes"
        }
        return scrubbed(value(json).description)
    }

    /// Returns a header field of a response; nil if it is not kept.
    func kept(_ field: HTTPField) -> HTTPField? {
        guard Self.responseFields.contains(field.name.lowercased()) else { return nil }
        return HTTPField(name: field.name, value: scrubbed(texts(field.value)))
    }

    /// Returns the redacted body of a response.
    func responseBody(_ body: [UInt8]) -> [UInt8] {
        if let json = try? JSONValue(parsing: body) { return Array(scrubbed(value(json).description).utf8) }
        guard let text = String(validating: body, as: UTF8.self) else { return body }
        return Array(scrubbed(texts(text)).utf8)
    }

    // MARK: - Pieces

    private func value(_ json: JSONValue) -> JSONValue {
        switch json {
        case .string(let text): .string(scrubbed(texts(text)))
        case .array(let elements): .array(elements.map(value))
        case .object(let object):
            .object(
                object.reduce(into: JSONObject()) { result, member in
                    let isSecret = Self.isSecret(member.key[...]) && member.value.text != nil
                    result[member.key] = isSecret ? .string(Self.mark) : value(member.value)
                }
            )
        case .null, .bool, .number: json
        }
    }

    /// Returns a text with redacted links, and without the content of a data URL.
    private func texts(_ text: String) -> String {
        if text.hasPrefix("data:") { return text.prefix { $0 != "," } + "," + Self.mark }
        return text.split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.contains("://") ? link(String($0)) : String($0) }.joined(separator: " ")
    }

    private func scrubbed(_ text: String) -> String {
        secrets.reduce(text) { $1.removed(from: $0, mark: Self.mark) }
    }

    private static func isSecret(_ name: Substring) -> Bool {
        let name = name.lowercased()
        return secretNames.contains { name.contains($0) }
    }
}
