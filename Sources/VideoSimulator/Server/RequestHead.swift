import VideoGeneration
import VideoPlatform

/// The head of a request and the framing of the body that follows (RFC 9112).
struct RequestHead {
    /// How the end of the body is marked.
    enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    var request: ServerRequest
    var framing: Framing
    var keepsAlive: Bool
    var expectsContinue: Bool

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
    init?(_ bytes: [UInt8]) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self)
        }
        let start = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false).map(
            String.init
        )
        guard start.count == 3, let version = start.last, version == "HTTP/1.1" || version == "HTTP/1.0",
            !start[0].isEmpty, start[0].utf8.allSatisfy({ (0x41...0x5A).contains($0) }),
            let (target, authority) = Self.originForm(start[1])
        else { return nil }
        var fields: [(name: String, value: String)] = []
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
                !line[..<colon].contains(where: \.isWhitespace)
            else { return nil }
            let value = line[line.index(after: colon)...].trimmed
            fields.append((String(line[..<colon]), value))
        }
        request = ServerRequest(method: start[0], target: target, authority: authority, fields: fields)

        let lengths = fields.filter { $0.name.lowercased() == "content-length" }.map(\.value)
        let codings = fields.filter { $0.name.lowercased() == "transfer-encoding" }.map {
            $0.value.lowercased()
        }
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
        let connection = request.field("connection")?.lowercased() ?? ""
        keepsAlive = version == "HTTP/1.1" ? connection != "close" : connection == "keep-alive"
        expectsContinue = request.field("expect")?.lowercased() == "100-continue"
    }

    /// Returns the path and query, also from the absolute form that proxies use.
    private static func originForm(_ target: String) -> (target: String, authority: String?)? {
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        if target.hasPrefix("/") { return (target, nil) }
        guard target.hasPrefix("http://") else { return nil }
        let rest = target.dropFirst("http://".count)
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        return (end == rest.endIndex ? "/" : String(rest[end...]), String(rest[..<end]))
    }
}
