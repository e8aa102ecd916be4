/// A `multipart/form-data` body (RFC 7578). The boundary is derived from the content, so the same request always has
/// the same bytes.
public struct MultipartForm: Sendable {
    private var parts: [(head: String, content: [UInt8])] = []

    /// Creates a form without fields.
    public init() {}

    /// Adds a text field to the form.
    public mutating func add(_ name: String, _ value: String) {
        parts.append((Self.disposition(name), Array(value.utf8)))
    }

    /// Adds a picture as a file. The file is named after the field, not after the user's file.
    public mutating func add(_ name: String, picture: Data, _ type: MediaInput.MediaType) {
        let head =
            Self.disposition(name) + "; filename=\"\(Self.token(name)).\(type.fileExtension)\"\r\n"
            + "Content-Type: \(type.rawValue)"
        parts.append((head, Array(picture)))
    }

    /// Adds a file of any type.
    public mutating func add(_ name: String, file: [UInt8], named fileName: String, type: String) {
        let head =
            Self.disposition(name) + "; filename=\"\(Self.token(fileName))\"\r\nContent-Type: \(Self.token(type))"
        parts.append((head, file))
    }

    /// The boundary. It is derived from the content and does not occur in any part.
    package var boundary: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in part.head.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            for byte in part.content { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        while true {
            let boundary = "video-\(String(hash, radix: 16))"
            // With the line break and dashes, the search finds only real delimiters.
            let delimiter = Array("\r\n--\(boundary)".utf8)
            if !parts.contains(where: { ByteSearch.position(of: delimiter, in: $0.content) != nil }) { return boundary }
            hash = hash &* 0x100_0000_01B3 &+ 1
        }
    }

    /// Returns the request's `Content-Type` and body.
    package func encoded() -> (contentType: String, body: [UInt8]) {
        let boundary = boundary
        var body: [UInt8] = []
        for part in parts {
            body += "--\(boundary)\r\n\(part.head)\r\n\r\n".utf8
            body += part.content
            body += "\r\n".utf8
        }
        body += "--\(boundary)--\r\n".utf8
        return ("multipart/form-data; boundary=\(boundary)", body)
    }

    private static func disposition(_ name: String) -> String {
        "Content-Disposition: form-data; name=\"\(token(name))\""
    }

    /// Removes quotes, backslashes and line breaks, which would end the header value early.
    private static func token(_ text: String) -> String {
        String(text.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline })
    }
}

extension HTTPRequest {
    /// Creates a POST request with a multipart form as its body.
    public static func posting(_ form: MultipartForm, to url: HTTPURL) -> HTTPRequest {
        let (type, body) = form.encoded()
        return HTTPRequest(
            .post,
            url,
            fields: ["Accept": "application/json", "Content-Type": type],
            body: body
        )
    }
}
