public import VideoGeneration

/// One thing that goes wrong. In a file a fault is its name, or an object of its name and values:
/// `"hang"`, `{"drop": {"billed": true}}`.
///
/// `billed` says whether the work is done all the same: the task accepted and paid for, the file deleted.
/// Absent means no.
public enum Fault: Sendable, Hashable, Codable {
    // MARK: The connection

    /// The request is read and the connection closed without a byte.
    case drop(billed: Bool? = nil)
    /// The connection is reset after so many bytes of the request's body.
    case resetRequest(afterBytes: Int)
    /// The answer ends with a reset after so many bytes of its body.
    case reset(afterBytes: Int)
    /// The answer ends, as if it were whole, after so many bytes of its body; 0 is right after the head.
    case truncate(afterBytes: Int)
    /// More bytes follow than the head promised.
    case excess(bytes: Int)
    /// The work is done and nothing ever answered.
    case hang
    /// Seconds pass before the head.
    case delay(seconds: Double)
    /// The body comes slowly.
    case drip(bytesPerSecond: Int)
    /// The body pauses once.
    case stall(afterBytes: Int, seconds: Double)
    /// The body is sent in chunks, its length untold.
    case chunked
    /// The body ends where the connection ends, its length untold.
    case closeDelimited
    /// An interim answer, 103, comes first.
    case earlyHints

    // MARK: The answer

    /// Another status, with `Retry-After` in either form (`date:5` is the date in 5 s) and a message.
    case status(code: Int, retryAfter: String? = nil, message: String? = nil, billed: Bool? = nil)
    /// A refusal in the words of the API that was asked.
    case refuse(reason: RefusalReason)
    /// 401 with `WWW-Authenticate: Basic`.
    case basicChallenge
    /// A redirect, 302 unless told otherwise. `{self}`, `{api}` and `{media}` in the location stand for the
    /// request's own target and for the origins of the two ports.
    case redirect(to: String, status: Int? = nil)
    /// Another body, repeated if wanted, with status 200 and a type of JSON unless told otherwise.
    case body(
        text: String,
        contentType: String? = nil,
        status: Int? = nil,
        repeated: Int? = nil,
        billed: Bool? = nil
    )
    /// The sign-in page of a network, with status 200.
    case captivePortal
    /// A header field, set or (`added`) put beside one of the same name. A name that ends with a colon is
    /// written without the usual space.
    case header(name: String, value: String, added: Bool? = nil)
    /// The body is compressed, and says so.
    case gzip
    /// A member of the JSON answer is set, or removed where there is no value: `data.status`, `items.0.id`.
    case edit(path: String, value: JSONValue? = nil)

    // MARK: The task

    /// The task that is submitted will fail.
    case failGeneration(code: String? = nil, message: String? = nil)
    /// The status is a word that nobody knows.
    case unknownStatus(word: String)
    /// Success is told, but no file and no link.
    case withoutOutput

    // MARK: The file

    /// A range is answered with 200 and the whole file.
    case ignoreRange
    /// A range is answered with 206 from another offset.
    case wrongRange(offsetBy: Int)
    /// A range is answered with 206 without `Content-Range`.
    case withoutContentRange
    /// 416.
    case rangeNotSatisfiable
    /// The file has an entity tag that it never had before.
    case changedETag
    /// Another file has taken its place: the video of the same prompt with ` (changed)` behind it.
    case changedFile
    /// The link has expired: 403, as the storage says it.
    case expired
}

extension Fault {
    /// The fault of a name that needs no values.
    init?(name: String) {
        let faults: [String: Fault] = [
            "drop": .drop(), "hang": .hang, "chunked": .chunked, "closeDelimited": .closeDelimited,
            "earlyHints": .earlyHints, "basicChallenge": .basicChallenge, "captivePortal": .captivePortal,
            "gzip": .gzip, "failGeneration": .failGeneration(), "withoutOutput": .withoutOutput,
            "ignoreRange": .ignoreRange, "withoutContentRange": .withoutContentRange,
            "rangeNotSatisfiable": .rangeNotSatisfiable, "changedETag": .changedETag, "changedFile": .changedFile,
            "expired": .expired,
        ]
        guard let fault = faults[name] else { return nil }
        self = fault
    }
}
