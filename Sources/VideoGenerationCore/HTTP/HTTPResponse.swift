/// The first part of a response: the status and the header fields.
public struct HTTPResponseHead: Sendable, Hashable {
    /// The status code, 200 to 599. Interim responses (1xx) are not delivered.
    public var status: Int
    /// The header fields. Bytes that aren't UTF-8 were repaired.
    public var fields: HTTPFields
    /// The address that the connection went to, or nil if the transport doesn't know it.
    package var peer: NetworkAddress?

    /// Creates a head from its parts.
    public init(status: Int, fields: HTTPFields = [:]) {
        self.init(status: status, fields: fields, peer: nil)
    }

    /// Creates a head from its parts and the address that the connection went to.
    package init(status: Int, fields: HTTPFields = [:], peer: NetworkAddress?) {
        self.status = status
        self.fields = fields
        self.peer = peer
    }

    /// Whether the status is 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The declared length of the body in bytes, or nil if there is none or if several disagree.
    package var contentLength: Int64? {
        let values = Set(fields.values("Content-Length"))
        guard values.count == 1, let text = values.first, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(text)
    }
}

/// A whole response with its body in memory, for the small JSON responses of an API.
public struct HTTPResponse: Sendable, Hashable {
    /// The status and the header fields.
    public var head: HTTPResponseHead
    /// The body. ``HTTPTransport/response(to:timeouts:maximumBody:)`` bounds its size.
    public var body: [UInt8]

    /// Creates a response from a head and a body.
    package init(head: HTTPResponseHead, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }

    /// Creates a response from a status, header fields, and a body.
    public init(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.init(head: HTTPResponseHead(status: status, fields: fields), body: body)
    }

    /// The status code of the head.
    public var status: Int { head.status }

    /// Whether the body is an HTML page, regardless of its `Content-Type`.
    var isWebPage: Bool {
        let text = String(decoding: body.prefix(1_024), as: UTF8.self).lowercased()
        guard text.first(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) == "<" else { return false }
        return ["<!doctype html", "<html", "<head", "<body"].contains(where: text.contains)
    }
}
