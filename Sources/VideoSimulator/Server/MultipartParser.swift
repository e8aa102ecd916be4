import VideoGeneration
import VideoPlatform

/// A form in `multipart/form-data` (RFC 7578).
struct MultipartParser: Sendable {
    /// One part of a form.
    struct Part: Sendable {
        var name: String
        var filename: String?
        var type: String?
        var content: ArraySlice<UInt8>
    }

    var parts: [Part] = []

    /// Parses a form. Returns nil if the content type or the body is not a multipart form.
    init?(type: String?, body: [UInt8]) {
        guard let type, type.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", in: type), !boundary.isEmpty
        else { return nil }
        let delimiter = Array("--\(boundary)".utf8)
        let (nextDelimiter, headEnd) = (Array("\r\n".utf8) + delimiter, Array("\r\n\r\n".utf8))
        guard let first = ByteSearch.position(of: delimiter, in: body) else { return nil }
        var position = first + delimiter.count
        while !body[position...].starts(with: "--".utf8) {
            guard let end = ByteSearch.position(of: nextDelimiter, in: body, from: position),
                let head = ByteSearch.position(of: headEnd, in: body, from: position), head + headEnd.count <= end,
                let part = Self.part(
                    head: String(decoding: body[position..<head], as: UTF8.self),
                    content: body[(head + headEnd.count)..<end]
                )
            else { return nil }
            parts.append(part)
            position = end + nextDelimiter.count
        }
    }

    private static func part(head: String, content: ArraySlice<UInt8>) -> Part? {
        var name: String?
        var filename: String?
        var type: String?
        for line in head.split(whereSeparator: \.isNewline) {
            let (field, value) = (line.prefix { $0 != ":" }, line.drop { $0 != ":" }.dropFirst())
            switch field.lowercased() {
            case "content-disposition":
                name = parameter("name", in: value)
                filename = parameter("filename", in: value)
            case "content-type": type = value.trimmed
            default: break
            }
        }
        return name.map { Part(name: $0, filename: filename, type: type, content: content) }
    }

    /// Returns a parameter of a header field's value, without its quotes.
    private static func parameter(_ name: String, in value: some StringProtocol) -> String? {
        for piece in value.split(separator: ";") {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmed.lowercased() == name else {
                continue
            }
            return parts[1].trimming { $0 == " " || $0 == "\"" }
        }
        return nil
    }
}
