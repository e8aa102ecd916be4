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
    /// The fields of a request that never carry a key.
    private static let harmless: Set<String> = [
        "content-type", "accept", "cache-control", "range", "idempotency-key", "user-agent",
    ]
    private static let schemes: Set<String> = ["aws4-hmac-sha256"]
    /// The replacement for a task's own ID, so that a recording answers the same command in another run.
    private static let ownIDMark = "OWN-ID"
    private static let maximumRequest = 256 * 1024

    /// The key that the request carried, in all its encodings.
    private let secrets: [KeyForms]

    init(_ request: HTTPRequest) {
        // A provider that conforms by itself may send its key in a field of any name.
        let fields = request.fields.filter { !Self.harmless.contains($0.name.lowercased()) }
        secrets = fields.flatMap { Self.keys(in: $0.value) }.map(KeyForms.init)
    }

    /// Returns the words of a field that can be a key or a signature: `Bearer KEY`,
    /// `AWS4-HMAC-SHA256 Credential=ID/…, Signature=…`.
    private static func keys(in value: String) -> [String] {
        let words = value.split { $0 == " " || $0 == "," }.map { word in
            let parts = word.split(separator: "=", maxSplits: 1)
            return parts.count == 2 && parts[1].contains { $0 != "=" } ? parts[1] : word
        }
        return words.filter { word in
            word.utf8.count >= 8 && !schemes.contains(word.lowercased()) && !isVersion(word)
        }.map(String.init)
    }

    /// Returns whether a word is a date or another version of an API, which must stay readable in a recording.
    private static func isVersion(_ word: Substring) -> Bool {
        word.utf8.count <= 10 && word.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E }
    }

    /// Returns the URL of a request.
    func url(of request: HTTPRequest) -> String {
        VideoTask.maskingOwnIDs(in: link(request.url.string), with: Self.ownIDMark)
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
        return VideoTask.maskingOwnIDs(in: scrubbed(value(json).description), with: Self.ownIDMark)
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
