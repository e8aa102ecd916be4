/// What an answer says is wrong: its codes and its words, dug out of whatever they were wrapped in.
///
/// A relay's message is often the upstream's body as a string, several times over, or an HTML page. The
/// innermost words are the ones that say something; every code on the way counts, the innermost first.
public struct Complaint: Sendable, Hashable {
    /// The codes, the innermost first, as they were sent.
    public private(set) var codes: [String] = []
    /// The innermost message, fit to be shown.
    public private(set) var message: String?
    /// The provider's id of the exchange.
    public private(set) var requestID: String?

    private static let maximumDepth = 8

    /// Digs through a value: an error object, a message, a whole answer.
    public init(digging value: JSONValue) { dig(value, depth: 0) }

    /// Takes a message alone.
    public init(message: String) { dig(text: message, depth: 0) }

    /// Whether there is neither code nor message.
    public var isBlank: Bool { codes.isEmpty && message == nil }

    private mutating func dig(_ value: JSONValue, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        switch value {
        case .string(let text): dig(text: text, depth: depth)
        case .array(let elements): if let first = elements.first { dig(first, depth: depth + 1) }
        case .object(let object): dig(object, depth: depth)
        case .null, .bool, .number: break
        }
    }

    private mutating func dig(_ object: JSONObject, depth: Int) {
        if requestID == nil { requestID = object["request_id"]?.text }
        for key in Self.wordKeys {
            guard let value = object[key], !value.isBlank else { continue }
            let before = message
            dig(value, depth: depth + 1)
            if message != before { break }
        }
        for key in Self.codeKeys {
            guard let code = object[key]?.identifier, !Self.isOK(code), !codes.contains(code) else { continue }
            codes.append(code)
        }
    }

    private mutating func dig(text: String, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        requestID = requestID ?? ErrorText.requestID(in: text)
        if let inner = Self.json(in: text), !inner.isBlank {
            let before = message
            dig(inner, depth: depth + 1)
            if message != before { return }
        }
        message = ErrorText.shown(text) ?? message
        if let code = Self.trailingCode(text), !codes.contains(code) { codes.append(code) }
    }

    /// The JSON in a text such as `upstream said: {…} (request id: …)`.
    private static func json(in text: String) -> JSONValue? {
        for (open, close) in [("{", "}"), ("[", "]")] as [(Character, Character)] {
            guard let start = text.firstIndex(of: open), let end = text.lastIndex(of: close), start < end else {
                continue
            }
            if let value = try? JSONValue(parsing: String(text[start...end])) { return value }
        }
        return nil
    }

    /// MiniMax's newer API puts its code only at the end of the words: `insufficient balance (1008)`.
    private static func trailingCode(_ text: String) -> String? {
        let text = text.reversed().drop { $0 == " " || $0 == "." }
        guard text.first == ")" else { return nil }
        let digits = String(text.dropFirst().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard (4...5).contains(digits.count), text.dropFirst(digits.count + 1).first == "(" else { return nil }
        return digits
    }

    /// Whether a code says that all is well.
    static func isOK(_ code: String) -> Bool {
        switch code.lowercased() {
        case "0", "200", "201", "202", "ok", "success", "succeed", "none", "null": true
        default: false
        }
    }

    private static let wordKeys = [
        "error", "base_resp", "message", "status_msg", "msg", "detail", "error_message", "error_msg", "err_msg",
        "fail_reason", "failure_reason", "task_status_msg", "reason", "errors",
    ]

    private static let codeKeys = ["code", "status_code", "err_code", "error_code", "type", "failure_reason"]
}

extension Answer {
    /// What the answer as a whole complains about; nil where `base_resp`, `code` and `error` are fine.
    ///
    /// Looked for in every 2xx answer, from the envelope to the task; what lies deeper is the upstream's
    /// own answer, and belongs to it.
    public var complaint: Complaint? {
        for layer in layers[...(taskLayer ?? layers.count - 1)] {
            if let answered = layer["base_resp"], let code = answered["status_code"]?.identifier,
                !Complaint.isOK(code)
            {
                return Complaint(digging: answered)
            }
            if let code = layer["code"]?.identifier, !Complaint.isOK(code) {
                return Complaint(digging: .object(layer))
            }
            if let error = layer["error"], Self.isError(error) {
                return Complaint(digging: .object(layer))
            }
            if status == nil, let detail = layer["detail"], !detail.isBlank {
                return Complaint(digging: .object(layer))
            }
        }
        return nil
    }

    /// Why a failed task failed, wherever it says so. A link where a reason should be is none.
    public var reason: Complaint {
        for layer in taskLayers {
            for key in ["error", "base_resp", "fail_reason", "failure_reason", "task_status_msg", "message", "detail"] {
                guard let value = layer[key], !value.isBlank, value.text.flatMap({ HTTPURL($0) }) == nil else {
                    continue
                }
                var complaint = Complaint(digging: key == "error" ? value : .object([key: value]))
                if key == "base_resp", Complaint.isOK(value["status_code"]?.identifier ?? "0") { continue }
                guard !complaint.isBlank else { continue }
                complaint.add(codesOf: taskLayers)
                return complaint
            }
        }
        // The OpenAI-shaped view of a relay's failed task may hold the words in `metadata.url`.
        if let words = first("metadata")?["url"]?.text, HTTPURL(words) == nil { return Complaint(message: words) }
        return Complaint(digging: .null)
    }

    /// `{"code": 0, "message": ""}` is how some relays say that there is no error.
    private static func isError(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): value.text != nil && !Complaint.isOK(text)
        case .object: !Complaint(digging: value).isBlank
        case .array(let elements): !elements.isEmpty
        case .bool(let isError): isError
        case .null, .number: false
        }
    }
}

extension Complaint {
    /// Codes that stand beside the words: `base_resp` next to `fail_reason`.
    fileprivate mutating func add(codesOf layers: ArraySlice<JSONObject>) {
        for layer in layers {
            if let code = layer["base_resp"]?["status_code"]?.identifier, !Self.isOK(code), !codes.contains(code) {
                codes.append(code)
            }
        }
    }
}
