import VideoPlatform

/// The head of a request and the framing of the body that follows (RFC 9112).
package struct RequestHead: Sendable {
    /// How the end of the body is marked.
    package enum Framing: Sendable, Equatable {
        case length(Int)
        case chunked
    }

    /// The method as received, such as `GET`.
    package let method: String
    /// The target, byte for byte as received.
    package let target: String
    /// The header fields in the order received.
    package let fields: [(name: String, value: String)]
    /// How the end of the body is marked.
    package let framing: Framing
    /// Whether the client may send another request on the connection.
    package let keepsAlive: Bool

    /// Returns the length of the head, including its empty line, or nil if the head is not complete.
    static func end(in bytes: [UInt8]) -> Int? {
        var lineStart = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            let isBlank =
                index == lineStart || index == lineStart + 1 && bytes[lineStart] == UInt8(ascii: "\r")
            if isBlank, lineStart > 0 { return index + 1 }
            lineStart = index + 1
        }
        return nil
    }

    /// Parses a head. Returns nil if the bytes are not a valid head.
    package init?(_ bytes: [UInt8]) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self)
        }
        let start = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard start.count == 3, let version = start.last, version == "HTTP/1.1" || version == "HTTP/1.0",
            !start[0].isEmpty, start[0].utf8.allSatisfy({ (0x41...0x5A).contains($0) }),
            !start[1].isEmpty, start[1].utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return nil }
        var fields: [(name: String, value: String)] = []
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
                !line[..<colon].contains(where: \.isWhitespace)
            else { return nil }
            fields.append((String(line[..<colon]), Self.trimmed(line[line.index(after: colon)...])))
        }
        (method, target, self.fields) = (start[0], start[1], fields)

        func values(_ name: String) -> [String] { fields.filter { $0.name.lowercased() == name }.map(\.value) }
        let (lengths, codings) = (values("content-length"), values("transfer-encoding").map { $0.lowercased() })
        switch (lengths.first, codings.first) {
        case (nil, nil): framing = .length(0)
        case (nil, "chunked"?) where codings.count == 1: framing = .chunked
        case (let text?, nil):
            guard Set(lengths).count == 1, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let length = Int(text)
            else { return nil }
            framing = .length(length)
        default: return nil
        }
        let connection = values("connection").first?.lowercased() ?? ""
        keepsAlive = version == "HTTP/1.1" ? connection != "close" : connection == "keep-alive"
    }

    /// Whether the client waits for an interim response before it sends the body.
    package var expectsContinue: Bool { field("expect")?.lowercased() == "100-continue" }

    /// Returns the value of the first header field with a name, or nil if there is none.
    package func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Returns a value without the spaces and tabs around it.
    private static func trimmed(_ value: Substring) -> String {
        func isInner(_ character: Character) -> Bool { character != " " && character != "\t" }
        guard let first = value.firstIndex(where: isInner), let last = value.lastIndex(where: isInner) else {
            return ""
        }
        return String(value[first...last])
    }
}
