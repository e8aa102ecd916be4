/// The range to request: the whole file, or the bytes that are missing.
struct RangeRequest: Sendable, Hashable {
    /// The offset of the first missing byte.
    var offset: Int64
    /// The offset after the last requested byte, or nil for the end of the file.
    var end: Int64?
    /// The validator of the bytes that are already present, or nil if there is none.
    var validator: String?
    /// The size of the whole file, or nil if it is unknown.
    var total: Int64?

    /// The header fields that request the range.
    var fields: HTTPFields {
        guard offset > 0 || end != nil else { return [:] }
        var fields: HTTPFields = ["Range": "bytes=\(offset)-\(end.map { String($0 - 1) } ?? "")"]
        fields["If-Range"] = validator
        return fields
    }
}

/// The meaning of a response's head for a part. It depends only on the request and the head.
enum RangeResponse: Sendable, Hashable {
    /// The response contains bytes from an offset. An offset of 0 starts the part over. Any other offset is the
    /// requested one. There may be more bytes than requested.
    /// - Parameters:
    ///   - from: The offset of the first byte.
    ///   - end: The offset after the last byte, or nil if the response doesn't declare it.
    ///   - total: The size of the whole file, or nil if it is unknown.
    ///   - validator: The validator of the bytes, or nil if there is none.
    case bytes(from: Int64, end: Int64?, total: Int64?, validator: String?)
    /// The file has no bytes after those that are already present.
    case complete
    /// The response contradicts the bytes that are already present, so the part is useless.
    case mismatch(String)
    /// The response redirects to another location.
    case redirect(String)
    /// The response doesn't contain bytes of the file.
    case other

    /// Interprets a head. Only a 206 that matches in every respect adds bytes after those that are already present
    /// (RFC 9110, sections 14.4 and 15.3.7).
    init(_ head: HTTPResponseHead, to request: RangeRequest) {
        switch head.status {
        case 200:
            let length = head.contentLength
            self = .bytes(from: 0, end: length, total: length, validator: head.strongValidator)
        case 206: self = Self.partial(head, request)
        case 416: self = Self.unsatisfiable(head, request)
        case 301, 302, 303, 307, 308: self = head.fields["Location"].map(Self.redirect) ?? .other
        default: self = .other
        }
    }

    private static func partial(_ head: HTTPResponseHead, _ request: RangeRequest) -> RangeResponse {
        guard let range = head.fields["Content-Range"].flatMap(ContentRange.init), let bytes = range.bytes else {
            return .mismatch("the server sent a part of the file without saying which one")
        }
        // Bytes after the requested range are cut off. Bytes after the known end belong to another file.
        guard bytes.lowerBound == request.offset, bytes.upperBound <= request.total ?? .max else {
            return .mismatch("the server sent other bytes than requested")
        }
        if let total = range.total, let known = request.total, total != known {
            return .mismatch("the file has a different size now")
        }
        if let length = head.contentLength, length != bytes.upperBound - bytes.lowerBound {
            return .mismatch("the response contradicts itself about its length")
        }
        if let validator = request.validator {
            // An entity tag must be present, a date need not be (RFC 9110, section 15.3.7).
            let isTag = validator.hasPrefix("\"")
            let declared = head.fields[isTag ? "ETag" : "Last-Modified"]
            guard declared == validator || (declared == nil && !isTag) else { return .mismatch("the file has changed") }
        }
        return .bytes(
            from: bytes.lowerBound,
            end: bytes.upperBound,
            total: range.total ?? request.total,
            validator: request.validator ?? head.strongValidator
        )
    }

    private static func unsatisfiable(_ head: HTTPResponseHead, _ request: RangeRequest) -> RangeResponse {
        let declared = head.fields["Content-Range"].flatMap(ContentRange.init)?.total
        // A known size isn't overridden by a server that suddenly declares a different one.
        return request.offset > 0 && Set([request.total, declared].compactMap(\.self)) == [request.offset]
            ? .complete : .mismatch("the server has fewer bytes than expected")
    }
}

/// A parsed `Content-Range` field: `bytes 5-9/10`, `bytes 5-9/*`, `bytes */10`.
struct ContentRange: Sendable, Hashable {
    let bytes: Range<Int64>?
    let total: Int64?

    init?(_ text: String) {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "/" })
        guard parts.count == 3, parts[0].lowercased() == "bytes" else { return nil }
        total = Self.number(parts[2])
        guard total != nil || parts[2] == "*" else { return nil }
        if parts[1] == "*" {
            bytes = nil
            return
        }
        let bounds = parts[1].split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = Self.number(bounds[0]), let last = Self.number(bounds[1]),
            first <= last, last < total ?? .max
        else { return nil }
        bytes = first..<last + 1
    }

    private static func number(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }
}

extension HTTPResponseHead {
    /// The value to send in `If-Range` (RFC 9110, section 13.1.5): a strong entity tag, or a modification date
    /// before the date of the response, so that no second change can hide in the same second.
    var strongValidator: String? {
        if let tag = fields["ETag"] {
            return tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count > 2 ? tag : nil
        }
        guard let modified = fields["Last-Modified"], let date = fields["Date"], modified != date else {
            return nil
        }
        return modified
    }

    /// Whether the server declares that it supports ranges of this file.
    var acceptsRanges: Bool { status == 206 || fields["Accept-Ranges"]?.lowercased() == "bytes" }
}
