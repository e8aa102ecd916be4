public import VideoGeneration

/// A fault that the simulator injects.
///
/// In a JSON script a fault is its name, or an object with its name and values: `"hang"` or
/// `{"drop": {"billed": true}}`.
///
/// `billed` says whether the request still takes effect: the task is accepted and billed, or the file is deleted. The
/// default is `false`.
public enum Fault: Sendable, Hashable, Codable {
    // MARK: The connection

    /// Reads the request and closes the connection without a response.
    case drop(billed: Bool? = nil)
    /// Resets the connection after a number of bytes of the request's body.
    case resetRequest(afterBytes: Int)
    /// Resets the connection after a number of bytes of the response's body.
    case reset(afterBytes: Int)
    /// Closes the connection in order after a number of bytes of the response's body. 0 is right after the head.
    case truncate(afterBytes: Int)
    /// Sends a number of bytes beyond the announced length.
    case excess(bytes: Int)
    /// Handles the request and never sends a response.
    case hang
    /// Waits a number of seconds before the head of the response.
    case delay(seconds: Double)
    /// Sends the body at a limited rate.
    case drip(bytesPerSecond: Int)
    /// Pauses once within the body.
    case stall(afterBytes: Int, seconds: Double)
    /// Sends the body with chunked transfer coding and without a length.
    case chunked
    /// Sends the body without a length and ends it by closing the connection.
    case closeDelimited
    /// Sends an interim response with status 103 first.
    case earlyHints

    // MARK: The response

    /// Responds with another status, a message, and `Retry-After` in either form. `date:5` gives the date in 5 s.
    case status(code: Int, retryAfter: String? = nil, message: String? = nil, billed: Bool? = nil)
    /// Refuses the request in the format of the requested API.
    case refuse(reason: RefusalReason)
    /// Responds with 401 and `WWW-Authenticate: Basic`, as a proxy does.
    case basicChallenge
    /// Responds with a redirect. The default status is 302. In the location, `{self}` is replaced with the target of
    /// the request, and `{api}` and `{media}` with the origins of the two ports.
    case redirect(to: String, status: Int? = nil)
    /// Responds with another body, which can be repeated. The default status is 200 and the default type is JSON.
    case body(
        text: String,
        contentType: String? = nil,
        status: Int? = nil,
        repeated: Int? = nil,
        billed: Bool? = nil
    )
    /// Responds with the sign-in page of a Wi-Fi network and status 200.
    case captivePortal
    /// Sets a header field, or adds a second one of the same name if `added` is `true`. A name that ends with a colon
    /// is sent without the usual space.
    case header(name: String, value: String, added: Bool? = nil)
    /// Sends the body with `Content-Encoding: gzip`.
    case gzip
    /// Sets a member of the JSON response, or removes it if there is no value. Paths are such as `data.status` and
    /// `items.0.id`.
    case edit(path: String, value: JSONValue? = nil)

    // MARK: The task

    /// Accepts the task, which then fails.
    case failGeneration(code: String? = nil, message: String? = nil)
    /// Reports a status word that no client knows.
    case unknownStatus(word: String)
    /// Reports success without a file or a link.
    case withoutOutput

    // MARK: The file

    /// Responds to a range request with 200 and the whole file.
    case ignoreRange
    /// Responds to a range request with 206 from another offset.
    case wrongRange(offsetBy: Int)
    /// Responds to a range request with 206 but without `Content-Range`.
    case withoutContentRange
    /// Responds to a download with status 416.
    case rangeNotSatisfiable
    /// Sends the file with a new entity tag each time.
    case changedETag
    /// Sends another file in its place: the video of the same prompt with ` (changed)` appended.
    case changedFile
    /// Responds with 403, as the storage does for an expired link.
    case expired
}

extension Fault {
    /// Creates a fault that needs no values from its name. Returns nil if there is none of that name.
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
