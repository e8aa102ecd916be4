import VideoGeneration

/// An HTTP request for display: without the key, with files described, and as a curl line that reads the key from
/// the environment.
struct ShownRequest {
    let request: HTTPRequest
    /// The field that carries the key, with the name of the variable in place of the key; nil if there is none.
    private let key: HTTPField?
    /// Whether the request is signed when it is sent, so that no field can be shown.
    private let isSigned: Bool
    private let parts: [FormPart]?
    private let files: [String]

    /// - Parameters:
    ///   - dialect: the wire format, which says how the key is sent.
    ///   - keyVariable: the environment variable that holds the key, or nil if no key is sent.
    ///   - inputs: the inputs of the request. The curl line names those that come from files.
    init(_ request: HTTPRequest, of dialect: any VideoDialect, keyVariable: String?, inputs: [MediaInput]) {
        self.request = request
        key = keyVariable.flatMap { dialect.keyField(showing: "$\($0)") }
        isSigned = keyVariable != nil && key == nil
        parts = FormPart.parts(of: request)
        files = inputs.compactMap { if case .file(let path) = $0.source { path } else { nil } }
    }

    private var body: [UInt8] { request.body ?? [] }

    /// The header fields. The key is shown as its variable.
    private var fields: [(name: String, value: String)] {
        (Array(request.fields) + [key].compactMap(\.self)).map { ($0.name, $0.value) }
    }

    /// The method, URL, header fields, body and curl line.
    var lines: [String] {
        var lines = ["\(request.method.rawValue) \(request.url.string)"]
        lines += fields.map { "\($0.name): \($0.value)" } + [""]
        if let parts {
            lines += parts.map { part in
                part.fileName == nil
                    ? "\(part.name) = \(Redaction.singleLine(part.text, limit: 2000))"
                    : "\(part.name) = \(part.content.count.counted("byte")) of \(part.type ?? "a file")"
            }
        } else {
            lines.append(Self.abbreviated(String(decoding: body, as: UTF8.self)))
        }
        return lines + ["", isSigned ? Self.signedNote : curl]
    }

    /// The same content for programs. A JSON body is included as JSON.
    var json: JSONValue {
        var headers = JSONObject()
        for field in fields { headers[field.name] = .string(field.value) }
        var object: JSONObject = [
            "method": .string(request.method.rawValue), "url": .string(request.url.string),
            "headers": .object(headers),
        ]
        if let parts {
            object["form"] = .array(
                parts.map { part in
                    part.fileName == nil
                        ? ["name": .string(part.name), "value": .string(part.text)]
                        : ["name": .string(part.name), "bytes": JSONValue(part.content.count)]
                }
            )
        } else {
            object["body"] = (try? JSONValue(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self))
        }
        object["curl"] = isSigned ? .null : .string(curl)
        return .object(object)
    }

    private static let signedNote =
        "The provider signs each request when it is sent, so there is no curl command for this one."

    /// The longest body in the curl line. A command line holds about 128 KiB, and a picture in a JSON body is longer.
    private static let longestLine = 100_000

    private var curl: String {
        var words = ["curl -X \(request.method.rawValue) \(request.url.string.inShellQuotes)"]
        // In double quotes, the shell puts the key in place of the variable.
        if let key { words.append("-H \"\(key.name): \(key.value)\"") }
        for field in request.fields where parts == nil || field.name.lowercased() != "content-type" {
            words.append("-H \("\(field.name): \(field.value)".inShellQuotes)")
        }
        if let parts {
            var files = files[...]
            for part in parts {
                let type = part.type.map { ";type=\($0)" } ?? ""
                words.append(
                    part.fileName == nil
                        ? "--form-string \("\(part.name)=\(part.text)".inShellQuotes)"
                        : "-F \("\(part.name)=@\(files.popFirst() ?? "PICTURE")\(type)".inShellQuotes)"
                )
            }
        } else if body.count <= Self.longestLine {
            words.append("--data-binary \(String(decoding: body, as: UTF8.self).inShellQuotes)")
        } else {
            words.append("--data-binary @BODY.json   # \(body.count) bytes are too many for a command line")
        }
        return words.joined(separator: " ")
    }

    /// Replaces the content of data URLs with its length.
    private static func abbreviated(_ text: String) -> String {
        text.replacing(#/(data:[a-z]+\/[a-z0-9]+;base64,)([A-Za-z0-9+\/=\\]{64,})/#) { match in
            "\(match.output.1)‹\(match.output.2.count) characters›"
        }
    }
}

extension String {
    /// The text in single quotes, in which a shell interprets nothing.
    var inShellQuotes: String { "'\(replacing("'", with: #"'\''"#))'" }
}

/// One field of a multipart form, parsed from the body.
private struct FormPart {
    var name: String
    var fileName: String?
    var type: String?
    var content: ArraySlice<UInt8>

    var text: String { String(decoding: content, as: UTF8.self) }

    /// Returns the parts of a form, or nil if the body is not a form.
    static func parts(of request: HTTPRequest) -> [FormPart]? {
        guard let type = request.fields["Content-Type"], type.hasPrefix("multipart/form-data"),
            let mark = type.firstRange(of: "boundary="), let body = request.body
        else { return nil }
        let boundary = Array("--\(type[mark.upperBound...].filter { $0 != "\"" })".utf8)
        var parts: [FormPart] = []
        var rest = body[...]
        while let start = rest.firstRange(of: boundary) {
            rest = rest[start.upperBound...]
            guard let headEnd = rest.firstRange(of: Array("\r\n\r\n".utf8)),
                let end = rest[headEnd.upperBound...].firstRange(of: Array("\r\n".utf8) + boundary)
            else { break }
            let head = String(decoding: rest[..<headEnd.lowerBound], as: UTF8.self)
            parts.append(
                FormPart(
                    name: value("name", in: head) ?? "",
                    fileName: value("filename", in: head),
                    type: head.split(whereSeparator: \.isNewline)
                        .first { $0.lowercased().hasPrefix("content-type:") }
                        .map { $0.dropFirst(13).split(separator: " ").joined() },
                    content: rest[headEnd.upperBound..<end.lowerBound]
                )
            )
            rest = rest[end.lowerBound...]
        }
        return parts
    }

    private static func value(_ key: String, in head: String) -> String? {
        guard let start = head.firstRange(of: " \(key)=\"") else { return nil }
        return String(head[start.upperBound...].prefix { $0 != "\"" })
    }
}
