import VideoGeneration
import VideoPlatform

/// Takes out of an exchange what must not reach the disk.
///
/// What is not known to be harmless is left out: of the request's header fields all, of the answer's all but
/// a few.
struct RecordingRedaction {
    /// What stands for what was taken out: fit for a URL, so that a link stays a link.
    static let mark = "REDACTED"

    private static let answerFields: Set<String> = [
        "content-type", "retry-after", "retry-after-ms", "openai-poll-after-ms", "location", "etag",
        "content-range", "accept-ranges", "x-request-id", "x-should-retry",
    ]
    /// In the name of a query item or a member: its value is a secret.
    private static let secretNames = [
        "sign", "token", "key", "secret", "access", "credential", "password", "auth", "policy", "cookie",
    ]
    private static let maximumRequest = 256 * 1024

    /// The key that the request carried, in its forms.
    private let secrets: [KeyForms]

    init(_ request: HTTPRequest) {
        let values = request.fields.filter { !["content-type", "accept"].contains($0.name.lowercased()) }.map(\.value)
        // `Bearer …`: the word behind the scheme.
        let keys = values.compactMap { $0.split(separator: " ").last.map(String.init) }.filter { $0.utf8.count >= 8 }
        secrets = keys.map(KeyForms.init)
    }

    /// A URL without the values of secret query items.
    func link(_ text: String) -> String {
        guard let mark = text.firstIndex(of: "?") else { return scrubbed(text) }
        let items = text[text.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let kept = items.map { item -> String in
            guard let equals = item.firstIndex(of: "="), Self.isSecret(item[..<equals]) else { return String(item) }
            return item[...equals] + Self.mark
        }
        return scrubbed(text[...mark] + kept.joined(separator: "&"))
    }

    /// A request's body: JSON without secrets and pictures; of a form only its size.
    func body(of request: HTTPRequest) -> String? {
        guard let body = request.body else { return nil }
        guard body.count <= Self.maximumRequest, let json = try? JSONValue(parsing: body) else {
            return "\(body.count) bytes"
        }
        return scrubbed(value(json).description)
    }

    /// An answer's header field; nil where it is not kept.
    func kept(_ field: HTTPField) -> HTTPField? {
        guard Self.answerFields.contains(field.name.lowercased()) else { return nil }
        return HTTPField(name: field.name, value: scrubbed(texts(field.value)))
    }

    /// An answer's body.
    func answer(_ body: [UInt8]) -> [UInt8] {
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

    /// A text with every link in it redacted, and a picture cut out.
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
