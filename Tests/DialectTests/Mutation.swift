import TestSupport
import VideoGeneration

/// Makes an answer odd: a value of another type, a key gone, a wrapper more, or bytes broken.
struct Mutation {
    var generator: SeededGenerator

    private static let odd: [JSONValue] = [
        .null, .bool(true), .number("0"), .number("-1"), .number("1e400"), .number("99999999999999999999999999"),
        .number("0.5"), "", " ", "null", "success", "failed", "SUCCESS", "queued", "${id}", "../..", "a/b?c#d",
        "www.example.com/x", "ftp://x.example/a", "https://user@x.example/", "https://x.example/a%2Fb?Expires=17",
        "//other.example/v.mp4", "/v1/videos/x/content", "\u{0}\u{1B}[31m\u{202E}", "<html><b>no</b>", "(1008)",
        "{\"error\":{\"message\":\"in\"}}", "9".repeated(400), [], [:], [[]], [["url": "https://x.example/v.mp4"]],
        ["code": 0, "message": ""], ["message": "{\"message\":\"{\\\"message\\\":1}\"}"], "50%", "0001-01-01T00:00:00Z",
    ]

    private static let keys = [
        "status", "task_id", "id", "data", "task", "code", "error", "base_resp", "message", "file", "file_id",
        "video_url", "url", "progress", "fail_reason", "result_url", "created_at", "metadata", "content", "detail",
        "deleted", "action", "polling_url", "size", "unsigned_urls", "download_url", "items", "task_status",
    ]

    mutating func mutate(_ body: JSONValue) -> [UInt8] {
        var value = body
        for _ in 0..<Int.random(in: 1...3, using: &generator) { value = change(value) }
        var bytes = value.bytes
        guard !bytes.isEmpty, Int.random(in: 0..<3, using: &generator) == 0 else { return bytes }
        let position = bytes.indices.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[position] = UInt8.random(in: .min ... .max, using: &generator)
        case 1: bytes.removeSubrange(position...)
        case 2: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: position)
        default: bytes.append(contentsOf: bytes[position...])
        }
        return bytes
    }

    private mutating func change(_ value: JSONValue) -> JSONValue {
        // One way in five stops here, so that every depth is met.
        guard Int.random(in: 0..<5, using: &generator) > 0 else { return replacement(for: value) }
        switch value {
        case .object(var object):
            guard let member = Array(object).randomElement(using: &generator) else { return replacement(for: value) }
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: object[member.key] = nil
            case 1: object[Self.keys.randomElement(using: &generator) ?? "id"] = member.value
            case 2: object[Self.keys.randomElement(using: &generator) ?? "id"] = odd()
            default: object[member.key] = change(member.value)
            }
            return .object(object)
        case .array(var elements):
            guard let index = elements.indices.randomElement(using: &generator) else { return replacement(for: value) }
            elements[index] = change(elements[index])
            return .array(elements)
        default: return replacement(for: value)
        }
    }

    private mutating func replacement(for value: JSONValue) -> JSONValue {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: ["data": value]
        case 1: ["code": "success", "message": "", "data": value]
        case 2: [value]
        case 3: .string(value.description)
        default: odd()
        }
    }

    private mutating func odd() -> JSONValue { Self.odd.randomElement(using: &generator) ?? .null }
}

extension String {
    func repeated(_ count: Int) -> JSONValue { .string(String(repeating: self, count: count)) }
}
