/// The first part of an answer: status and header fields.
public struct HTTPResponseHead: Sendable, Hashable {
    /// The status code, 200…599; interim answers are not shown.
    public var status: Int
    /// The header fields; bytes that are not UTF-8 were repaired.
    public var fields: HTTPFields
    /// The address that the connection went to, where the transport knows it.
    public var peer: NetworkAddress?

    /// Makes a head.
    public init(status: Int, fields: HTTPFields = [:], peer: NetworkAddress? = nil) {
        self.status = status
        self.fields = fields
        self.peer = peer
    }

    /// Whether the status is 200…299.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The declared length of the body; nil where there is none, or where several disagree.
    public var contentLength: Int64? {
        let values = Set(fields.values("Content-Length"))
        guard values.count == 1, let text = values.first, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(text)
    }
}

/// A whole answer, its body in memory: for the small JSON answers of an API.
public struct HTTPResponse: Sendable, Hashable {
    /// Status and header fields.
    public var head: HTTPResponseHead
    /// The body, bounded by ``HTTPTransport/response(to:limits:maximumBody:)``.
    public var body: [UInt8]

    /// Makes an answer.
    public init(head: HTTPResponseHead, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }

    /// Makes an answer from its parts.
    public init(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.init(head: HTTPResponseHead(status: status, fields: fields), body: body)
    }

    /// The status code.
    public var status: Int { head.status }

    /// Whether the body is an HTML page, whatever the header fields call it.
    var isWebPage: Bool {
        let text = String(decoding: body.prefix(1_024), as: UTF8.self).lowercased()
        guard text.first(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) == "<" else { return false }
        return ["<!doctype html", "<html", "<head", "<body"].contains(where: text.contains)
    }
}
