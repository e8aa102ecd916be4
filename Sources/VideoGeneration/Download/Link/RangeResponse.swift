/// What was asked for: the whole file, or the rest of it behind what is here.
struct RangeRequest: Sendable, Hashable {
    /// The first byte that is missing.
    var offset: Int64
    /// One behind the last byte that is wanted; nil for the file's end.
    var end: Int64?
    /// What the bytes before belong to; nil where there are none.
    var validator: String?
    /// The size of the whole, where it is known.
    var total: Int64?

    /// The header fields that ask for it.
    var fields: HTTPFields {
        guard offset > 0 || end != nil else { return [:] }
        var fields: HTTPFields = ["Range": "bytes=\(offset)-\(end.map { String($0 - 1) } ?? "")"]
        fields["If-Range"] = validator
        return fields
    }
}

/// What the head of an answer means for a part: a pure function of question and head.
enum RangeResponse: Sendable, Hashable {
    /// The bytes from an offset on: of the beginning, after which the part begins anew, or from the one that was
    /// asked for; there may be more of them than that.
    /// - Parameters:
    ///   - end: where the bytes of this answer end, where it says so.
    case bytes(from: Int64, end: Int64?, total: Int64?, validator: String?)
    /// There is nothing behind what is here.
    case complete
    /// The server contradicts what is here: the part is worth nothing.
    case misfit(String)
    /// Somewhere else.
    case redirect(String)
    /// Something else than bytes of a file.
    case other

    /// Reads a head. Only a 206 that fits in every respect leads to bytes behind what is here
    /// (RFC 9110, sections 14.4 and 15.3.7).
    init(_ head: HTTPResponseHead, to question: RangeRequest) {
        switch head.status {
        case 200:
            let length = head.contentLength
            self = .bytes(from: 0, end: length, total: length, validator: head.strongValidator)
        case 206: self = Self.partial(head, question)
        case 416: self = Self.unsatisfiable(head, question)
        case 301, 302, 303, 307, 308: self = head.fields["Location"].map(Self.redirect) ?? .other
        default: self = .other
        }
    }

    private static func partial(_ head: HTTPResponseHead, _ question: RangeRequest) -> RangeResponse {
        guard let range = head.fields["Content-Range"].flatMap(ContentRange.init), let bytes = range.bytes else {
            return .misfit("a part of the file came without saying which")
        }
        // More than was asked for is cut off; more than there is belongs to another file.
        guard bytes.lowerBound == question.offset, bytes.upperBound <= question.total ?? .max else {
            return .misfit("other bytes came than were asked for")
        }
        if let total = range.total, let known = question.total, total != known {
            return .misfit("the file has another size now")
        }
        if let length = head.contentLength, length != bytes.upperBound - bytes.lowerBound {
            return .misfit("the answer contradicts itself about its length")
        }
        if let validator = question.validator {
            // An entity tag has to be there, a date need not (RFC 9110, section 15.3.7).
            let isTag = validator.hasPrefix("\"")
            let told = head.fields[isTag ? "ETag" : "Last-Modified"]
            guard told == validator || (told == nil && !isTag) else { return .misfit("it is another file now") }
        }
        return .bytes(
            from: bytes.lowerBound,
            end: bytes.upperBound,
            total: range.total ?? question.total,
            validator: question.validator ?? head.strongValidator
        )
    }

    private static func unsatisfiable(_ head: HTTPResponseHead, _ question: RangeRequest) -> RangeResponse {
        let told = head.fields["Content-Range"].flatMap(ContentRange.init)?.total
        // What is known of the size is not unsaid by a server that suddenly tells another one.
        return question.offset > 0 && Set([question.total, told].compactMap(\.self)) == [question.offset]
            ? .complete : .misfit("the server has no bytes where more were expected")
    }
}

/// A `Content-Range`: `bytes 5-9/10`, `bytes 5-9/*`, `bytes */10`.
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
    /// What `If-Range` may be asked with (RFC 9110, section 13.1.5): a strong entity tag, or a date of last
    /// change that lies before the answer, so that no second change can hide in the same second.
    var strongValidator: String? {
        if let tag = fields["ETag"] {
            return tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count > 2 ? tag : nil
        }
        guard let modified = fields["Last-Modified"], let date = fields["Date"], modified != date else {
            return nil
        }
        return modified
    }

    /// Whether the server says that it gives parts of this file.
    var acceptsRanges: Bool { status == 206 || fields["Accept-Ranges"]?.lowercased() == "bytes" }
}
